"""A packet on its way, and the ground it goes over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Literal, NamedTuple

from sandbox.engine.callers import Caller
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.shape import NodeShape
from sandbox.engine.cluster.state import State
from sandbox.engine.dataplane.addresses import Family, family_of
from sandbox.engine.dataplane.choose.affinity import Key, Pick
from sandbox.engine.dataplane.eligibility import Endpoint
from sandbox.engine.dataplane.rules import Rules, rules
from sandbox.engine.dataplane.service_port import ServicePort
from sandbox.engine.evidence import Fact
from sandbox.engine.problems import EngineError
from sandbox.engine.traces import Branch, Candidate, Outcome, Packet, Step

#: A packet whose way has not split yet.
ALL = Fraction(1)

#: Why a Service's pods serve it or not; given by whoever puts the cluster together.
Explain = Callable[[Object], Sequence[Candidate]]

#: Where a packet is inside a node's kernel: made there, or come in by the network.
Origin = Literal["output", "prerouting"]

#: What a step says, worked out when somebody looks: its sentence and its facts, for the endpoint picked.
Says = Callable[[Pick | None], tuple[str, tuple[Fact, ...]]]


class Target(NamedTuple):
    """Where a packet goes next: this node itself, a pod on it, another node, the outside host, nobody."""

    kind: Literal["local", "pod", "node", "outside", "nobody"]
    pod: Object | None = None
    node: NodeShape | None = None


class Note(NamedTuple):
    """A step to be: it becomes one when somebody looks."""

    station: str
    verb: str
    text: str
    because: tuple[Fact, ...]
    before: Packet
    after: Packet
    says: Says | None = None


class Way(NamedTuple):
    """One finished way: the branch, and what the walk as a whole has to know of it."""

    branch: Branch
    port: ServicePort | None
    key: Key | None
    pick: Pick | None
    dropped_at: str


@dataclass(slots=True)
class Ground:
    """What one walk goes over: the state, who sends, through which node a packet from outside comes."""

    state: State
    caller: Caller
    via: str = ""
    explain: Explain | None = None

    @property
    def is_nftables(self) -> bool:
        return self.state.shape.proxy_mode == "nftables"

    def rules(self, port: ServicePort, node: NodeShape) -> Rules:
        """The node's rules for the Service port."""
        return rules(self.state, port, node.name)


