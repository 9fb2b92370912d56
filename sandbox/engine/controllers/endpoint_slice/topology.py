"""Topology aware hints: endpoints shared out to zones by the CPUs that the zones have.

Follows ``k8s.io/endpointslice/topologycache`` (v1.37), which the annotation
``service.kubernetes.io/topology-mode: Auto`` turns on. Where the endpoints cannot be
shared out so that no zone has over 20 % too much to do, nobody gets a hint.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sandbox.engine.cluster.indexes import SLICES_BY_SERVICE
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.controllers.endpoint_slice.plan import Piece, Plan, is_ready_endpoint, with_zone, without_hints

MODE = "service.kubernetes.io/topology-mode"
DEPRECATED_MODE = "service.kubernetes.io/topology-aware-hints"
ZONE = "topology.kubernetes.io/zone"
CONTROL_PLANE = ("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master")

#: How much more than its share an endpoint may get.
OVERLOAD = 0.2


class Allocation(NamedTuple):
    """How many endpoints a zone should have."""

    minimum: int
    maximum: int
    desired: float


def wants_hints(service: Object) -> bool:
    """Whether an annotation asks for hints; the deprecated one goes first."""
    value = service.annotations.get(DEPRECATED_MODE, service.annotations.get(MODE))
    return value in ("Auto", "auto")


def cpu_ratios(state: State) -> dict[str, float]:
    """Each zone's share of all ready nodes' CPUs; empty where that is not known of two zones."""
    by_zone: dict[str, int] = {}
    for node in state.all("Node"):
        if any(label in node.labels for label in CONTROL_PLANE) or not _is_ready_node(node):
            continue
        cpu = milli((node.status.get("allocatable") or {}).get("cpu"))
        zone = node.labels.get(ZONE)
        if not zone or not cpu:
            return {}
        by_zone[zone] = by_zone.get(zone, 0) + cpu
    total = sum(by_zone.values())
    return {zone: cpu / total for zone, cpu in by_zone.items()} if len(by_zone) > 1 else {}


def milli(quantity: object) -> int:
    """Thousandths of a quantity of CPUs: ``"4"`` is 4000, ``"250m"`` is 250."""
    text = str(quantity or "0")
    try:
        return int(text[:-1]) if text.endswith("m") else int(float(text) * 1000)
    except ValueError:
        return 0


def allocations(ratios: dict[str, float], endpoints: int) -> dict[str, Allocation] | None:
    """What each zone should have of so many endpoints; None where it cannot be done fairly."""
    if len(ratios) < 2 or len(ratios) > endpoints:
        return None
    minimums = {zone: math.ceil(ratio * endpoints * (1 / (1 + OVERLOAD))) for zone, ratio in ratios.items()}
    spare = endpoints - sum(minimums.values())
    if spare < 0:
        return None
    return {
        zone: Allocation(minimums[zone], minimums[zone] + spare, max(ratio * endpoints, float(minimums[zone])))
        for zone, ratio in ratios.items()
    }


def assign(state: State, plan: Plan) -> bool:
    """Give out hints over all slices of a plan; False where nobody should have any."""
    pieces = [*plan.create, *plan.update, *plan.unchanged]
    total = sum(1 for piece in pieces for endpoint in piece.endpoints if is_ready_endpoint(endpoint))
    shares = allocations(cpu_ratios(state), total)
    if shares is None:
        return False
    allocated: dict[str, int] = {}
    for piece in list(plan.unchanged):
        hinted = _hinted(piece, allocated, shares)
        if hinted is None:
            plan.unchanged.remove(piece)
            plan.update.append(piece)
        else:
            for zone, number in hinted.items():
                allocated[zone] = allocated.get(zone, 0) + number
    open_pieces = [*plan.create, *plan.update]
    if any(
        is_ready_endpoint(endpoint) and not endpoint.get("zone")
        for piece in open_pieces
        for endpoint in piece.endpoints
    ):
        return False
    for piece in open_pieces:
        piece.endpoints = [
            with_zone(endpoint, endpoint["zone"]) if is_ready_endpoint(endpoint) else without_hints(endpoint)
            for endpoint in piece.endpoints
        ]
        for endpoint in piece.endpoints:
            if is_ready_endpoint(endpoint):
                allocated[endpoint["zone"]] = allocated.get(endpoint["zone"], 0) + 1
    _redistribute(open_pieces, *_exchange(shares, allocated))
    return bool(allocated)


def is_overloaded(state: State, service: Object) -> bool:
    """Whether the hints that a Service's slices have leave a zone with too few endpoints."""
    hinted: dict[tuple[str, str], int] = {}
    for piece in state.found(SLICES_BY_SERVICE, (service.namespace, service.name)):
        for endpoint in piece.tree.get("endpoints") or ():
            for zone in (endpoint.get("hints") or {}).get("forZones") or ():
                key = piece.tree["addressType"], zone["name"]
                hinted[key] = hinted.get(key, 0) + 1
    ratios = cpu_ratios(state)
    for family in {family for family, _ in hinted}:
        counts = {zone: number for (one, zone), number in hinted.items() if one == family}
        total = sum(counts.values())
        if not ratios or any(
            counts.get(zone, 0) < math.ceil(total * ratio * (1 / (1 + OVERLOAD))) for zone, ratio in ratios.items()
        ):
            return True
    return False


