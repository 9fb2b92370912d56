"""The EndpointSlice controller writes what should be there, with as few changes as possible."""

import pytest

from sandbox.engine import programs
from sandbox.engine.controllers.endpoint_slice.plan import Piece, Plan
from sandbox.engine.controllers.endpoint_slice.selection import candidates, is_much_like
from sandbox.engine.controllers.endpoint_slice.topology import allocations
from tests.engine.controllers.world import UNREADY, World, kind_of, pod, service


def many(number):
    world = World()
    world.make(service(), *(pod(f"web-{i}", ip=f"10.244.{1 + i // 250}.{i % 250 + 1}") for i in range(number)))
    return world


def sizes(world):
    return sorted(len(piece.tree["endpoints"]) for piece in world.slices())


def line(fact):
    assert fact.place is not None
    return fact.place.line


def written(world, start):
    return [event for event in world.state.since(start) if event.kind == "EndpointSlice"]


def test_slices_hold_a_hundred_endpoints_each():
    assert sizes(many(250)) == [50, 100, 100]


def test_one_more_pod_goes_where_there_is_room_and_one_less_leaves_the_others_alone():
    world = many(250)
    start = len(world.state.journal)
    world.make(pod("late", ip="10.244.9.9"))
    assert sizes(world) == [51, 100, 100]
    assert len(written(world, start)) == 1
    start = len(world.state.journal)
    world.drop("Pod", "web-7", grace=0)
    assert sum(sizes(world)) == 250
    assert len(written(world, start)) == 1


def test_readiness_of_one_pod_is_one_write_whatever_the_size_of_the_cluster():
    world = many(150)
    world.make(pod("probed", probe="tcpSocket: {port: 8080}", ip="10.244.9.9"))
    start = len(world.state.journal)
    programs.stop(world.state, world.one("Pod", "probed"), 8080)
    world.settle()
    assert [event.kind for event in world.state.since(start)] == ["Pod", "EndpointSlice", "Endpoints"]
    assert world.endpoints()["probed"]["conditions"] == {"ready": False, "serving": False, "terminating": False}


def test_a_label_that_no_service_selects_is_no_reason_to_look_again():
    world = World()
    world.make(service(), pod("web-0", node="node1"))
    world.api.patch(
        kind_of("Node"), "", "node1", {"metadata": {"labels": {"topology.kubernetes.io/zone": "zone-x"}}}, "merge"
    )
    world.change("Pod", "web-0", {"metadata": {"labels": {"mood": "good"}}})
    assert world.endpoints()["web-0"]["zone"] == "zone-a", "the node's new zone is not read yet"
    world.change("Pod", "web-0", {"metadata": {"labels": {"app": "other"}}})
    assert world.endpoints() == {}


def test_service_that_selects_nobody_keeps_one_placeholder():
    world = World()
    world.make(service())
    placeholder = world.slices()
    assert [(piece.tree["endpoints"], piece.tree["ports"]) for piece in placeholder] == [([], [])]
    world.make(pod("web-0"))
    assert [piece.name for piece in world.slices()] == [placeholder[0].name]
    world.drop("Pod", "web-0", grace=0)
    assert [piece.name for piece in world.slices()] == [placeholder[0].name]


def test_slice_follows_the_labels_of_its_service_and_is_put_right_again():
    world = World()
    world.make(service(), pod("web-0"))
    world.change("Service", "web", {"metadata": {"labels": {"team": "blue"}}})
    piece = world.slices()[0]
    assert piece.labels["team"] == "blue"
    world.change("EndpointSlice", piece.name, {"endpoints": []})
    assert set(world.endpoints()) == {"web-0"}
    world.drop("EndpointSlice", piece.name)
    assert set(world.endpoints()) == {"web-0"}


def test_slices_go_with_their_service_and_endpoints_with_them():
    world = World()
    world.make(service(), pod("web-0"))
    world.drop("Service", "web")
    assert world.slices() == []
    assert not world.has("Endpoints", "web")


