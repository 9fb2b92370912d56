"""What becomes of a packet, by proxy mode, place and policy: name, set-up, way, end.

An end is ``refused``, ``timeout``, ``unreachable``, or the servers with the source address that each sees.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.engine import callers, dataplane
from sandbox.engine.cluster.shape import ProxyMode
from sandbox.engine.cluster.state import State
from sandbox.engine.dataplane import health
from sandbox.engine.traces import Protocol
from tests.engine.dataplane.cluster import (
    GATEWAY1,
    GATEWAY2,
    NODE1,
    NODE2,
    OUTSIDE,
    Names,
    cluster,
    endpoint,
    piece,
    pod,
    put,
    service,
    two_pods,
)

CLIENT, IP, NODE_PORT, VIP, EXTERNAL = "10.244.1.50", "10.96.0.80", 31234, "172.18.255.1", "172.18.0.220"
PORTS = [{"port": 80, "targetPort": 8080, "protocol": "TCP", "nodePort": NODE_PORT}]
BOTH: tuple[ProxyMode, ...] = ("nftables", "iptables")


def cluster_ip(state: State) -> None:
    two_pods(state)
    service(state)


def everything(state: State, **spec: Any) -> None:
    two_pods(state)
    service(
        state, type="LoadBalancer", ports=PORTS, ingress=[{"ip": VIP, "ipMode": "VIP"}], externalIPs=[EXTERNAL], **spec
    )


def local(state: State) -> None:
    pod(state, "web-1", "node2", "10.244.2.10", (8080, "TCP"))
    piece(state, endpoint("10.244.2.10", "node2"))
    service(
        state,
        type="LoadBalancer",
        ports=PORTS,
        ingress=[{"ip": VIP, "ipMode": "VIP"}],
        externalTrafficPolicy="Local",
        internalTrafficPolicy="Local",
        healthCheckNodePort=32100,
    )


def hollow(state: State) -> None:
    service(
        state,
        type="LoadBalancer",
        ports=PORTS,
        ingress=[{"ip": VIP, "ipMode": "VIP"}],
        externalIPs=[EXTERNAL],
        loadBalancerSourceRanges=["198.51.100.0/24"],
    )


def ranges(state: State) -> None:
    everything(state, loadBalancerSourceRanges=["172.18.0.100/32"])


def elsewhere(state: State) -> None:
    piece(state, endpoint(OUTSIDE), endpoint("10.244.1.77"))
    service(state)


def chained(state: State) -> None:
    """A slice that names another Service's ClusterIP."""
    cluster_ip(state)
    piece(state, endpoint(IP), of="front", port=80)
    service(state, "front", ip="10.96.0.90")


def other_proxy(state: State) -> None:
    two_pods(state)
    found = service(state, ports=PORTS, type="NodePort")
    tree = {**found.tree, "metadata": {**found.metadata, "labels": {"service.kubernetes.io/service-proxy-name": "x"}}}
    state.put(type(found)("Service", "default", "web", tree))


PODS = {"default/web-0", "default/web-1"}

