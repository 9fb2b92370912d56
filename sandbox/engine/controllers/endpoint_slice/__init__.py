"""The EndpointSlice controller: the pods that a Service selects, written into slices.

Follows ``k8s.io/endpointslice`` (v1.37): one set of slices for each address family, within
it one for each set of port numbers, at most 100 endpoints a slice, and as few changes as
possible. A Service without selector or of type ExternalName is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.engine.cluster.indexes import PODS_BY_NODE, SLICES_BY_SERVICE
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.controllers import trigger_time
from sandbox.engine.controllers.controller import Controller, Desk, Key, itself
from sandbox.engine.controllers.endpoint_slice.families import MANAGED_BY, MANAGER, SERVICE_NAME, reconcile_family
from sandbox.engine.controllers.endpoint_slice.pods import services_of, services_touched
from sandbox.engine.controllers.endpoint_slice.topology import is_overloaded, wants_hints
from sandbox.engine.controllers.selectors import pods_with_all


def _service_of_slice(state: State, event: Event) -> Iterable[Key]:
    """Somebody else changed a slice of this controller: it is put right again."""
    return [
        (piece.namespace, piece.labels[SERVICE_NAME])
        for piece in (event.old, event.new)
        if piece is not None and piece.labels.get(MANAGED_BY) == MANAGER and SERVICE_NAME in piece.labels
    ]


def _services_of_node(state: State, event: Event) -> Iterable[Key]:
    """A node that appears was waited for by its pods' Services; what changes of nodes may
    leave a Service with topology hints overloaded. (A changed zone label alone changes no
    slice: it is read the next time that the Service is looked at.)"""
    found: list[Key] = []
    if event.verb == "added":
        for pod in state.found(PODS_BY_NODE, event.object.name):
            found += [(service.namespace, service.name) for service in services_of(state, pod)]
    if _node_traits(event.old) != _node_traits(event.new):
        for service in state.all("Service"):
            if wants_hints(service) and is_overloaded(state, service):
                found.append((service.namespace, service.name))
    return found


def _node_traits(node: Object | None) -> tuple[object, ...] | None:
    if node is None:
        return None
    ready = next((c.get("status") for c in node.status.get("conditions") or () if c.get("type") == "Ready"), None)
    return node.labels, ready, (node.status.get("allocatable") or {}).get("cpu")


def reconcile(desk: Desk, key: Key) -> None:
    """Make one Service's slices what they should be."""
    service = desk.state.get("Service", *key)
    if service is None or service.spec.get("type") == "ExternalName" or not service.spec.get("selector"):
        return
    pods = pods_with_all(desk.state, service.namespace, service.spec["selector"])
    slices = [
        piece
        for piece in desk.state.found(SLICES_BY_SERVICE, key)
        if piece.labels.get(MANAGED_BY) == MANAGER and not piece.is_terminating
    ]
    families = service.spec.get("ipFamilies") or ["IPv4"]
    is_triggered = trigger_time.changed(desk.state, MANAGER, service, pods)
    for family in families:
        existing = [piece for piece in slices if piece.tree["addressType"] == family]
        reconcile_family(desk, service, pods, existing, family, is_triggered=is_triggered)
    for piece in slices:
        if piece.tree["addressType"] not in families:
            desk.state.remove("EndpointSlice", piece.namespace, piece.name)


CONTROLLER = Controller(
    "endpointslice-controller",
    {"Service": itself, "Pod": services_touched, "EndpointSlice": _service_of_slice, "Node": _services_of_node},
    reconcile,
    overlooks=frozenset({"EndpointSlice"}),
)
