"""Filter: what kube-proxy rejects or drops because no endpoint took it.

nftables (hooks input, forward, output): ``nodeport-endpoints-check``, ``service-endpoints-check``
(maps ``no-endpoint-nodeports``, ``no-endpoint-services``), ``cluster-ips-check``. iptables:
KUBE-SERVICES holds the ClusterIPs (FORWARD, OUTPUT), KUBE-EXTERNAL-SERVICES all other addresses
(INPUT, FORWARD; not OUTPUT), KUBE-PROXY-FIREWALL the source ranges (everywhere).
A packet whose destination was rewritten is no longer for the Service's address and passes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from sandbox.engine.dataplane import causes, lost
from sandbox.engine.dataplane.addresses import is_within
from sandbox.engine.dataplane.flow import Flow, Ground
from sandbox.engine.dataplane.network import (
    gateway_address,
    is_local,
    node_address,
    node_routed,
    service_range,
)
from sandbox.engine.dataplane.service_port import with_cluster_ip
from sandbox.engine.dataplane.stations.firewall import drop_facts, drop_text, lets_in
from sandbox.engine.dataplane.stations.services import candidates

Hook = Literal["input", "forward", "output"]


def pass_on(ground: Ground, flow: Flow) -> list[Flow]:
    """End the packet's way where a rule of its hooks says so."""
    if flow.pods:
        return [flow]
    for hook in hooks(flow):
        _no_endpoint(ground, flow, hook)
        if flow.outcome is None and ground.is_nftables and hook != "input":
            _cluster_ips(ground, flow)
        if flow.outcome is not None:
            break
    return [flow]


def hooks(flow: Flow) -> Iterator[Hook]:
    """The filter hooks on the way: what a node sends to itself passes output and input."""
    if flow.origin == "output":
        yield "output"
    if flow.goal.kind == "local":
        yield "input"
    elif flow.origin == "prerouting":
        yield "forward"


def _no_endpoint(ground: Ground, flow: Flow, hook: Hook) -> None:
    node = flow.here
    for port, kind in candidates(ground, flow):
        rules = ground.rules(port, node)
        is_external = kind != "ClusterIP"
        if not ground.is_nftables:
            if is_external and (
                kind == "load balancer address" and rules.has_any and not lets_in(port, node, flow.packet.source)
            ):
                flow.end("timeout", f"node {node.name}", "drop", drop_text(port, flow.packet.source), drop_facts(port))
                return
            if hook == ("output" if is_external else "input"):
                continue
        elif kind == "node port" and hook != "input":
            continue
        if rules.has_external if is_external else rules.has_internal:
            continue
        flow.port = port
        flow.note(
            port.service.title, "match", causes.match_text(port, kind, flow.packet), causes.match_facts(port, kind)
        )
        if rules.has_any:
            flow.end(
                "timeout",
                f"node {node.name}",
                "drop",
                causes.drop_text(port, kind, node.name),
                causes.drop_facts(ground, port, kind, node.name),
            )
        else:
            flow.rejected_by(
                answering(ground, flow),
                f"node {node.name}",
                causes.reject_text(port),
                causes.reject_facts(ground, port),
            )
        return


def _cluster_ips(ground: Ground, flow: Flow) -> None:
    packet, node = flow.packet, flow.here
    service = with_cluster_ip(ground.state, packet.destination)
    if service is not None:
        flow.rejected_by(
            answering(ground, flow),
            f"node {node.name}",
            lost.no_port_text(service, packet),
            lost.no_port_facts(service, packet),
        )
    elif (allotted := service_range(ground.state.shape, flow.family)) and is_within(packet.destination, allotted):
        flow.end(
            "timeout",
            f"node {node.name}",
            "drop",
            lost.unallocated_text(ground.state, packet),
            lost.nobody(ground.state, packet),
        )


def answering(ground: Ground, flow: Flow) -> str:
    """The address that a node's own ICMP error comes from: that of the side the packet came in on."""
    node, source = flow.here, flow.packet.source
    if is_local(node, source):
        return source
    return (gateway_address if node_routed(ground.state.shape, source) is node else node_address)(node, flow.family)
