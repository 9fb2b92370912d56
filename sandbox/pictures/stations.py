"""The parts of a flow, and the words for them: stations, the ways between them, and how each way ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sandbox.pictures.scene import EndKind, ShapeKind, YamlLines

Plain = dict[str, Any]

#: How an outcome is drawn at its end.
ENDS: dict[str, EndKind] = {
    "answered": "answered",
    "reply": "answered",
    "refused": "refused",
    "timeout": "dropped",
    "closed": "closed",
    "reset": "closed",
}
#: What a learner reads at an end.
END_WORDS: dict[str, str] = {
    "answered": "answered",
    "reply": "replied",
    "refused": "refused",
    "timeout": "timed out",
    "unreachable": "unreachable",
    "unresolved": "not resolved",
    "closed": "closed",
    "reset": "reset",
}


@dataclass(slots=True)
class Stop:
    """A station on the way, or a pod that no way leads to."""

    key: str
    kind: ShapeKind
    name: str
    address: str = ""
    node: str = ""
    reason: str = ""
    depth: int = 0
    share: float = 0.0
    lines: list[int] = field(default_factory=list)
    end: str = ""  # an outcome, where a way ends here

    @property
    def is_hollow(self) -> bool:
        """No way leads here."""
        return not self.share


@dataclass(slots=True)
class Link:
    """A way between two stations, with what was rewritten at its start."""

    start: str
    goal: str
    share: float = 0.0
    rewrites: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Question:
    """The DNS question that settled a name, or the last one that did not."""

    server: str
    asked: str
    answer: str
    is_answered: bool
    count: int
    lines: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Flow:
    """Everything a picture shows."""

    title: str
    caller: Stop
    question: Question | None = None
    stops: dict[str, Stop] = field(default_factory=dict)  # in the order of the way, the caller first
    links: dict[tuple[str, str], Link] = field(default_factory=dict)
    ways: list[list[str]] = field(default_factory=list)  # the keys that each branch passes
    idle: list[Stop] = field(default_factory=list)
    more_idle: int = 0
    description: str = ""

    @property
    def pods(self) -> list[Stop]:
        """Pods that a way leads to."""
        return [stop for stop in self.stops.values() if stop.kind in ("pod", "outside") and stop.depth]


def lines_of(because: list[Plain] | None) -> list[int]:
    """The lines of the learner's text that facts stand on, each once."""
    return list(
        dict.fromkeys(
            int(fact["line"])
            for fact in because or []
            if fact.get("line") and fact.get("source") in (None, "manifests")
        )
    )


def endpoint(address: str, port: int | None) -> str:
    """``10.96.40.7:80``, ``[fd00::7]:80``, or the address alone where there is no port."""
    if not port:
        return address
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def short(name: str) -> str:
    """``default/web-0`` as ``web-0``: the default namespace goes without saying."""
    return name.removeprefix("default/")


def share_words(share: float) -> str:
    """``1/3`` for a third."""
    part = Fraction(share).limit_denominator(1000)
    if abs(float(part) - share) > 0.0005 or part.denominator > 100:
        return f"{share:.1%}"
    return str(part)


def end_of(outcome: str) -> EndKind:
    """How the end of an outcome is drawn."""
    return ENDS.get(outcome, "unknown")


def as_lines(lines: list[int]) -> YamlLines:
    """Line numbers in order, each once."""
    return tuple(sorted(set(lines)))