@pytest.mark.parametrize(
    ("endpoints", "ratios", "expected"),
    [
        (4, {"a": 0.5, "b": 0.5}, {"a": (2, 2), "b": (2, 2)}),
        (3, {"a": 0.5, "b": 0.5}, None),
        (1, {"a": 0.5, "b": 0.5}, None),
        (9, {"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}, {"a": (3, 3), "b": (3, 3), "c": (3, 3)}),
        (10, {"a": 0.2, "b": 0.8}, {"a": (2, 3), "b": (7, 8)}),
        (4, {"a": 1.0}, None),
    ],
)
def test_topology_shares_endpoints_by_cpus_or_not_at_all(endpoints, ratios, expected):
    shares = allocations(ratios, endpoints)
    found = None if shares is None else {zone: (share.minimum, share.maximum) for zone, share in shares.items()}
    assert found == expected


def test_topology_hints_even_out_a_lopsided_service():
    world = World()
    annotations = {"service.kubernetes.io/topology-mode": "Auto"}
    world.make(
        {**service(), "metadata": {"name": "web", "annotations": annotations}},
        *(pod(f"web-{i}", node="node1" if i < 5 else "node2") for i in range(6)),
    )
    zones = [endpoint["hints"]["forZones"][0]["name"] for endpoint in world.endpoints().values()]
    assert sorted(zones) == ["zone-a"] * 3 + ["zone-b"] * 3


def test_plan_starts_empty_and_keeps_its_lists_apart():
    one, other = Plan(), Plan()
    one.create.append(Piece(None, [], [], {}))
    assert other.create == []


def test_endpoints_are_cut_off_at_a_thousand_and_say_so():
    world = World()
    world.make(service(), *(pod(f"web-{i}", ip=f"10.250.{i // 250}.{i % 250 + 1}") for i in range(1003)))
    endpoints = world.one("Endpoints", "web")
    assert len(endpoints.tree["subsets"][0]["addresses"]) == 1000
    assert endpoints.annotations["endpoints.kubernetes.io/over-capacity"] == "truncated"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("web", "wbe", True),
        ("web", "webs", True),
        ("web", "wed", True),
        ("web", "Web", True),
        ("web", "web", True),
        ("web", "shop", False),
        ("web", "webapi", False),
        ("frontend", "fronted", True),
    ],
)
def test_words_that_are_nearly_the_same(one, other, expected):
    assert is_much_like(one, other) is expected
    assert is_much_like(other, one) is expected


TYPO = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector:
    app: wbe
  ports:
  - {port: 80, targetPort: http}
---
apiVersion: v1
kind: Pod
metadata:
  name: web-0
  labels:
    app: web
spec:
  containers:
  - name: web
    image: demo/web:1
"""


def test_near_miss_is_explained_by_the_lines_of_both_labels():
    world = World()
    world.read(TYPO)
    found = candidates(world.state, world.one("Service", "web"))
    assert [(one.name, one.is_used, one.reason) for one in found] == [
        ("default/web-0", False, "app: web is not app: wbe")
    ]
    assert [(one.field, line(one)) for one in found[0].because] == [
        ("spec.selector.app", 6),
        ("metadata.labels.app", 15),
    ]


def test_selected_pods_say_what_holds_them_back():
    world = World()
    world.make(
        service(ports=[{"port": 80, "targetPort": "http"}]),
        pod("fine"),
        pod("unready", probe=UNREADY),
        pod("leaving"),
        pod("elsewhere", app="web2"),
        {**pod("portless"), "spec": {"containers": [{"name": "web", "image": "demo/web:1"}]}},
    )
    world.drop("Pod", "leaving")
    reasons = {one.name: (one.is_used, one.reason) for one in candidates(world.state, world.one("Service", "web"))}
    assert reasons == {
        "default/fine": (True, ""),
        "default/unready": (False, "not ready"),
        "default/leaving": (False, "terminating"),
        "default/portless": (False, "no port http"),
        "default/elsewhere": (False, "app: web2 is not app: web"),
    }


def test_pod_of_a_deployment_points_at_the_line_of_its_template():
    world = World()
    text = (
        TYPO.split("---")[0].replace("wbe", "web")
        + """\
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: demo/web:1
        ports: [{name: http, containerPort: 8080}]
        readinessProbe:
          tcpSocket:
            port: 9090
"""
    )
    world.read(text)
    candidate = candidates(world.state, world.one("Service", "web"))[0]
    assert candidate.reason == "not ready"
    assert candidate.because[0].field == "spec.containers[0].readinessProbe.tcpSocket.port"
    assert text.splitlines()[line(candidate.because[0]) - 1].strip() == "port: 9090"
