"""One address for each family of a Service, out of the ranges that are ready."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sandbox.engine.api.addresses import ip as read_ip
from sandbox.engine.api.errors import FieldError, invalid
from sandbox.engine.api.kind import Refused
from sandbox.engine.api.service.reading import allocated_ips
from sandbox.engine.api.service_cidr.kind import let_go
from sandbox.engine.api.service_cidr.ranges import Range, ranges
from sandbox.engine.cluster.clock import to_text
from sandbox.engine.cluster.identity import uid
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import State

MANAGER = "ipallocator.k8s.io"
TAKEN = "provided IP is already allocated"


def allocate_ips(
    service: Tree, ips: list[str], wanted: dict[str, str], state: State, dry_run: bool
) -> dict[str, str] | Sequence[FieldError] | Refused:
    """The address of each family in ``wanted`` (which maps it to the address asked for, empty
    for any); ``ips`` is clusterIPs as an error shows it."""
    given: dict[str, str] = {}
    meta = service.get("metadata") or {}
    for family, asked in wanted.items():
        if asked:
            said = _taken(asked, state, dry_run)
            if said:
                return [invalid(("spec", "clusterIPs"), ips, f"failed to allocate IP {asked}: {said}")]
            given[family] = asked
        else:
            free = _next(f"{meta.get('namespace')}/{meta.get('name')}", family, state, dry_run)
            if free is None:
                return Refused(
                    500,
                    "InternalError",
                    "Internal error occurred: failed to allocate a serviceIP for "
                    f'Service "{meta.get("name", "")}": range is full',
                )
            given[family] = free
    return given


def _taken(text: str, state: State, dry_run: bool) -> str:
    """Why this address cannot be had, empty if it can."""
    found = read_ip(text)
    if found is None or not any(one.has(found.address) for one in ranges(state)):
        return "the provided network does not match the current range"
    if not dry_run and state.get("IPAddress", "", found.canonical) is not None:
        return TAKEN
    return ""


def _next(seed: str, family: str, state: State, dry_run: bool) -> str | None:
    """A free address, from the upper band of the first range that has one.

    Where the real allocator draws lots, this one starts where the Service's name says.
    """
    for one in ranges(state):
        if one.family != family:
            continue
        if dry_run:
            return one.base
        start = int.from_bytes(hashlib.sha256(f"{seed}/{family}".encode()).digest()[:8], "big")
        for first, last in ((one.band, one.last), (one.first, one.band - 1)):
            free = _free(one, first, last - first + 1, start, state)
            if free is not None:
                return free
    return None


def _free(one: Range, first: int, count: int, start: int, state: State) -> str | None:
    for i in range(count):
        text = one.text(first + (start + i) % count)
        if state.get("IPAddress", "", text) is None:
            return text
    return None


def keep_addresses(old: Object | None, new: Object | None, state: State) -> None:
    """IPAddress objects come and go with a Service's addresses."""
    before = _canonical(old)
    after = _canonical(new)
    released = [text for text in before if text not in after]
    for text in released:
        state.remove("IPAddress", "", text)
    if released:
        let_go(state)
    for text in after:
        if new is not None and state.get("IPAddress", "", text) is None:
            state.put(address_object(text, new, state))


def address_object(text: str, service: Object, state: State) -> Object:
    """The IPAddress that says whose an address is."""
    family = "IPv6" if ":" in text else "IPv4"
    meta: Tree = {
        "name": text,
        "uid": uid("IPAddress", "", text, state.version),
        "creationTimestamp": to_text(state.now),
        "labels": {"ipaddress.kubernetes.io/ip-family": family, "ipaddress.kubernetes.io/managed-by": MANAGER},
    }
    spec = {"parentRef": {"group": "", "name": service.name, "namespace": service.namespace, "resource": "services"}}
    tree = {"apiVersion": "networking.k8s.io/v1", "kind": "IPAddress", "metadata": meta, "spec": spec}
    return Object("IPAddress", "", text, tree)


def _canonical(service: Object | None) -> list[str]:
    if service is None:
        return []
    found = (read_ip(text) for text in allocated_ips([service.tree]))
    return [one.canonical for one in found if one is not None]
