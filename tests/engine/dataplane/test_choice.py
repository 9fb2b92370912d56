"""Which endpoints are usable from a node, how affinity keeps one, how addresses are tried."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from sandbox.engine import callers, dataplane, programs
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.dataplane.eligibility import usable
from sandbox.engine.dataplane.pick import pick
from sandbox.engine.dataplane.service_port import ServicePort
from tests.engine.dataplane.cluster import Names, cluster, endpoint, piece, pod, service, two_pods

ONE, TWO, THREE = "10.244.1.10", "10.244.2.10", "10.244.2.11"
IP = "10.96.0.80"


@pytest.mark.parametrize(
    ("name", "endpoints", "spec", "on_cluster", "on_local", "has_any"),
    [
        ("ready ones", [endpoint(ONE, "node1"), endpoint(TWO, "node2", ready=False)], {}, [ONE], [], True),
        (
            "terminating ones are a last resort",
            [endpoint(ONE, "node1", ready=False, serving=True, terminating=True)],
            {},
            [ONE],
            [],
            True,
        ),
        ("nobody serves", [endpoint(ONE, "node1", ready=False, terminating=True)], {}, [], [], False),
        (
            "local ones",
            [endpoint(ONE, "node1"), endpoint(TWO, "node2")],
            {"internalTrafficPolicy": "Local"},
            [],
            [ONE],
            True,
        ),
        (
            "local has its own last resort",
            [endpoint(ONE, "node1", ready=False, serving=True, terminating=True), endpoint(TWO, "node2")],
            {"internalTrafficPolicy": "Local"},
            [],
            [ONE],
            True,
        ),
        ("no fall-back to another node", [endpoint(TWO, "node2")], {"internalTrafficPolicy": "Local"}, [], [], True),
        (
            "hints keep to the zone",
            [endpoint(ONE, zones=("zone-a",)), endpoint(TWO, zones=("zone-b",))],
            {},
            [ONE],
            [],
            True,
        ),
        (
            "one endpoint without hints spoils them",
            [endpoint(ONE, zones=("zone-a",)), endpoint(TWO)],
            {},
            [ONE, TWO],
            [],
            True,
        ),
        (
            "nobody hints here",
            [endpoint(TWO, zones=("zone-b",)), endpoint(THREE, zones=("zone-b",))],
            {},
            [TWO, THREE],
            [],
            True,
        ),
        (
            "node hints come first",
            [endpoint(ONE, zones=("zone-a",), nodes=("node2",)), endpoint(TWO, zones=("zone-b",), nodes=("node1",))],
            {},
            [TWO],
            [],
            True,
        ),
        (
            "an endpoint counts once",
            [endpoint(ONE, "node1"), endpoint(ONE)],
            {"internalTrafficPolicy": "Local"},
            [],
            [ONE],
            True,
        ),
    ],
)
def test_usable_endpoints(
    name: str,
    endpoints: list[dict[str, Any]],
    spec: dict[str, Any],
    on_cluster: list[str],
    on_local: list[str],
    has_any: bool,
) -> None:
    state = cluster()
    piece(state, *endpoints)
    found = usable(state, ServicePort(service(state, **spec), 0, 4), "node1")
    assert [one.address for one in found.cluster] == on_cluster, name
    assert [one.address for one in found.local] == on_local, name
    assert found.has_any is has_any


@pytest.mark.parametrize("label", ["service.kubernetes.io/headless", "service.kubernetes.io/service-proxy-name"])
def test_a_labelled_slice_is_not_watched(label: str) -> None:
    state = cluster()
    held = piece(state, endpoint(ONE, "node1"))
    tree = {**held.tree, "metadata": {**held.metadata, "labels": {**held.labels, label: ""}}}
    state.put(Object(held.kind, held.namespace, held.name, tree))
    assert not usable(state, ServicePort(service(state), 0, 4), "node1").has_any


def servers(state: State, caller: str = "pod/client", to: str = IP, port: int = 80) -> dict[str, Fraction]:
    return dict(dataplane.connect(state, Names(), callers.parse(caller), to, port).servers)


def sticky(**spec: Any) -> State:
    state = cluster()
    two_pods(state)
    service(state, sessionAffinity="ClientIP", sessionAffinityConfig={"clientIP": {"timeoutSeconds": 10}}, **spec)
    return state


def test_affinity_follows_every_pick_until_one_is_seen() -> None:
    state = sticky()
    assert servers(state) == {"default/web-0": Fraction(1, 2), "default/web-1": Fraction(1, 2)}
    connection = dataplane.connect(state, Names(), callers.parse("pod/client"), IP, 80)
    assert connection.is_sticky
    seen = pick(state, connection)[0].branch.server
    assert servers(state) == {seen: Fraction(1)}
    assert len(servers(state, "pod/client-2")) == 2


def test_affinity_slides_and_runs_out() -> None:
    state = sticky()
    pick(state, dataplane.connect(state, Names(), callers.parse("pod/client"), IP, 80))
    for _ in range(3):
        state.now += 9
        assert len(servers(state)) == 1
    state.now += 11
    assert len(servers(state)) == 2


def test_affinity_forgets_an_endpoint_that_left_though_it_came_back() -> None:
    state = sticky()
    piece(state, endpoint(ONE, "node1"))
    assert servers(state) == {"default/web-0": Fraction(1)}
    piece(state, endpoint(TWO, "node2"))
    piece(state, endpoint(ONE, "node1"), endpoint(TWO, "node2"))
    assert len(servers(state)) == 2


def test_affinity_forgets_an_endpoint_that_terminates_while_another_is_ready() -> None:
    state = sticky()
    assert len(servers(state)) == 2
    going = endpoint(ONE, "node1", ready=False, serving=True, terminating=True)
    piece(state, going, endpoint(TWO, "node2"))
    assert servers(state) == {"default/web-1": Fraction(1)}
    piece(state, going, endpoint(TWO, "node2", ready=False, serving=True, terminating=True))
    assert servers(state) == {"default/web-1": Fraction(1)}, "both serve as a last resort, but only one is remembered"


def test_a_dead_endpoint_is_not_tried_again_elsewhere() -> None:
    state = cluster()
    two_pods(state)
    service(state)
    dead = state.get("Pod", "default", "web-0")
    assert dead is not None
    programs.stop(state, dead, 8080)
    found = dataplane.connect(state, Names(), callers.parse("pod/client"), IP, 80)
    assert dict(found.outcomes) == {"answered": Fraction(1, 2), "refused": Fraction(1, 2)}


def test_addresses_of_a_headless_name_are_tried_until_one_answers() -> None:
    state = cluster()
    two_pods(state)
    pod(state, "web-2", "node2", THREE)
    names = Names(web=[ONE, TWO, THREE, "10.244.2.99"])
    found = dataplane.connect(state, names, callers.parse("pod/client"), "web", 8080)
    assert dict(found.outcomes) == {"answered": Fraction(1)}
    assert dict(found.servers) == {"default/web-0": Fraction(1, 2), "default/web-1": Fraction(1, 2)}
    assert dict(dataplane.connect(state, names, callers.parse("pod/client"), "web", 80).outcomes) == {
        "refused": Fraction(1)
    }


def test_the_nearest_ipv6_address_comes_first() -> None:
    state = cluster(is_dual_stack=True)
    pod(state, "client", "node1", "10.244.1.50", address6="fd00:10:244:1::5")
    pod(state, "web-0", "node1", ONE, (8080, "TCP"), address6="fd00:10:244:1::a")
    pod(state, "web-1", "node2", TWO, (8080, "TCP"), address6="fd00:10:244:2::a")
    names = Names(web=["fd00:10:244:1::a", "fd00:10:244:2::a"])
    found = dataplane.connect(state, names, callers.parse("pod/client"), "web", 8080, family=6)
    assert dict(found.servers) == {"default/web-0": Fraction(1)}
    assert (found.seen_client, found.reached_at) == (("fd00:10:244:1::5",), ("[fd00:10:244:1::a]:8080",))


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("pod/web", "pod", "pod default/web"),
        ("pod/shop/web", "pod", "pod shop/web"),
        ("node/node1", "node", "node node1"),
        ("external", "external", "external"),
    ],
)
def test_callers_are_written_as_paths(text: str, kind: str, title: str) -> None:
    found = callers.parse(text)
    assert (found.kind, found.title) == (kind, title)


@pytest.mark.parametrize("text", ["", "pod", "pod/", "service/web", "pod/a/b/c", "external/x"])
def test_what_is_no_caller_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no caller"):
        callers.parse(text)


def test_the_annotation_says_what_listens() -> None:
    state = cluster()
    loud = pod(state, "loud", "node1", "10.244.1.60", (80, "TCP"), listens="8080, 5353/UDP, x")
    assert programs.listening_ports(state, loud) == ((5353, "UDP"), (8080, "TCP"))
    programs.stop(state, loud, 5353)
    programs.start(state, loud, 9000)
    assert programs.listening_ports(state, loud) == ((8080, "TCP"), (9000, "TCP"))
