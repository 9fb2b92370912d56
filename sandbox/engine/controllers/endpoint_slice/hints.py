"""Hints: for whom an endpoint is meant, by ``trafficDistribution`` or the annotation topology-mode.

The annotation wins. Without either no endpoint keeps a hint.
"""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import State
from sandbox.engine.controllers.endpoint_slice import topology
from sandbox.engine.controllers.endpoint_slice.plan import Plan, is_ready_endpoint, without_hints

#: The values of ``spec.trafficDistribution``; PreferClose is the old name of PreferSameZone.
DISTRIBUTIONS = frozenset({"PreferClose", "PreferSameZone", "PreferSameNode"})


def assign(state: State, service: Object, plan: Plan) -> None:
    """Give the endpoints of all slices of a plan the hints that they should have."""
    distribution = service.spec.get("trafficDistribution")
    if topology.wants_hints(service):
        if not topology.assign(state, plan):
            remove(plan)
    elif distribution in DISTRIBUTIONS:
        _by_place(plan, with_nodes=distribution == "PreferSameNode")
    else:
        remove(plan)


def remove(plan: Plan) -> None:
    """Take the hints away, also from slices that would have stayed as they are."""
    for piece in [*plan.create, *plan.update]:
        piece.endpoints = [without_hints(endpoint) for endpoint in piece.endpoints]
    for piece in list(plan.unchanged):
        if any("hints" in endpoint for endpoint in piece.endpoints):
            piece.endpoints = [without_hints(endpoint) for endpoint in piece.endpoints]
            plan.unchanged.remove(piece)
            plan.update.append(piece)


def _by_place(plan: Plan, *, with_nodes: bool) -> None:
    """Each ready endpoint is meant for its own zone, and for its own node where that is asked for."""
    for piece in list(plan.unchanged):
        if any(
            is_ready_endpoint(endpoint) and endpoint.get("hints") != _place(endpoint, with_nodes)
            for endpoint in piece.endpoints
        ):
            plan.unchanged.remove(piece)
            plan.update.append(piece)
    for piece in [*plan.create, *plan.update]:
        piece.endpoints = [
            _placed(endpoint, _place(endpoint, with_nodes)) if is_ready_endpoint(endpoint) else endpoint
            for endpoint in piece.endpoints
        ]


def _placed(endpoint: Tree, place: Tree | None) -> Tree:
    return without_hints(endpoint) if place is None else {**endpoint, "hints": place}


def _place(endpoint: Tree, with_nodes: bool) -> Tree | None:
    hints: Tree = {}
    if endpoint.get("zone"):
        hints["forZones"] = [{"name": endpoint["zone"]}]
    if with_nodes and endpoint.get("nodeName"):
        hints["forNodes"] = [{"name": endpoint["nodeName"]}]
    return hints or None
