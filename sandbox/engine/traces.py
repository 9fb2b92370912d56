"""What happened, as frozen data: DNS questions with their answers, and a packet's way.

Pictures, pages, PDF and terminal are drawn from these and from nothing else. A verdict is
read off a trace and never stored in it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Literal

from sandbox.engine.evidence import Fact
from sandbox.engine.frozen import frozen

Protocol = Literal["TCP", "UDP", "SCTP", "ICMP"]

#: How an attempt may end. ``closed`` and ``reset`` are connections that were made and ended
#: without an answer; ``unresolved`` means that the name gave no address.
Outcome = Literal["answered", "refused", "timeout", "unreachable", "unresolved", "closed", "reset"]


@frozen
class Record:
    """One resource record. ``data`` is its presentation form; names end in a dot."""

    name: str
    ttl: int
    type: str
    data: str

    def __str__(self) -> str:
        return f"{self.name} {self.ttl} {self.type} {self.data}"


@frozen
class Answer:
    """One DNS question and what came back.

    ``rcode`` is ``NOERROR``, ``NXDOMAIN``, ``SERVFAIL``, ``REFUSED`` …, or ``TIMEOUT`` and
    ``UNREACHABLE`` where no server answered, ``INVALID`` where no query could be made.
    """

    name: str
    type: str
    server: str
    rcode: str
    answers: tuple[Record, ...] = ()
    authority: tuple[Record, ...] = ()
    additional: tuple[Record, ...] = ()
    because: tuple[Fact, ...] = ()


@frozen
class Resolution:
    """A name as somebody's resolver walked it: every question in order, and the outcome.

    ``addresses`` is what an application gets (libc's order of families), ``error`` libc's
    text where it gets none. ``deciding`` is the position in ``questions`` of the one that
    settled it, None where none did.
    """

    name: str
    caller: str
    questions: tuple[Answer, ...]
    addresses: tuple[str, ...] = ()
    error: str | None = None
    deciding: int | None = None
    because: tuple[Fact, ...] = ()


@frozen
class Packet:
    """The first packet of a connection, as it looks at one place of its way."""

    protocol: Protocol
    source: str
    destination: str
    port: int
    source_port: int = 0


@frozen
class Step:
    """One thing that a station did to the packet.

    ``station`` names where (``pod default/client``, ``node node1``, ``Service default/web``,
    ``endpoint 10.244.1.12``, ``load balancer``, ``outside``); ``verb`` is one of ``send``,
    ``route``, ``match``, ``choose``, ``dnat``, ``snat``, ``deliver``, ``answer``, ``reject``,
    ``drop``, ``lost``, ``refuse``; ``text`` one sentence; ``before`` and ``after`` the packet around it.
    """

    station: str
    verb: str
    text: str
    before: Packet
    after: Packet
    because: tuple[Fact, ...] = ()


class Branch:
    """One of the ways the packet may go, with its share of all (the shares of a walk add to 1).

    ``server`` is the pod (``default/web-0``) that answered or ``?`` for one that is no pod,
    empty where nobody did; ``seen_client`` and ``reached_at`` are what that server saw.
    ``steps`` may be given as a function: a walk has many branches, and few are ever looked at.
    """

    __slots__ = ("_steps", "outcome", "reached_at", "seen_client", "server", "share")

    def __init__(
        self,
        share: Fraction,
        steps: tuple[Step, ...] | Callable[[], tuple[Step, ...]],
        outcome: Outcome,
        server: str = "",
        seen_client: str = "",
        reached_at: str = "",
    ) -> None:
        self.share = share
        self._steps = steps
        self.outcome = outcome
        self.server = server
        self.seen_client = seen_client
        self.reached_at = reached_at

    @property
    def steps(self) -> tuple[Step, ...]:
        """What happened to the packet, in order."""
        found = self._steps if isinstance(self._steps, tuple) else self._steps()
        self._steps = found
        return found

    def _all(self) -> tuple[Any, ...]:
        return self.share, self.steps, self.outcome, self.server, self.seen_client, self.reached_at

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Branch) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash((self.share, self.outcome, self.server, self.seen_client, self.reached_at))

    def __repr__(self) -> str:
        return f"Branch{self._all()!r}"

    def __reduce__(self) -> tuple[type[Branch], tuple[Any, ...]]:
        return Branch, self._all()

    @property
    def because(self) -> tuple[Fact, ...]:
        """The facts of all its steps, in order, each once."""
        return tuple(dict.fromkeys(_hashable(f) for step in self.steps for f in step.because))


def _hashable(one: Fact) -> Fact:
    value = one.value
    return one if isinstance(value, (str, int, float, bool, type(None))) else one._replace(value=repr(value))


@frozen
class Candidate:
    """An endpoint or pod that might have served, and why it did or did not take part.

    ``reason`` is empty for one that is used, else a caption such as ``not ready``,
    ``app: web is not app: wbe``, ``on another node``.
    """

    name: str
    address: str
    node: str
    is_used: bool
    reason: str = ""
    because: tuple[Fact, ...] = ()


@frozen
class Walk:
    """All ways of one packet from one place to one address."""

    packet: Packet
    caller: str
    branches: tuple[Branch, ...]
    service: str = ""
    candidates: tuple[Candidate, ...] = ()
    is_sticky: bool = False


@frozen
class Connection:
    """A connection as an application makes it: resolve, then walk to each address in turn.

    ``walks`` has one walk for each address that was tried. ``outcomes`` and ``servers`` map to
    shares (adding to 1, and to the share of ``answered``).
    """

    caller: str
    target: str
    port: int
    protocol: Protocol
    resolution: Resolution | None
    walks: tuple[Walk, ...]
    outcomes: tuple[tuple[Outcome, Fraction], ...]
    servers: tuple[tuple[str, Fraction], ...]
    seen_client: tuple[str, ...]
    reached_at: tuple[str, ...]
    is_sticky: bool = False
    because: tuple[Fact, ...] = ()


@frozen
class Ping:
    """An ICMP echo: ``outcome`` is reply, timeout, unreachable, refused or unresolved."""

    caller: str
    target: str
    resolution: Resolution | None
    walk: Walk | None
    outcome: str
    because: tuple[Fact, ...] = ()
