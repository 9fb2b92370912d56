"""A picture as plain data: what stands where, how lines run, and which lines of YAML each part rests on.

Coordinates are in pixels at natural size, from the upper left corner. Parts say what they *are* (a pod, a question, an
end that refused); how that looks is decided by whoever writes the scene down.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

ShapeKind = Literal["caller", "service", "pod", "frame", "outside", "resolver", "balancer", "station"]
LineKind = Literal["packet", "question", "fading"]
EndKind = Literal["answered", "refused", "dropped", "unknown", "closed"]
Role = Literal["name", "detail", "address", "reason", "rewrite", "share", "frame", "question"]
Anchor = Literal["start", "middle", "end"]

#: Sizes of text in pixels by role.
SIZES: dict[Role, float] = {
    "name": 14,
    "detail": 12,
    "address": 12,
    "reason": 12,
    "rewrite": 11.5,
    "share": 12,
    "frame": 12,
    "question": 12,
}
MONO: frozenset[Role] = frozenset({"address", "rewrite", "question"})

YamlLines = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """Something that stands somewhere. ``is_hollow`` is one that takes no part."""

    kind: ShapeKind
    x: float
    y: float
    width: float
    height: float
    is_hollow: bool = False
    lines: YamlLines = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text; ``y`` is its baseline."""

    x: float
    y: float
    text: str
    role: Role
    anchor: Anchor = "start"
    lines: YamlLines = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A way: a list of points, the corners rounded. ``share`` is the part of all packets that takes it, 0 to 1."""

    points: tuple[tuple[float, float], ...]
    kind: LineKind
    share: float = 1.0
    lines: YamlLines = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """How a way ends, in the middle of ``x``, ``y``."""

    kind: EndKind
    x: float
    y: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class Journey:
    """The whole way of a packet, for one that travels it once."""

    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A finished picture. ``description`` says in words what it shows."""

    width: float
    height: float
    title: str
    description: str
    shapes: tuple[Shape, ...] = ()
    lines: tuple[Line, ...] = ()
    ends: tuple[End, ...] = ()
    labels: tuple[Label, ...] = ()
    journeys: tuple[Journey, ...] = ()

    def without_lines(self) -> Scene:
        """The same picture for where its YAML does not stand beside it."""
        return replace(
            self,
            shapes=tuple(replace(shape, lines=()) for shape in self.shapes),
            lines=tuple(replace(line, lines=()) for line in self.lines),
            labels=tuple(replace(label, lines=()) for label in self.labels),
        )