CASES: list[tuple[str, tuple[ProxyMode, ...], Callable[[State], None], tuple[str, str, int], Any]] = [
    ("a pod keeps its address", BOTH, cluster_ip, ("pod/client", IP, 80), (PODS, {CLIENT})),
    ("a node is masqueraded", BOTH, cluster_ip, ("node/node1", IP, 80), (PODS, {GATEWAY1, NODE1})),
    (
        "a pod that meets itself is masqueraded",
        BOTH,
        cluster_ip,
        ("pod/web-0", IP, 80),
        (PODS, {GATEWAY1, "10.244.1.10"}),
    ),
    ("nftables rejects a port that a ClusterIP lacks", ("nftables",), cluster_ip, ("pod/client", IP, 81), "refused"),
    ("iptables leaves it to routing", ("iptables",), cluster_ip, ("node/node1", IP, 81), "timeout"),
    ("nobody has an address of the Service range", BOTH, cluster_ip, ("pod/client", "10.96.0.99", 80), "timeout"),
    ("a ClusterIP is not routed outside", BOTH, cluster_ip, ("external", IP, 80), "timeout"),
    ("a node port hides the client", BOTH, everything, ("external", NODE1, NODE_PORT), (PODS, {GATEWAY1, NODE1})),
    (
        "a pod's way to the other node is masqueraded first",
        BOTH,
        everything,
        ("pod/client", NODE2, NODE_PORT),
        (PODS, {GATEWAY2, NODE2}),
    ),
    (
        "iptables takes node ports on loopback",
        ("iptables",),
        everything,
        ("node/node1", "127.0.0.1", NODE_PORT),
        (PODS, {GATEWAY1, NODE1}),
    ),
    (
        "nftables takes them on the primary address alone",
        ("nftables",),
        everything,
        ("pod/client", GATEWAY1, NODE_PORT),
        "refused",
    ),
    (
        "an external IP goes by the external policy",
        BOTH,
        everything,
        ("pod/client", EXTERNAL, 80),
        (PODS, {GATEWAY1, NODE1}),
    ),
    (
        "a load balancer without a node named begins at the first",
        BOTH,
        everything,
        ("external", VIP, 80),
        (PODS, {GATEWAY1, NODE1}),
    ),
    ("a port that the address lacks leaves the cluster", BOTH, everything, ("pod/client", VIP, 8080), "timeout"),
    (
        "health checks lead to the node with an endpoint",
        BOTH,
        local,
        ("external", VIP, 80),
        ({"default/web-1"}, {OUTSIDE}),
    ),
    ("policy Local drops where nobody is", BOTH, local, ("external", NODE1, NODE_PORT), "timeout"),
    (
        "pods are exempt and keep their address",
        BOTH,
        local,
        ("pod/client", NODE1, NODE_PORT),
        ({"default/web-1"}, {CLIENT}),
    ),
    ("nodes are exempt and are masqueraded", BOTH, local, ("node/node1", VIP, 80), ({"default/web-1"}, {NODE1})),
    ("the internal policy knows no exemption", BOTH, local, ("pod/client", IP, 80), "timeout"),
    ("no endpoints, no connection", BOTH, hollow, ("external", NODE1, NODE_PORT), "refused"),
    ("nftables drops by source range before all else", ("nftables",), hollow, ("pod/client", VIP, 80), "timeout"),
    ("iptables has no firewall without endpoints", ("iptables",), hollow, ("pod/client", VIP, 80), "refused"),
    (
        "iptables does not reject external addresses on the way out",
        ("iptables",),
        hollow,
        ("node/node1", EXTERNAL, 80),
        "timeout",
    ),
    ("nftables does", ("nftables",), hollow, ("node/node1", EXTERNAL, 80), "refused"),
    ("source ranges keep pods out", BOTH, ranges, ("pod/client", VIP, 80), "timeout"),
    ("source ranges let in who is listed", BOTH, ranges, ("external", VIP, 80), (PODS, {GATEWAY1, NODE1})),
    (
        "source ranges say nothing about node ports",
        BOTH,
        ranges,
        ("pod/client", NODE1, NODE_PORT),
        (PODS, {GATEWAY1, NODE1}),
    ),
    (
        "the outside host and an empty address as endpoints",
        BOTH,
        elsewhere,
        ("pod/client", IP, 80),
        {"refused", "timeout"},
    ),
    (
        "nothing translates a second time, so nftables sees a bare ClusterIP",
        ("nftables",),
        chained,
        ("pod/client", "10.96.0.90", 80),
        "refused",
    ),
    ("another proxy's Service is nobody's", BOTH, other_proxy, ("pod/client", IP, 80), "timeout"),
    ("and its node port is closed", BOTH, other_proxy, ("external", NODE1, NODE_PORT), "refused"),
    ("a pod has no IPv6 on a single-stack cluster", BOTH, cluster_ip, ("pod/client", "2001:db8::1", 80), "unreachable"),
    ("pods are not routed outside", BOTH, cluster_ip, ("external", "10.244.1.10", 8080), "timeout"),
    ("a pod's closed port refuses", BOTH, cluster_ip, ("pod/client", "10.244.2.10", 80), "refused"),
    (
        "loopback is the pod's own",
        BOTH,
        cluster_ip,
        ("pod/web-0", "127.0.0.1", 8080),
        ({"default/web-0"}, {"127.0.0.1"}),
    ),
]


@pytest.mark.parametrize(
    ("mode", "fill", "way", "end"),
    [
        pytest.param(mode, fill, way, end, id=f"{name} ({mode})")
        for name, modes, fill, way, end in CASES
        for mode in modes
    ],
)
def test_a_packet_ends_as_on_a_real_cluster(
    mode: ProxyMode, fill: Callable[[State], None], way: tuple[str, str, int], end: Any
) -> None:
    state = cluster(mode)
    fill(state)
    caller, to, port = way
    found = dataplane.connect(state, Names(), callers.parse(caller), to, port)
    outcomes = {name for name, _ in found.outcomes}
    if isinstance(end, tuple):
        assert outcomes == {"answered"}
        assert ({name for name, _ in found.servers}, set(found.seen_client)) == end
    else:
        assert outcomes == ({end} if isinstance(end, str) else end)
    assert sum(share for _, share in found.outcomes) == 1


@pytest.mark.parametrize("mode", BOTH)
def test_udp_is_refused_where_nobody_listens_and_silent_where_nobody_is(mode: ProxyMode) -> None:
    state = cluster(mode)
    pod(state, "dns", "node2", "10.244.2.10", (53, "UDP"))
    for port, end in ((53, "answered"), (54, "refused")):
        found = dataplane.connect(state, Names(), callers.parse("pod/client"), "10.244.2.10", port, "UDP")
        assert found.outcomes[0][0] == end
    assert (
        dataplane.connect(state, Names(), callers.parse("pod/client"), "10.244.2.11", 53, "UDP").outcomes[0][0]
        == "timeout"
    )


