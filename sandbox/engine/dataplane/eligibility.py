"""Which endpoints of a Service port a node may send traffic to.

Source: kube-proxy pkg/proxy/topology.go and endpointslicecache.go (v1.37).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sandbox.engine.cluster.indexes import SLICES_BY_SERVICE
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.dataplane.addresses import with_port
from sandbox.engine.dataplane.service_port import UNWATCHED, ServicePort

_ZONE = "topology.kubernetes.io/zone"


class Endpoint(NamedTuple):
    """One address and port behind a Service port; ``piece`` and ``position`` say in which slice it
    stands. ``text`` (``10.244.1.12:8080``) is what makes it one, and the order kube-proxy keeps."""

    text: str
    address: str
    port: int
    node: str
    is_ready: bool
    is_serving: bool
    is_terminating: bool
    zone_hints: tuple[str, ...]
    node_hints: tuple[str, ...]
    piece: Object
    position: int


class Usable(NamedTuple):
    """The endpoints usable for either traffic policy, in kube-proxy's order.

    ``has_any`` says whether anybody serves anywhere: it decides between reject and drop.
    """

    cluster: Sequence[Endpoint]
    local: Sequence[Endpoint]
    has_any: bool


def endpoints(state: State, port: ServicePort, node: str = "") -> list[Endpoint]:
    """All endpoints of the Service port in its EndpointSlices of the port's family."""
    return endpoints_in(state.found(SLICES_BY_SERVICE, (port.service.namespace, port.service.name)), port, node)


def endpoints_in(pieces: Iterable[Object], port: ServicePort, node: str = "") -> list[Endpoint]:
    """All endpoints of the Service port in these slices of its Service.

    Of an endpoint's addresses only the first counts. What stands in several slices is one
    endpoint, for which an entry that is local to ``node`` goes before one that is not.
    """
    _, _, port_name, protocol, family = port.key
    address_type = "IPv6" if family == 6 else "IPv4"
    found: dict[str, Endpoint] = {}
    for piece in pieces:
        tree = piece.tree
        if tree.get("addressType") != address_type or not UNWATCHED.isdisjoint(piece.labels):
            continue
        for entry in tree.get("ports") or ():
            number = entry.get("port")
            if (entry.get("name") or "") != port_name or (entry.get("protocol") or "TCP") != protocol or not number:
                continue
            for position, endpoint in enumerate(tree.get("endpoints") or ()):
                one = _from_entry(endpoint, number, piece, position)
                if one is not None and (one.text not in found or (one.node and one.node == node)):
                    found[one.text] = one
    return [found[text] for text in sorted(found)]


def _from_entry(entry: dict[str, object], port: int, piece: Object, position: int) -> Endpoint | None:
    """An entry of a slice; what its conditions leave out counts as ready, serving, not terminating."""
    addresses = entry.get("addresses")
    if not isinstance(addresses, list) or not addresses:
        return None
    conditions = entry.get("conditions")
    said = conditions if isinstance(conditions, dict) else {}
    hints = entry.get("hints")
    hinted = hints if isinstance(hints, dict) else {}
    return Endpoint(
        with_port(addresses[0], port),
        addresses[0],
        port,
        str(entry.get("nodeName") or ""),
        said.get("ready") is not False,
        said.get("serving") is not False,
        said.get("terminating") is True,
        tuple(one["name"] for one in hinted.get("forZones") or ()),
        tuple(one["name"] for one in hinted.get("forNodes") or ()),
        piece,
        position,
    )


def zone_of(state: State, node: str) -> str:
    """The zone by the node's label, empty where it has none."""
    found = state.get("Node", "", node)
    return found.labels.get(_ZONE, "") if found is not None else ""


def usable(state: State, port: ServicePort, node: str) -> Usable:
    """The endpoints of the Service port that are usable from the node.

    Usable means ready; where no ready one is left (anywhere for Cluster, on this node for
    Local) it means serving while terminating; and for Cluster the hints narrow the ready
    ones down, where every ready one has hints and some are for this node, else for its zone.
    """
    return usable_of(state, endpoints(state, port, node), port, node)


def usable_of(state: State, everyone: Sequence[Endpoint], port: ServicePort, node: str) -> Usable:
    """Those of the Service port's endpoints that are usable from the node."""
    cluster: Sequence[Endpoint] = ()
    local: Sequence[Endpoint] = ()
    ready = [one for one in everyone if one.is_ready]
    last_resort = [one for one in everyone if not one.is_ready and one.is_serving and one.is_terminating]
    if port.uses_cluster_endpoints:
        cluster = _within_topology(state, ready, node) or [
            one for one in everyone if one.is_serving and one.is_terminating
        ]
    if port.uses_local_endpoints:
        local = [one for one in ready if one.node == node] or [
            one for one in everyone if one.node == node and one.is_serving and one.is_terminating
        ]
    return Usable(cluster, local, bool(ready or last_resort))


def topology_mode(state: State, ready: Sequence[Endpoint], node: str) -> str:
    """``node`` or ``zone`` where hints decide, empty where they do not: hints count only
    when every ready endpoint has them and one at least is for this node or zone."""
    if not ready:
        return ""
    if all(one.node_hints for one in ready) and any(node in one.node_hints for one in ready):
        return "node"
    if all(one.zone_hints for one in ready):
        zone = zone_of(state, node)
        if any(zone in one.zone_hints for one in ready):
            return "zone"
    return ""


def _within_topology(state: State, ready: Sequence[Endpoint], node: str) -> Sequence[Endpoint]:
    mode = topology_mode(state, ready, node)
    if mode == "node":
        return [one for one in ready if node in one.node_hints]
    if mode == "zone":
        zone = zone_of(state, node)
        return [one for one in ready if zone in one.zone_hints]
    return ready
