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

from sandbox.engine.cluster.state import Event, State
from sandbox.engine.dataplane.addresses import with_port
from sandbox.engine.dataplane.eligibility import Endpoint
from sandbox.engine.dataplane.service_port import ServicePort, is_proxied

#: The memory of the state that holds it.
MEMORY = "affinity"

#: Node, the Service port's key, the client's address.
Key = tuple[str, tuple[str, str, str, str, int], str]

#: What the endpoints remember of one client: (endpoint as text, when it was last used), in order.
World = tuple[tuple[str, float], ...]

_MOST_WORLDS = 4096


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
    return [Pick(sum(ways[one.text].values(), Fraction(0)), one,
                 tuple((share, world) for world, share in ways[one.text].items()), one.text in remembered)
            for one in endpoints if one.text in ways]


def remember(state: State, key: Key, worlds: Iterable[tuple[Fraction, World]]) -> None:
    """Keep what is possible after a connection was made; shares are scaled to add to 1."""
    merged: dict[World, Fraction] = {}
    for share, world in worlds:
        merged[world] = merged.get(world, Fraction(0)) + share
    total = sum(merged.values(), Fraction(0))
    if total:
        most = sorted(merged.items(), key=lambda one: (-one[1], one[0]))[:_MOST_WORLDS]
        state.memory.setdefault(MEMORY, {})[key] = Remembered(
            tuple((share / total, world) for world, share in most), state.version)


def _after(world: World, name: str, now: float) -> World:
    return tuple(sorted([*((text, when) for text, when in world if text != name), (name, now)]))


def _worlds(state: State, key: Key, port: ServicePort) -> Iterable[tuple[Fraction, World]]:
    """What is possible now: without what has run out and what kube-proxy has taken away since."""
    memory: dict[Any, Any] = state.memory.get(MEMORY) or {}
    remembered: Remembered | None = memory.get(key)
    if remembered is None:
        return ((Fraction(1), ()),)
    gone = _taken_away(state, port, remembered.version)
    since = state.now - port.affinity_seconds
    merged: dict[World, Fraction] = {}
    for share, world in remembered.worlds:
        left = () if gone is None else tuple(
            (text, when) for text, when in world if when > since and text not in gone)
        merged[left] = merged.get(left, Fraction(0)) + share
    return [(share, world) for world, share in merged.items()]


def _taken_away(state: State, port: ServicePort, version: int) -> set[str] | None:
    """The endpoints whose memory went because they left the Service meanwhile, even if they came
    back; None where all went, because the Service or its affinity did."""
    namespace, name, port_name, protocol, _ = port.key
    gone: set[str] = set()
    for event in _since(state, version):
        if event.kind == "Service":
            if (event.object.namespace, event.object.name) == (namespace, name) and not _is_kept(
                    event, port_name, protocol):
                return None
        elif event.kind == "EndpointSlice" and event.old is not None and (
                event.old.namespace == namespace
                and event.old.labels.get("kubernetes.io/service-name") == name):
            gone |= _serving(event.old.tree, port_name, protocol) - (
                _serving(event.new.tree, port_name, protocol) if event.new is not None else set())
    return gone


def _since(state: State, version: int) -> Iterable[Event]:
    """The changes of the journal after a resource version (the last ones, newest first)."""
    for event in reversed(state.journal):
        if event.new is not None and event.new.version <= version:
            return
        yield event


def _is_kept(event: Event, port_name: str, protocol: str) -> bool:
    new = event.new
    return (new is not None and is_proxied(new) and new.spec.get("sessionAffinity") == "ClientIP"
            and any((entry.get("name") or "") == port_name and (entry.get("protocol") or "TCP") == protocol
                    for entry in new.spec.get("ports") or ()))


def _serving(tree: dict[str, Any], port_name: str, protocol: str) -> set[str]:
    """The endpoints of a slice that kube-proxy may have a chain for."""
    numbers = [entry.get("port") for entry in tree.get("ports") or ()
               if (entry.get("name") or "") == port_name and (entry.get("protocol") or "TCP") == protocol]
    found: set[str] = set()
    for endpoint in tree.get("endpoints") or ():
        conditions = endpoint.get("conditions") or {}
        is_last_resort = conditions.get("terminating") is True and conditions.get("serving") is not False
        if endpoint.get("addresses") and (conditions.get("ready") is not False or is_last_resort):
            found.update(with_port(endpoint["addresses"][0], number) for number in numbers if number)
    return found
