"""Session affinity: the kernel's memory of which client was sent to which endpoint.

For each endpoint of a Service port with ``sessionAffinity: ClientIP`` a node keeps the client
addresses that it sent there, each until ``timeoutSeconds`` after the last new connection
(iptables ``recent``; in nftables a set with a timeout, ``update @affinity-…``). A new connection
goes to the first endpoint, in kube-proxy's order, that remembers its client, else to one at
random. All addresses of the Service share this memory, its ports do not, nor do the nodes.

The engine cannot know which random pick was made, so it remembers every *world* that is
possible, with its share: what each endpoint remembers if the picks went that way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from sandbox.engine.cluster.indexes import SLICES_BY_SERVICE
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.dataplane.eligibility import Endpoint, endpoints_in, usable_of
from sandbox.engine.dataplane.service_port import ServicePort, is_proxied

#: The memory of the state that holds it.
MEMORY = "affinity"

#: Node, the Service port's key, the client's address.
Key = tuple[str, tuple[str, str, str, str, int], str]

#: What the endpoints remember of one client: (endpoint as text, when it was last used), in order.
World = tuple[tuple[str, float], ...]

_MOST_WORLDS = 4096

_SERVICE_NAME = "kubernetes.io/service-name"


@dataclass(frozen=True, slots=True)
class Remembered:
    """The possible worlds (their shares add to 1) as of a resource version of the state."""

    worlds: tuple[tuple[Fraction, World], ...]
    version: int


class Pick(NamedTuple):
    """One way a connection may go: to ``endpoint``, with what is then remembered."""

    share: Fraction
    endpoint: Endpoint
    worlds: tuple[tuple[Fraction, World], ...] = ()
    is_remembered: bool = False


def key_of(node: str, port: ServicePort, client: str) -> Key:
    """Under what a node remembers a client of a Service port."""
    return node, port.key, client


def picks(state: State, key: Key, port: ServicePort, endpoints: Sequence[Endpoint]) -> list[Pick]:
    """Every endpoint that the next connection may go to. The memory itself stays as it is."""
    ways: dict[str, dict[World, Fraction]] = {}
    remembered: set[str] = set()
    names = [one.text for one in endpoints]
    even = Fraction(1, len(names))
    for share, world in _worlds(state, key, port):
        held = {text for text, _ in world}
        known = next((name for name in names if name in held), None)
        if known is not None:
            remembered.add(known)
        for name in [known] if known is not None else names:
            after = _after(world, name, state.now)
            way = ways.setdefault(name, {})
            way[after] = way.get(after, Fraction(0)) + (share if known is not None else share * even)
    return [
        Pick(
            sum(ways[one.text].values(), Fraction(0)),
            one,
            tuple((share, world) for world, share in ways[one.text].items()),
            one.text in remembered,
        )
        for one in endpoints
        if one.text in ways
    ]


def remember(state: State, key: Key, worlds: Iterable[tuple[Fraction, World]]) -> None:
    """Keep what is possible after a connection was made; shares are scaled to add to 1."""
    merged: dict[World, Fraction] = {}
    for share, world in worlds:
        merged[world] = merged.get(world, Fraction(0)) + share
    total = sum(merged.values(), Fraction(0))
    if total:
        most = sorted(merged.items(), key=lambda one: (-one[1], one[0]))[:_MOST_WORLDS]
        state.memory.setdefault(MEMORY, {})[key] = Remembered(
            tuple((share / total, world) for world, share in most), state.version
        )


def _after(world: World, name: str, now: float) -> World:
    return tuple(sorted([*((text, when) for text, when in world if text != name), (name, now)]))


def _worlds(state: State, key: Key, port: ServicePort) -> Iterable[tuple[Fraction, World]]:
    """What is possible now: without what has run out and what kube-proxy has taken away since."""
    memory: dict[Any, Any] = state.memory.get(MEMORY) or {}
    remembered: Remembered | None = memory.get(key)
    if remembered is None:
        return ((Fraction(1), ()),)
    kept = _kept(state, port, key[0], remembered.version)
    since = state.now - port.affinity_seconds
    merged: dict[World, Fraction] = {}
    for share, world in remembered.worlds:
        left = tuple((text, when) for text, when in world if when > since and (kept is None or text in kept))
        merged[left] = merged.get(left, Fraction(0)) + share
    return [(share, world) for world, share in merged.items()]


def _kept(state: State, port: ServicePort, node: str, version: int) -> set[str] | None:
    """The endpoints whose memory is kept: the node could send to them all the while since the
    version (kube-proxy takes the memory away with the rules of an endpoint, even if it comes
    back; a terminating one has none while others are ready). None where nothing has changed."""
    namespace, name, port_name, protocol, _ = port.key
    pieces = {piece.name: piece for piece in state.found(SLICES_BY_SERVICE, (namespace, name))}
    kept: set[str] | None = None
    for event in _since(state, version):
        if event.object.namespace != namespace:
            continue
        if event.kind == "Service" and event.object.name == name and not _is_kept(event, port_name, protocol):
            return set()
        if event.kind == "EndpointSlice" and any(
            piece is not None and piece.labels.get(_SERVICE_NAME) == name for piece in (event.old, event.new)
        ):
            found = usable_of(state, endpoints_in(pieces.values(), port, node), port, node)
            reachable = {one.text for one in (*found.cluster, *found.local)}
            kept = reachable if kept is None else kept & reachable
            pieces.pop(event.object.name, None)
            if event.old is not None and event.old.labels.get(_SERVICE_NAME) == name:
                pieces[event.old.name] = event.old
    return kept


def _since(state: State, version: int) -> Iterable[Event]:
    """The changes of the journal after a resource version (the last ones, newest first)."""
    for event in reversed(state.journal):
        if event.new is not None and event.new.version <= version:
            return
        yield event


def _is_kept(event: Event, port_name: str, protocol: str) -> bool:
    new = event.new
    return (
        new is not None
        and is_proxied(new)
        and new.spec.get("sessionAffinity") == "ClientIP"
        and any(
            (entry.get("name") or "") == port_name and (entry.get("protocol") or "TCP") == protocol
            for entry in new.spec.get("ports") or ()
        )
    )