@pytest.mark.parametrize(
    ("mode", "to", "end"),
    [
        ("nftables", IP, "refused"),
        ("iptables", IP, "timeout"),
        ("nftables", "10.96.0.99", "timeout"),
        ("nftables", NODE2, "reply"),
        ("iptables", GATEWAY1, "reply"),
        ("nftables", OUTSIDE, "reply"),
        ("iptables", "10.244.1.250", "timeout"),
        ("nftables", "nobody", "unresolved"),
        ("nftables", "fd00::1", "unreachable"),
    ],
)
def test_a_ping_knows_no_services(mode: ProxyMode, to: str, end: str) -> None:
    state = cluster(mode)
    cluster_ip(state)
    assert dataplane.ping(state, Names(), callers.parse("pod/client"), to).outcome == end


def test_health_check_ports_answer_as_kube_proxy() -> None:
    state = cluster()
    local(state)
    for node in (NODE1, NODE2):
        found = dataplane.connect(state, Names(), callers.parse("external"), node, 32100)
        assert (found.outcomes[0][0], found.servers[0][0], found.seen_client) == ("answered", "?", ())


def test_each_family_counts_its_own_endpoints_for_the_health_check() -> None:
    state = cluster(is_dual_stack=True)
    local(state)
    served = service(
        state,
        type="LoadBalancer",
        clusterIPs=[IP, "fd00:10:96::80"],
        ports=PORTS,
        externalTrafficPolicy="Local",
        healthCheckNodePort=32100,
    )
    piece(
        state,
        endpoint("fd00:10:244:1::10", "node1"),
        endpoint("fd00:10:244:1::11", "node1"),
        name="web-six",
        family="IPv6",
    )
    node = state.shape.nodes[0]
    assert [health.local_endpoints(state, served, node, family) for family in (4, 6)] == [0, 2]
    assert health.listens(state, node, node.ip6, 32100, "TCP")


def test_every_step_of_a_refusal_names_its_field() -> None:
    state = cluster()
    service(state)
    found = dataplane.connect(state, Names(), callers.parse("pod/client"), IP, 80)
    last = found.walks[0].branches[0].steps[-1]
    assert last.verb == "reject"
    assert [one.field for one in last.because] == ["spec.selector"]
    assert last.after.source == GATEWAY1


@pytest.mark.parametrize("mode", BOTH)
def test_the_control_planes_own_services_answer_though_they_have_no_pods(mode: ProxyMode) -> None:
    state = cluster(mode)
    service(
        state, "kubernetes", ip="10.96.0.1", ports=[{"name": "https", "port": 443, "targetPort": 6443}], selector=None
    )
    piece(state, endpoint("172.18.0.1"), of="kubernetes", port=6443, port_name="https")
    put(
        state,
        "Service",
        "kube-dns",
        {
            "spec": {
                "clusterIP": "10.96.0.10",
                "clusterIPs": ["10.96.0.10"],
                "selector": {"k8s-app": "kube-dns"},
                "ports": [{"name": "dns", "port": 53, "protocol": "UDP"}],
            }
        },
        namespace="kube-system",
    )
    ways: list[tuple[str, int, Protocol]] = [
        ("10.96.0.1", 443, "TCP"),
        ("172.18.0.1", 6443, "TCP"),
        ("10.96.0.10", 53, "UDP"),
    ]
    for to, port, protocol in ways:
        found = dataplane.connect(state, Names(), callers.parse("pod/client"), to, port, protocol)
        assert (found.outcomes[0][0], found.servers[0][0]) == ("answered", "?")


def test_rules_are_written_anew_when_something_changes() -> None:
    state = cluster()
    cluster_ip(state)
    ends = []
    for change in (
        lambda: None,
        lambda: piece(state, endpoint("10.244.2.10", "node2")),
        lambda: service(state, internalTrafficPolicy="Local"),
        lambda: state.remove("EndpointSlice", "default", "web-abcde"),
    ):
        change()
        found = dataplane.connect(state, Names(), callers.parse("pod/client"), IP, 80)
        ends.append((found.outcomes[0][0], len(found.servers)))
    assert ends == [("answered", 2), ("answered", 1), ("timeout", 0), ("refused", 0)]


def test_steps_of_endpoints_that_went_one_way_are_told_apart() -> None:
    state = cluster()
    for number in range(3):
        pod(state, f"web-{number}", "node2", f"10.244.2.1{number}", (8080, "TCP"))
    piece(state, *(endpoint(f"10.244.2.1{number}", "node2") for number in range(3)))
    service(state)
    walk = dataplane.connect(state, Names(), callers.parse("pod/client"), IP, 80).walks[0]
    for number, branch in enumerate(walk.branches):
        address = f"10.244.2.1{number}"
        assert branch.server == f"default/web-{number}"
        verbs = [step.verb for step in branch.steps]
        assert verbs == ["send", "match", "dnat", "route", "route", "answer"]
        assert [step.after.destination for step in branch.steps] == [IP, IP, *[address] * 4]
        assert {step.after.source for step in branch.steps} == {CLIENT}
        assert address in branch.steps[2].text
