"""Whose an address is: a node's, a pod's, the outside host's, or nobody's."""

from __future__ import annotations

from sandbox.engine.callers import Caller
from sandbox.engine.cluster.indexes import PODS_BY_ADDRESS, SLICES_BY_SERVICE
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.shape import NodeShape, Shape
from sandbox.engine.cluster.state import State
from sandbox.engine.dataplane.addresses import Family, family_of, is_loopback, is_within, range_family

_FINISHED = ("Succeeded", "Failed")


def node_address(node: NodeShape, family: Family) -> str:
    """The node's own address, which is also the one that it masquerades with towards other nodes."""
    return node.ip6 if family == 6 else node.ip


def gateway_address(node: NodeShape, family: Family) -> str:
    """The address that the node has towards its pods."""
    return node.gateway6 if family == 6 else node.gateway


def is_local(node: NodeShape, address: str) -> bool:
    """Whether the kernel of the node calls the address its own (``addrtype LOCAL``)."""
    return address in (node.ip, node.gateway, node.ip6, node.gateway6) or is_loopback(address)


def node_with(shape: Shape, address: str) -> NodeShape | None:
    """The node that has the address, which is no loopback address."""
    return next((node for node in shape.nodes if address in (node.ip, node.gateway, node.ip6, node.gateway6)), None)


def pod_range(node: NodeShape, family: Family) -> str:
    """The range that the node's pods get their addresses from."""
    return node.pod_range6 if family == 6 else node.pod_range


def node_routed(shape: Shape, address: str) -> NodeShape | None:
    """The node to which the cluster's routes lead the address, a pod's; None for any other address."""
    if ":" in address:
        return next((node for node in shape.nodes if is_within(address, node.pod_range6)), None)
    for node in shape.nodes:
        if is_within(address, node.pod_range):
            return node
    return None


def is_finished(pod: Object) -> bool:
    """Whether the pod's containers have ended for good, its network with them."""
    return pod.status.get("phase") in _FINISHED


def is_on_host_network(pod: Object) -> bool:
    """Whether the pod lives in its node's network."""
    return bool(pod.spec.get("hostNetwork"))


def pod_at(state: State, address: str) -> Object | None:
    """The running pod that has the address for itself, None where there is none."""
    for pod in state.found(PODS_BY_ADDRESS, address):
        tree = pod.tree  # read directly: every endpoint of every walk comes by here
        if not tree["spec"].get("hostNetwork") and tree["status"].get("phase") not in _FINISHED:
            return pod
    return None


def api_server_ports(state: State, address: str) -> list[int]:
    """The ports on which the API server listens at the address: what the slices of its own
    Service ``default/kubernetes`` say, which it writes itself."""
    return [
        port["port"]
        for piece in state.found(SLICES_BY_SERVICE, ("default", "kubernetes"))
        if any(address in endpoint.get("addresses") or () for endpoint in piece.tree.get("endpoints") or ())
        for port in piece.tree.get("ports") or ()
        if port.get("port")
    ]


def is_api_server(state: State, address: str) -> bool:
    """Whether the address is that of the API server's host, which is no node."""
    return bool(api_server_ports(state, address))


def host_pods(state: State, node: NodeShape) -> list[Object]:
    """The running pods in the node's own network, in order of their creation."""
    return [pod for pod in state.found(PODS_BY_ADDRESS, node.ip) if is_on_host_network(pod) and not is_finished(pod)]


def pod_address(pod: Object, family: Family) -> str:
    """The pod's address of a family, empty where it has none."""
    return next((entry["ip"] for entry in pod.status.get("podIPs") or () if family_of(entry["ip"]) == family), "")


def has_family(shape: Shape, family: Family) -> bool:
    """Whether the cluster's network carries the family at all."""
    return shape.is_dual_stack or family == range_family(shape.service_range)


def service_range(shape: Shape, family: Family) -> str:
    """The range of ClusterIPs of a family, empty where the cluster has none."""
    if family == range_family(shape.service_range):
        return shape.service_range
    return shape.service_range6 if shape.is_dual_stack else ""


def external_address(shape: Shape, family: Family) -> str:
    """The address of the host outside the cluster."""
    return shape.external6 if family == 6 else shape.external


def home(state: State, caller: Caller) -> tuple[Object | None, NodeShape | None]:
    """The caller's pod, where it has a network of its own, and the node it is on; None for what
    it has not. A pod in its node's network counts as that node."""
    if caller.kind == "node":
        return None, state.shape.node(caller.name)
    if caller.kind == "external":
        return None, None
    pod = state.get("Pod", caller.namespace, caller.name)
    if pod is None or is_finished(pod):
        return None, None
    node = state.shape.node(str(pod.spec.get("nodeName") or ""))
    return (None if is_on_host_network(pod) else pod), node
