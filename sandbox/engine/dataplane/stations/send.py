"""The caller's own end: which source address, and by which door the packet enters the cluster."""

from __future__ import annotations

from sandbox.engine.cluster.indexes import SERVICES_BY_ADDRESS
from sandbox.engine.cluster.shape import NodeShape
from sandbox.engine.dataplane import lost
from sandbox.engine.dataplane.addresses import Family, is_loopback, is_within
from sandbox.engine.dataplane.flow import Flow, Ground, Target
from sandbox.engine.dataplane.health import answers_200
from sandbox.engine.dataplane.network import (
    external_address,
    gateway_address,
    has_family,
    home,
    is_api_server,
    is_local,
    node_address,
    node_with,
    pod_address,
    pod_at,
)
from sandbox.engine.dataplane.service_port import load_balancer_addresses
from sandbox.engine.evidence import fact
from sandbox.engine.traces import Packet


def pass_on(ground: Ground, flow: Flow) -> list[Flow]:
    """Give the packet its source and put it before its first node, or before its own program."""
    shape = ground.state.shape
    if not has_family(shape, flow.family) and not is_loopback(flow.packet.destination):
        flow.end(
            "unreachable", ground.caller.title, "lost", f"The caller has no IPv{flow.family} address and no route."
        )
    elif ground.caller.kind == "external":
        _from_outside(ground, flow)
    else:
        _from_inside(ground, flow)
    return [flow]


def _from_inside(ground: Ground, flow: Flow) -> None:
    pod, node = home(ground.state, ground.caller)
    title = ground.caller.title
    if node is None:
        flow.end("unreachable", title, "lost", f"There is no running {title}.")
        return
    flow.node = node
    packet = flow.packet
    if pod is None:
        flow.origin = "output"
        source = _node_source(ground, node, packet.destination, flow.family)
    else:
        source = packet.destination if is_loopback(packet.destination) else pod_address(pod, flow.family)
        if not source:
            flow.end("unreachable", title, "lost", f"The pod has no IPv{flow.family} address.")
            return
        if packet.destination == source:
            flow.target = Target("pod", pod, node)
    flow.note(title, "send", f"{_kind(flow)} to {_destination(flow)}.", after=_from(packet, source))


def _from(packet: Packet, source: str) -> Packet:
    return Packet(packet.protocol, source, packet.destination, packet.port, packet.source_port)


def _node_source(ground: Ground, node: NodeShape, destination: str, family: Family) -> str:
    """The source that the node's routes give: its own addresses call themselves, its pods are
    called from their gateway, everybody else from the node's address."""
    if is_local(node, destination):
        return destination
    pod = pod_at(ground.state, destination)
    if pod is not None and pod.spec.get("nodeName") == node.name:
        return gateway_address(node, family)
    return node_address(node, family)


def _from_outside(ground: Ground, flow: Flow) -> None:
    shape = ground.state.shape
    destination = flow.packet.destination
    own = external_address(shape, flow.family)
    flow.note("outside", "send", f"{_kind(flow)} to {_destination(flow)}.", after=_from(flow.packet, own))
    if destination == own or is_loopback(destination):
        flow.target = Target("outside")
        return
    node = shape.node(ground.via) if ground.via else None
    if node is not None:
        flow.note("outside", "route", f"The outside host's route for {destination} leads to {node.name}.")
    elif is_within(destination, shape.load_balancer_range):
        node = _balanced(ground, flow)
    else:
        node = node_with(shape, destination)
        if node is not None and destination not in (node.ip, node.ip6):
            node = None
    if node is None and is_api_server(ground.state, destination):
        flow.target = Target("outside")
    elif node is None:
        flow.end(
            "timeout",
            "outside",
            "lost",
            f"The outside host has no route to {destination}, so nothing answers.",
            lost.no_route(ground.state, flow.packet),
        )
    flow.node = node


def _balanced(ground: Ground, flow: Flow) -> NodeShape:
    """The node that the load balancer sends a new connection to: the first, or with the external
    policy Local the first whose health check says 200."""
    nodes = ground.state.shape.nodes
    destination = flow.packet.destination
    for service in ground.state.found(SERVICES_BY_ADDRESS, destination):
        if destination not in load_balancer_addresses(service, flow.family):
            continue
        if service.spec.get("externalTrafficPolicy") == "Local" and service.spec.get("healthCheckNodePort"):
            node = next((one for one in nodes if answers_200(ground.state, service, one, flow.family)), nodes[0])
            flow.note(
                "load balancer",
                "route",
                f"The load balancer sends to {node.name}, by its health checks.",
                (
                    fact(
                        service,
                        ("spec", "healthCheckNodePort"),
                        "The load balancer asks this port of each node whether it has a ready endpoint.",
                    ),
                ),
            )
            return node
    flow.note("load balancer", "route", f"The load balancer sends to {nodes[0].name}.")
    return nodes[0]


def _kind(flow: Flow) -> str:
    protocol = flow.packet.protocol
    return (
        "Sends an ICMP echo request"
        if protocol == "ICMP"
        else f"Opens a {protocol} connection"
        if (protocol != "UDP")
        else "Sends a UDP datagram"
    )


def _destination(flow: Flow) -> str:
    packet = flow.packet
    return f"{packet.destination} port {packet.port}" if packet.protocol != "ICMP" else packet.destination
