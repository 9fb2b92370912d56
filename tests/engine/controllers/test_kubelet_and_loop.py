"""Pods run, end and are cleared away on the virtual clock, and the loop comes to rest."""

from dataclasses import replace

import pytest

from sandbox.engine import programs
from sandbox.engine.cluster.shape import Shape
from sandbox.engine.cluster.state import State
from sandbox.engine.controllers import Loop
from sandbox.engine.controllers.controller import Controller, itself
from sandbox.engine.problems import EngineError
from tests.engine.controllers.world import READY, UNREADY, World, found, kind_of, pod, service, workload


def ready(world, name="web-0"):
    conditions = {one["type"]: one for one in world.one("Pod", name).status["conditions"]}
    return conditions["Ready"]["status"], conditions["Ready"].get("reason")


@pytest.mark.parametrize(
    ("probe", "expected"),
    [
        ("", True),
        (READY, True),
        (UNREADY, False),
        ("exec: {command: [/bin/false]}", False),
        ("httpGet: {port: http, path: /}", True),
        ("httpGet: {port: 8081, path: /}", False),
        ("tcpSocket: {port: 8080}", True),
        ("tcpSocket: {port: other}", False),
        ("grpc: {port: 8080}", True),
    ],
)
def test_readiness_is_what_the_probe_finds(probe, expected):
    world = World()
    world.make(pod("web-0", probe=probe))
    assert ready(world) == (("True", None) if expected else ("False", "ContainersNotReady"))


def test_startup_probe_and_readiness_gate_hold_a_pod_back():
    world = World()
    late = pod("web-0")
    late["spec"]["containers"][0]["startupProbe"] = {"exec": {"command": ["false"]}}
    gated = pod("web-1")
    gated["spec"]["readinessGates"] = [{"conditionType": "example.com/open"}]
    world.make(late, gated)
    assert world.one("Pod", "web-0").status["containerStatuses"][0]["started"] is False
    assert ready(world, "web-1") == ("False", "ReadinessGatesNotReady")
    held = world.one("Pod", "web-1")
    opened = [*held.status["conditions"], {"type": "example.com/open", "status": "True"}]
    world.state.put(replace(held, tree={**held.tree, "status": {**held.status, "conditions": opened}}))
    world.settle()
    assert ready(world, "web-1") == ("True", None)


def test_pods_without_a_node_go_to_the_nodes_in_turn():
    world = World()
    world.make(*(pod(f"web-{i}") for i in range(4)))
    assert [one.spec["nodeName"] for one in world.pods()] == ["node1", "node2", "node1", "node2"]
    assert [one.labels["topology.kubernetes.io/zone"] for one in world.pods()] == ["zone-a", "zone-b"] * 2
    assert len({one.status["podIP"] for one in world.pods()}) == 4


def test_pod_that_fits_no_node_says_why_and_starts_when_one_fits():
    world = World()
    choosy = pod("web-0")
    choosy["spec"]["nodeSelector"] = {"disk": "ssd"}
    world.make(choosy)
    scheduled = world.one("Pod", "web-0").status["conditions"][-1]
    assert (scheduled["reason"], scheduled["message"].partition(".")[0]) == (
        "Unschedulable",
        "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector",
    )
    node = found(world.state.get("Node", "", "node2"))
    metadata = {**node.metadata, "labels": {**node.labels, "disk": "ssd"}}
    world.state.put(replace(node, tree={**node.tree, "metadata": metadata}))
    world.settle()
    assert world.one("Pod", "web-0").spec["nodeName"] == "node2"


def test_pods_get_both_families_on_a_dual_stack_cluster_and_the_nodes_own_on_its_network():
    world = World(Shape(is_dual_stack=True))
    host = pod("host", node="node1")
    host["spec"]["hostNetwork"] = True
    world.make(pod("web-0", node="node1", ip="10.244.1.77"), host)
    assert world.one("Pod", "web-0").status["podIPs"][0]["ip"] == "10.244.1.77"
    assert world.one("Pod", "web-0").status["podIPs"][1]["ip"].startswith("fd00:10:244:1::")
    assert [entry["ip"] for entry in world.one("Pod", "host").status["podIPs"]] == ["172.18.0.2", "fd00:172:18::2"]