class Flow:
    """A packet at one place of its way; stations change it or split it.

    ``picks`` are the endpoints that it may have been sent to, as far as nothing on the way tells
    them apart: such ways are followed as one, with the first for all, and told apart at the end.
    ``pods`` are those behind them; where it has some, no Service has its destination, and no rule of
    kube-proxy's looks at it any more. ``ways`` are the ends that it has found.
    """

    __slots__ = (
        "is_marked",
        "key",
        "node",
        "notes",
        "origin",
        "outcome",
        "packet",
        "picks",
        "pods",
        "port",
        "share",
        "target",
        "ways",
    )

    def __init__(self, packet: Packet) -> None:
        self.share = ALL
        self.packet = packet
        self.notes: tuple[Note, ...] = ()
        self.node: NodeShape | None = None
        self.origin: Origin = "prerouting"
        self.is_marked = False
        self.target: Target | None = None
        self.port: ServicePort | None = None
        self.key: Key | None = None
        self.picks: Sequence[Pick] = ()
        self.pods: Sequence[Object] = ()
        self.outcome: Outcome | None = None
        self.ways: list[Way] = []

    def copy(self) -> Flow:
        """The same flow, to go another way."""
        new = Flow(self.packet)
        new.share, new.notes, new.outcome = self.share, self.notes, self.outcome
        new.node, new.origin, new.is_marked, new.target = self.node, self.origin, self.is_marked, self.target
        new.port, new.key, new.picks, new.pods = self.port, self.key, self.picks, self.pods
        return new

    @property
    def family(self) -> Family:
        return family_of(self.packet.destination)

    @property
    def here(self) -> NodeShape:
        """The node that the packet is on."""
        if self.node is None:
            raise EngineError("a packet is at a node's station without a node")
        return self.node

    @property
    def goal(self) -> Target:
        """Where routing sends the packet next."""
        if self.target is None:
            raise EngineError("a packet is past routing without a target")
        return self.target

    @property
    def endpoint(self) -> Endpoint | None:
        """The endpoint that the packet was sent to, None where no Service did."""
        return self.picks[0].endpoint if self.picks else None

    def note(
        self,
        station: str,
        verb: str,
        text: str,
        because: tuple[Fact, ...] = (),
        after: Packet | None = None,
        says: Says | None = None,
    ) -> None:
        """Add a step; the packet goes on as ``after``."""
        before = self.packet
        if after is not None:
            self.packet = after
        self.notes = (*self.notes, Note(station, verb, text, because, before, self.packet, says))

    def end(self, outcome: Outcome, station: str, verb: str, text: str, because: tuple[Fact, ...] = ()) -> None:
        """The packet's way is over."""
        self.note(station, verb, text, because)
        self.outcome = outcome

    def rejected_by(self, address: str, station: str, text: str, because: tuple[Fact, ...] = ()) -> None:
        """The packet's way is over with an ICMP port unreachable from ``address``."""
        packet = self.packet
        answer = Packet(packet.protocol, address, packet.source, packet.port, packet.source_port)
        self.notes = (*self.notes, Note(station, "reject", text, because, packet, answer))
        self.outcome = "refused"

    def arrive(
        self,
        outcome: Outcome,
        last: Callable[[], Note],
        server: str = "",
        reached_at: str = "",
        pick: Pick | None = None,
    ) -> None:
        """One end of the flow: for ``pick`` alone, where several endpoints were followed as one.
        ``last`` gives the last note when somebody looks."""
        if pick is None:
            chosen, first, share = self.picks[0] if self.picks else None, None, self.share
        else:
            chosen, first, share = pick, self.picks[0].endpoint, pick.share
        self.ways.append(
            Way(
                Branch(
                    share,
                    partial(_steps, self.notes, chosen, first, last),
                    outcome,
                    server,
                    self.packet.source if reached_at else "",
                    reached_at,
                ),
                self.port,
                self.key,
                chosen,
                "",
            )
        )
        self.outcome = outcome

    def ended(self) -> list[Way]:
        """The finished ways; an end before any program was reached holds for all endpoints."""
        if self.outcome is None:
            raise EngineError("a packet's way has no end yet")
        if self.ways:
            return self.ways
        is_drop = self.node is not None and self.notes[-1].verb == "drop"
        at = self.here.name if is_drop else ""
        first = self.picks[0].endpoint if len(self.picks) > 1 else None
        return [
            Way(
                Branch(
                    self.share if first is None or pick is None else pick.share,
                    partial(_steps, self.notes, pick, first),
                    self.outcome,
                ),
                self.port,
                self.key,
                pick,
                at,
            )
            for pick in self.picks or (None,)
        ]


def _towards(packet: Packet, first: Endpoint, other: Endpoint) -> Packet:
    if packet.destination != first.address or packet.port != first.port:
        return packet
    return Packet(packet.protocol, packet.source, other.address, other.port, packet.source_port)


def _steps(
    notes: Sequence[Note], pick: Pick | None, first: Endpoint | None, last: Callable[[], Note] | None = None
) -> tuple[Step, ...]:
    """The notes as steps. Where they were taken for another endpoint, ``first``, this one is the
    destination from the choice on."""
    steps = []
    is_chosen = False
    for note in notes if last is None else (*notes, last()):
        text, because, before, after = note.text, note.because, note.before, note.after
        if first is not None and pick is not None:
            before = _towards(before, first, pick.endpoint) if is_chosen else before
            is_chosen = is_chosen or note.verb == "dnat"
            after = _towards(after, first, pick.endpoint) if is_chosen else after
        if note.says is not None:
            text, more = note.says(pick)
            because = (*because, *more)
        steps.append(Step(note.station, note.verb, text, before, after, because))
    return tuple(steps)
