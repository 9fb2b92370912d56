"""Services: which Service port the packet is for, which endpoint it gets, DNAT.

nftables: chain ``services`` with the maps ``service-ips`` and ``service-nodeports``; iptables:
KUBE-SERVICES, KUBE-NODEPORTS. Traffic to a ClusterIP follows the internal policy; traffic to
a node port, an external IP or a load balancer's address goes through the Service's external
chain (``external-…``, KUBE-EXT-…) and follows the external policy, from which pods and nodes
of the cluster are exempt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial

from sandbox.engine.cluster.indexes import SERVICES_BY_ADDRESS
from sandbox.engine.cluster.objects import Object
from sandbox.engine.dataplane import causes
from sandbox.engine.dataplane.addresses import is_loopback
from sandbox.engine.dataplane.choose import affinity
from sandbox.engine.dataplane.choose.affinity import Pick
from sandbox.engine.dataplane.eligibility import Endpoint
from sandbox.engine.dataplane.flow import Flow, Ground, Note
from sandbox.engine.dataplane.network import is_local, node_address, node_routed, pod_at
from sandbox.engine.dataplane.service_port import Address, ServicePort, at_address, at_node_port
from sandbox.engine.dataplane.stations.firewall import lets_in
from sandbox.engine.evidence import Fact, fact
from sandbox.engine.problems import EngineError
from sandbox.engine.traces import Packet

#: The Service in front of CoreDNS: (namespace, name).
CLUSTER_DNS = ("kube-system", "kube-dns")


def pass_on(ground: Ground, flow: Flow) -> list[Flow]:
    """The flows to the endpoints that may be picked; the flow itself where no Service takes it."""
    if flow.pods:
        return [flow]
    for port, kind in candidates(ground, flow):
        flow.port = port
        endpoints, is_marked = _followed(ground, flow, port, kind)
        if not endpoints and _is_dns_beside_the_cluster(ground, flow, port):
            _to_dns(flow, port, kind)
            return [flow]
        if endpoints:
            return _to_each(ground, flow, port, kind, endpoints, is_marked)
    return [flow]


def _is_dns_beside_the_cluster(ground: Ground, flow: Flow, port: ServicePort) -> bool:
    """CoreDNS is no pod here, as little as in the recordings: its Service leads to it nonetheless,
    unless somebody makes pods that the Service selects."""
    return (port.service.namespace, port.service.name) == CLUSTER_DNS and not ground.rules(port, flow.here).has_any


def _to_dns(flow: Flow, port: ServicePort, kind: Address) -> None:
    packet = flow.packet
    flow.note(port.service.title, "match", "", says=partial(_matched, port, kind, packet))
    note = Note("CoreDNS", "answer", "CoreDNS answers.", (), packet, packet)
    flow.arrive("answered", lambda: note, "?")


def candidates(ground: Ground, flow: Flow) -> Iterator[tuple[ServicePort, Address]]:
    """The Service ports that the packet's destination names on this node, addresses before node ports."""
    packet = flow.packet
    if packet.protocol == "ICMP":
        return
    yield from at_address(ground.state, packet.destination, packet.port, packet.protocol)
    if takes_node_ports(ground, flow):
        for port in at_node_port(ground.state, packet.port, packet.protocol, flow.family):
            yield port, "node port"


def takes_node_ports(ground: Ground, flow: Flow) -> bool:
    """Whether node ports work on the destination: nftables takes the node's primary address alone,
    iptables every address of the node, loopback too in IPv4."""
    destination = flow.packet.destination
    if ground.is_nftables:
        return destination == node_address(flow.here, flow.family)
    return is_local(flow.here, destination) and not (flow.family == 6 and is_loopback(destination))