def test_pod_serves_until_its_grace_period_is_over():
    world = World()
    world.make(service(), pod("web-0", grace=30))
    world.drop("Pod", "web-0")
    assert world.endpoints()["web-0"]["conditions"] == {"ready": False, "serving": True, "terminating": True}
    world.advance(29)
    assert world.has("Pod", "web-0")
    world.advance(1)
    assert not world.has("Pod", "web-0")
    assert world.endpoints() == {}


def test_second_deletion_may_only_shorten_the_wait():
    world = World()
    world.make(pod("web-0", grace=30))
    world.drop("Pod", "web-0")
    world.drop("Pod", "web-0", grace=0)
    assert not world.has("Pod", "web-0")


def test_fork_goes_its_own_way_with_its_timers_and_programs():
    world = World()
    world.make(service(), pod("web-0", grace=10), pod("web-1", probe="tcpSocket: {port: 8080}"))
    world.drop("Pod", "web-0")
    other = world.fork()
    programs.stop(other.state, found(other.state.get("Pod", "default", "web-1")), 8080)
    other.advance(10)
    assert other.state.get("Pod", "default", "web-0") is None
    world.settle()
    assert world.has("Pod", "web-0")
    assert world.endpoints()["web-1"]["conditions"]["ready"] is True


@pytest.mark.parametrize(
    ("propagation", "owner_stays", "pods_leave"),
    [("Background", False, True), ("Foreground", True, True), ("Orphan", False, False)],
)
def test_owner_is_deleted_before_after_or_without_its_pods(propagation, owner_stays, pods_leave):
    world = World()
    world.make(workload("Deployment", replicas=2))
    world.drop("Deployment", "web", propagation=propagation)
    assert world.has("Deployment", "web") is owner_stays
    assert (world.pods() == []) is pods_leave
    world.advance(5)
    assert not world.has("Deployment", "web")
    assert len(world.pods()) == (0 if pods_leave else 2)


def test_namespace_takes_its_pods_first_and_then_everything_else_along():
    world = World()
    world.make({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}})
    assert world.state.get("ServiceAccount", "shop", "default") is not None
    world.make(
        *(
            {**tree, "metadata": {**tree["metadata"], "namespace": "shop"}}
            for tree in (service(), pod("web-0", grace=30), workload("Deployment", replicas=1))
        )
    )
    world.api.delete(kind_of("Namespace"), "", "shop")
    world.advance(4)
    assert found(world.state.get("Namespace", "", "shop")).status["phase"] == "Terminating"
    assert not any(one.is_terminating for one in world.state.all("Pod", "shop")), "nothing goes in the first seconds"
    world.advance(2)
    assert all(one.is_terminating for one in world.state.all("Pod", "shop")), "and nobody makes new ones"
    assert world.state.get("Service", "shop", "web") is not None, "it serves as long as its pods do"
    world.advance(45)
    assert world.state.get("Namespace", "", "shop") is None
    assert world.state.all("Service", "shop") == world.state.all("EndpointSlice", "shop") == []


def test_load_balancer_gives_an_address_and_takes_it_back():
    world = World()
    world.make(
        service(type="LoadBalancer"),
        service("mine", type="LoadBalancer", loadBalancerIP="172.18.255.77"),
        service("other", type="LoadBalancer", loadBalancerClass="example.com/nobody"),
    )
    ingress = world.one("Service", "web").status["loadBalancer"]["ingress"]
    assert ingress == [{"ip": ingress[0]["ip"], "ipMode": "VIP"}]
    assert world.one("Service", "mine").status["loadBalancer"]["ingress"][0]["ip"] == "172.18.255.77"
    assert world.one("Service", "other").status["loadBalancer"] == {}
    world.change("Service", "web", {"spec": {"type": "ClusterIP"}})
    assert world.one("Service", "web").status["loadBalancer"] == {}


def test_controllers_that_keep_themselves_busy_are_stopped():
    def again(desk, key):
        held = desk.state.get("Pod", *key)
        desk.write(held, status={"turn": held.status.get("turn", 0) + 1})

    world = World()
    world.make(pod("web-0"))
    state = world.state.fork(Shape())
    loop = Loop(
        state,
        world.api,
        (Controller("restless", {"Pod": itself}, again), Controller("kubelet", {}, lambda desk, key: None)),
    )
    state.put(found(state.get("Pod", "default", "web-0")))
    with pytest.raises(EngineError, match="restless does not come to rest over default/web-0"):
        loop.settle()
    assert isinstance(state, State)
