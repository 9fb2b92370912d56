"""``endpoints``: a Service's EndpointSlices, merged and sorted."""

from __future__ import annotations

import ipaddress
import json
from typing import Any

from sandbox.engine.claims.claim import Carried, ClaimKind
from sandbox.engine.claims.words import listed, once
from sandbox.engine.cluster.indexes import SLICES_BY_SERVICE
from sandbox.engine.controllers.endpoint_slice.selection import candidates
from sandbox.engine.evidence import Fact, fact
from sandbox.engine.terminal import Shell


def _check(value: Any) -> list[str]:
    return [] if isinstance(value, str) and value else ["needs a Service's name, or namespace/name"]


def _order(endpoint: dict[str, Any]) -> tuple[int, int, str]:
    address = (endpoint.get("addresses") or [""])[0]
    try:
        one = ipaddress.ip_address(address)
    except ValueError:
        return 0, 0, address
    return one.version, int(one), address


def merged(slices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Slices of one address type and the same ports as one, endpoints in order of address."""
    groups: dict[str, dict[str, Any]] = {}
    for piece in slices:
        ports = piece.get("ports") or []
        one = groups.setdefault(
            json.dumps([piece["addressType"], ports], sort_keys=True),
            {"addressType": piece["addressType"], "ports": ports, "endpoints": []},
        )
        for endpoint in piece.get("endpoints") or ():
            seen = dict(endpoint)
            if "targetRef" in seen:
                seen["targetRef"] = {
                    key: seen["targetRef"][key] for key in ("kind", "namespace", "name") if key in seen["targetRef"]
                }
            one["endpoints"].append(seen)
    for group in groups.values():
        group["endpoints"].sort(key=_order)
    return [groups[key] for key in sorted(groups)]


def _pods(slices: list[dict[str, Any]], is_ready: bool) -> list[str]:
    names: dict[str, None] = {}
    for piece in slices:
        for endpoint in piece["endpoints"]:
            ready = (endpoint.get("conditions") or {}).get("ready") is not False
            target = endpoint.get("targetRef")
            name = f"{target['namespace']}/{target['name']}" if target else endpoint["addresses"][0]
            if ready == is_ready:
                names[name] = None
    return sorted(names)


def _carry_out(shell: Shell, value: Any) -> Carried:
    namespace, _, name = value.rpartition("/")
    state = shell.cluster.state
    found = list(state.found(SLICES_BY_SERVICE, (namespace or "default", name)))
    slices = merged([piece.tree for piece in found])
    service = state.get("Service", namespace or "default", name)
    because: tuple[Fact, ...] = ()
    ready = _pods(slices, True)
    summary = f"{len(ready)} ready: {listed(ready)}" if ready else "No endpoint is ready."
    if service is not None:
        known = candidates(state, service)
        because = once(one for candidate in known for one in candidate.because)
        left_out = next((one for one in known if not one.is_used), None)
        if not ready and left_out is not None:
            summary += f" {left_out.name} is left out: {left_out.reason}."
    if not because:
        because = once(
            fact(piece, ("endpoints", position, "addresses"), "The EndpointSlice lists this address.")
            for piece in found
            for position in range(len(piece.tree.get("endpoints") or ()))
        )
    return Carried({"slices": slices, "ready": ready, "not_ready": _pods(slices, False)}, summary, because=because)


KIND = ClaimKind(
    "endpoints", _check, lambda value: f"The endpoints of {value}", _carry_out, short="ready", recorded=("slices",)
)