def _followed(ground: Ground, flow: Flow, port: ServicePort, kind: Address) -> tuple[Sequence[Endpoint], bool]:
    """The endpoints that the policy leaves, none where the rules do not catch the packet, and
    whether the packet is marked for masquerade."""
    rules = ground.rules(port, flow.here)
    source = flow.packet.source
    # kube-proxy takes every source within the cluster's pod ranges for a pod's (detectLocalMode ClusterCIDR).
    is_pod = node_routed(ground.state.shape, source) is not None
    if kind == "ClusterIP":
        if not rules.has_internal:
            return (), False
        return (rules.usable.local if port.is_internal_local else rules.usable.cluster), not is_pod
    if not rules.has_any or (
        kind == "load balancer address" and not ground.is_nftables and not lets_in(port, flow.here, source)
    ):
        return (), False
    if not port.is_external_local:
        return rules.usable.cluster, True
    if is_pod:
        return rules.usable.cluster, False
    if is_local(flow.here, source):
        return rules.usable.cluster, True
    return rules.usable.local, False


def _to_each(
    ground: Ground, flow: Flow, port: ServicePort, kind: Address, endpoints: Sequence[Endpoint], is_marked: bool
) -> list[Flow]:
    packet, node, service = flow.packet, flow.here, port.service
    flow.note(service.title, "match", "", says=partial(_matched, port, kind, packet))
    policy = causes.policy_facts(ground, flow, port, kind)
    if not endpoints[0].is_ready:
        policy = (*policy, *causes.fallback_facts(ground, endpoints))
    picks: Sequence[Pick]
    if port.is_sticky:
        flow.key = affinity.key_of(node.name, port, packet.source)
        picks = affinity.picks(ground.state, flow.key, port, endpoints)
        policy = (
            *policy,
            fact(service, ("spec", "sessionAffinity"), "A client keeps the endpoint that it was sent to first."),
        )
    else:
        even = Fraction(1, len(endpoints))
        picks = [Pick(even, one) for one in endpoints]
    if flow.share != 1:
        picks = [pick._replace(share=pick.share * flow.share) for pick in picks]
    says = partial(_chosen, port, len(endpoints))
    flows = []
    for alike, pods in _alike(ground, packet.source, picks):
        one = flow.copy()
        endpoint = alike[0].endpoint
        one.picks, one.pods = alike, pods
        one.share = alike[0].share
        # A pod that is sent back to itself would otherwise answer itself past the Service (hairpin).
        one.is_marked = is_marked or packet.source == endpoint.address
        one.note(
            f"node {node.name}",
            "dnat",
            "",
            policy,
            says=says,
            after=Packet(packet.protocol, packet.source, endpoint.address, endpoint.port, packet.source_port),
        )
        flows.append(one)
    return flows


def _matched(port: ServicePort, kind: Address, packet: Packet, pick: Pick | None) -> tuple[str, tuple[Fact, ...]]:
    return causes.match_text(port, kind, packet), causes.match_facts(port, kind)


def _chosen(port: ServicePort, among: int, pick: Pick | None) -> tuple[str, tuple[Fact, ...]]:
    if pick is None:
        raise EngineError("a destination was rewritten and nothing was picked")
    return (causes.choice_text(pick.endpoint, among, pick.is_remembered), causes.endpoint_facts(port, pick.endpoint))


def _alike(ground: Ground, source: str, picks: Sequence[Pick]) -> Iterable[tuple[list[Pick], list[Object]]]:
    """The picks in groups that nothing tells apart before they arrive: pods on one node, by the
    same route, none of them the sender, none with an address that some Service has too."""
    state = ground.state
    groups: dict[object, tuple[list[Pick], list[Object]]] = {}
    for pick in picks:
        address = pick.endpoint.address
        pod = pod_at(state, address)
        key: object = pick.endpoint.text
        if pod is not None and source != address and not state.found(SERVICES_BY_ADDRESS, address):
            routed = node_routed(state.shape, address)
            key = pod.spec.get("nodeName"), routed.name if routed is not None else ""
        group = groups.get(key)
        if group is None:
            group = groups[key] = ([], [])
        group[0].append(pick)
        if pod is not None and key is not pick.endpoint.text:
            group[1].append(pod)
    return groups.values()