def _hinted(piece: Piece, allocated: dict[str, int], shares: dict[str, Allocation]) -> dict[str, int] | None:
    """The hints that a slice has, by zone; None where they cannot stay."""
    found: dict[str, int] = {}
    for endpoint in piece.endpoints:
        if not is_ready_endpoint(endpoint):
            continue
        zones = (endpoint.get("hints") or {}).get("forZones") or []
        if not zones or any(zone["name"] not in shares for zone in zones):
            return None
        for zone in zones:
            found[zone["name"]] = found.get(zone["name"], 0) + 1
    if any(number + allocated.get(zone, 0) > shares[zone].maximum for zone, number in found.items()):
        return None
    return found


def _exchange(shares: dict[str, Allocation], allocated: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """How many endpoints each zone has to give away, and how many each is to get."""
    over = {
        zone: allocated.get(zone, 0) - share.desired
        for zone, share in shares.items()
        if allocated.get(zone, 0) > share.desired
    }
    under = {
        zone: share.desired - allocated.get(zone, 0)
        for zone, share in shares.items()
        if allocated.get(zone, 0) < share.desired
    }
    giving: dict[str, int] = {}
    receiving: dict[str, int] = {}
    while over and under:
        giver, receiver = max(over, key=over.__getitem__), max(under, key=under.__getitem__)
        gives, gets = over[giver], under[receiver]
        if (gives < 1 and gets < 1) or gives < 0.5 or gets < 0.5:
            break
        giving[giver] = giving.get(giver, 0) + 1
        receiving[receiver] = receiving.get(receiver, 0) + 1
        over[giver] -= 1
        under[receiver] -= 1
    return giving, receiving


def _redistribute(pieces: list[Piece], giving: dict[str, int], receiving: dict[str, int]) -> None:
    for piece in pieces:
        for position, endpoint in enumerate(piece.endpoints):
            if not giving or not receiving:
                return
            zone = endpoint.get("zone") or ""
            if not is_ready_endpoint(endpoint) or not giving.get(zone):
                continue
            receiver = next(iter(receiving))
            piece.endpoints[position] = with_zone(endpoint, receiver)
            for counts, name in ((giving, zone), (receiving, receiver)):
                counts[name] -= 1
                if not counts[name]:
                    del counts[name]


def _is_ready_node(node: Object) -> bool:
    return any(
        one.get("type") == "Ready" and one.get("status") == "True" for one in node.status.get("conditions") or ()
    )
