"""Postrouting: the source is rewritten where the answer has to come back through this node.

kube-proxy masquerades what its Service rules marked. The network set-up (kind's) masquerades
what pods send to anything but pods and their own node. A packet that goes from the network to
the node itself does not come by here.
"""

from __future__ import annotations

from functools import partial

from sandbox.engine.dataplane.addresses import is_within
from sandbox.engine.dataplane.choose.affinity import Pick
from sandbox.engine.dataplane.flow import Flow, Ground
from sandbox.engine.dataplane.network import gateway_address, node_address, node_routed, pod_range
from sandbox.engine.dataplane.service_port import ServicePort, address_kind
from sandbox.engine.evidence import Fact, left_out
from sandbox.engine.traces import Packet


def pass_on(ground: Ground, flow: Flow) -> list[Flow]:
    """Put the node's address in the place of the source: the gateway's towards a pod of this
    node, the node's own towards everybody else."""
    node, target, packet = flow.here, flow.goal, flow.packet
    if flow.origin == "prerouting":
        if target.kind == "local":
            return [flow]
        to = "its pod" if target.kind == "pod" else target.node.name if target.node else "the outside network"
        flow.note(f"node {node.name}", "route", f"{node.name} forwards the packet to {to}.")
    text = ""
    if flow.is_marked:
        text = "kube-proxy masquerades the connection, so that the answer comes back through this node"
    elif (
        target.kind != "local"
        and is_within(packet.source, pod_range(node, flow.family))
        and (node_routed(ground.state.shape, packet.destination) is None)
    ):
        text = "The node masquerades what its pods send out of the pod network"
    if text:
        source = (gateway_address if target.kind == "pod" else node_address)(node, flow.family)
        if source != packet.source:
            says = partial(
                _masqueraded,
                flow.port if flow.is_marked else None,
                flow.notes[0].before,
                f"{text}: the source becomes {source}.",
            )
            flow.note(
                f"node {node.name}",
                "snat",
                "",
                says=says,
                after=Packet(packet.protocol, source, packet.destination, packet.port, packet.source_port),
            )
    flow.is_marked = False
    return [flow]


def _masqueraded(port: ServicePort | None, sent: Packet, text: str, pick: Pick | None) -> tuple[str, tuple[Fact, ...]]:
    """The sentence, and the policy that hides the client's address from the pod."""
    if port is None or port.is_external_local or address_kind(port.service, sent.destination) == "ClusterIP":
        return text, ()
    return text, (
        left_out(
            port.service,
            ("spec", "externalTrafficPolicy"),
            "The policy Cluster may use pods of every node and hides the client's address; Local would keep it.",
        ),
    )
