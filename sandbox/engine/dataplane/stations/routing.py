"""Routing: where the packet goes with the destination that it has now."""

from __future__ import annotations

from sandbox.engine.dataplane.flow import Flow, Ground, Target
from sandbox.engine.dataplane.network import external_address, is_api_server, is_local, node_routed, node_with, pod_at


def pass_on(ground: Ground, flow: Flow) -> list[Flow]:
    """Look the destination up."""
    flow.target = _target(ground, flow)
    return [flow]


def _target(ground: Ground, flow: Flow) -> Target:
    destination, node, shape = flow.packet.destination, flow.here, ground.state.shape
    if is_local(node, destination):
        return Target("local", node=node)
    pod = pod_at(ground.state, destination)
    if pod is not None and pod.spec.get("nodeName") == node.name:
        return Target("pod", pod, node)
    other = node_routed(shape, destination) or node_with(shape, destination)
    if other is not None and other is not node:
        return Target("node", node=other)
    if destination == external_address(shape, flow.family) or is_api_server(ground.state, destination):
        return Target("outside")
    return Target("nobody")
