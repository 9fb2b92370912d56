"""loadBalancerSourceRanges in nftables: looked at before the destination is rewritten.

Chains ``firewall-check`` and ``firewall-…`` (pkg/proxy/nftables). They are there whether the
Service has endpoints or not. iptables has its own place for it, in ``filter``.
"""

from __future__ import annotations

from sandbox.engine.cluster.shape import NodeShape
from sandbox.engine.dataplane.addresses import is_within
from sandbox.engine.dataplane.flow import Flow, Ground
from sandbox.engine.dataplane.network import node_address
from sandbox.engine.dataplane.service_port import ServicePort, at_address, load_balancer_addresses
from sandbox.engine.evidence import Fact, fact


def pass_on(ground: Ground, flow: Flow) -> list[Flow]:
    """Drop what comes to a load balancer's address from outside its source ranges."""
    packet, node = flow.packet, flow.here
    if ground.is_nftables and not flow.pods:
        for port, kind in at_address(ground.state, packet.destination, packet.port, packet.protocol):
            if kind == "load balancer address" and not lets_in(port, node, packet.source):
                flow.end("timeout", f"node {node.name}", "drop", drop_text(port, packet.source), drop_facts(port))
                break
    return [flow]


def lets_in(port: ServicePort, node: NodeShape, source: str) -> bool:
    """Whether the source ranges admit a source. Where they admit the node's own address they admit
    the load balancer's too, which a node may have as its own and call itself from."""
    ranges = port.source_ranges
    if not ranges or any(is_within(source, one) for one in ranges):
        return True
    own = node_address(node, port.family)
    return source in load_balancer_addresses(port.service, port.family) and any(is_within(own, one) for one in ranges)


def drop_text(port: ServicePort, source: str) -> str:
    """Why the packet is dropped."""
    return f"{source} lies in none of the loadBalancerSourceRanges of {port.service.title}, so the packet is dropped."


def drop_facts(port: ServicePort) -> tuple[Fact, ...]:
    """The field that says who is let in."""
    return (
        fact(
            port.service,
            ("spec", "loadBalancerSourceRanges"),
            "Only these ranges may call the load balancer's address.",
        ),
    )
