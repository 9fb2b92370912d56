"""One packet's walk from its source to all the ends that it may have."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from sandbox.engine.dataplane.causes import bystanders, candidates_of
from sandbox.engine.dataplane.choose.affinity import Key, World
from sandbox.engine.dataplane.flow import Flow, Ground, Way
from sandbox.engine.dataplane.service_port import ServicePort
from sandbox.engine.dataplane.stations import delivery, filter, firewall, postrouting, routing, send, services
from sandbox.engine.traces import Candidate, Packet, Walk

Station = Callable[[Ground, Flow], list[Flow]]

#: The stations that a packet passes on each node, in order.
ROUTE: tuple[Station, ...] = (
    firewall.pass_on,
    services.pass_on,
    routing.pass_on,
    filter.pass_on,
    postrouting.pass_on,
    delivery.pass_on,
)

#: A packet that still goes about after so many nodes is lost (its time to live would run out).
MOST_NODES = 16

#: What affinity remembers after the walk: for each key the possible worlds with their shares.
Remembered = dict[Key, list[tuple[Fraction, World]]]


def walk(ground: Ground, packet: Packet) -> tuple[Walk, Remembered]:
    """Every way of the packet. The state stays as it is; what affinity would remember comes
    beside the walk, for who makes the connection to keep."""
    ways: list[Way] = []
    flow = Flow(packet)
    send.pass_on(ground, flow)
    sent = flow.notes[0].after
    if flow.target is not None and flow.outcome is None:
        delivery.pass_on(ground, flow)
    _follow(ground, flow, ways)
    port = next((way.port for way in ways if way.port is not None), None)
    return Walk(
        sent,
        ground.caller.title,
        tuple(way.branch for way in ways),
        f"{port.service.namespace}/{port.service.name}" if port is not None else "",
        _candidates(ground, ways, port),
        any(way.key is not None for way in ways),
    ), _remembered(ways)


def _follow(ground: Ground, flow: Flow, ways: list[Way]) -> None:
    """Follow a flow through the stations, and each that splits off from it, to the end."""
    waiting = [(flow, 0, MOST_NODES)]
    while waiting:
        one, at, left = waiting.pop()
        while one.outcome is None:
            if at == len(ROUTE):
                at, left = 0, left - 1
                if not left:
                    one.end("timeout", "outside", "lost", "The packet went in circles until its time to live ran out.")
                    break
            flows = ROUTE[at](ground, one)
            at += 1
            one = flows[0]
            if len(flows) > 1:
                waiting.extend((other, at, left) for other in reversed(flows[1:]))
        ways += one.ended()


def _candidates(ground: Ground, ways: list[Way], port: ServicePort | None) -> tuple[Candidate, ...]:
    if port is None:
        return ()
    if all(way.branch.outcome == "answered" for way in ways):
        return bystanders(ground, port)
    return candidates_of(ground, port, next((way.dropped_at for way in ways if way.dropped_at), ""))


def _remembered(ways: list[Way]) -> Remembered:
    found: Remembered = {}
    for way in ways:
        if way.key is not None and way.pick is not None:
            total = sum((share for share, _ in way.pick.worlds), Fraction(0))
            found.setdefault(way.key, []).extend(
                (way.branch.share * share / total, world) for share, world in way.pick.worlds
            )
    return found
