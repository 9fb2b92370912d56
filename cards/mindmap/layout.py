"""A tidy tree: the root in the middle or at the left edge, branches to its sides, every parent beside its children."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from cards.mindmap.tree import Node
from sandbox.pictures.measure import text_width
from sandbox.pictures.poster import wrapped

_GAP_X, _GAP_Y = 46.0, 5.0
_GROUP = 27.0  # a group is at least so high
_SIGN = 30.0  # the room of a group for the sign that opens it
_BETWEEN = 10.0  # more room between two groups than between two leaves
_MARGIN = 14.0
_LEADING = 1.3
SIZES = (19.0, 15.0, 13.0, 12.5)  # of text, by depth; deeper ones as the last
_WIDEST = (240.0, 200.0, 330.0, 330.0)


@dataclass(frozen=True)
class Place:
    """A node with its place: `x` is the near edge of its text, `y` its middle; `side` is 1 right, -1 left."""

    path: str
    node: Node
    depth: int
    side: int
    x: float
    y: float
    width: float
    lines: tuple[str, ...]
    parent: str | None

    @property
    def size(self) -> float:
        """The size of its text."""
        return size_at(self.depth)

    @property
    def height(self) -> float:
        """How high its text is."""
        return len(self.lines) * self.size * _LEADING

    @property
    def far(self) -> float:
        """The edge of its text that is away from the root."""
        return self.x + self.side * self.width

    @property
    def leaving(self) -> float:
        """Where the lines to its children begin."""
        return self.far + self.side * (_SIGN - 4)


@dataclass(frozen=True)
class Layout:
    """All places in a picture of that size, parents before their children."""

    width: float
    height: float
    places: tuple[Place, ...]


def size_at(depth: int) -> float:
    """The size of text at a depth, 0 for the root."""
    return SIZES[min(depth, len(SIZES) - 1)]


def two_sided(root: Node) -> Layout:
    """The root in the middle: as many branches to the right as make half of it, the others to the left."""
    total = _height(root, 0)
    right: list[Node] = []
    for child in root.children:
        if right and sum(_height(one, 1) for one in right) + _height(child, 1) / 2 > total / 2:
            break
        right.append(child)
    return _placed(root, tuple(right), root.children[len(right) :])


def one_sided(root: Node) -> Layout:
    """The root at the left edge, everything to its right."""
    return _placed(root, root.children, ())


def _placed(root: Node, right: tuple[Node, ...], left: tuple[Node, ...]) -> Layout:
    text = _lines(root, 0)
    width = _width(text, 0)
    middle = Place("", root, 0, 1, -width / 2, 0.0, width, text, None)
    places = [middle]
    for side, nodes in ((1, right), (-1, left)):
        columns = _columns(nodes, width / 2, side)
        y = -sum(_height(node, 1) + _BETWEEN for node in nodes) / 2
        for node in nodes:
            y = _place(places, node, node.name, "", 1, side, columns, y) + _BETWEEN
    leftmost = min(min(place.x, place.far) for place in places) - (_SIGN if left else 8)
    rightmost = max(max(place.x, place.far) for place in places) + _SIGN
    top = min(place.y - place.height / 2 for place in places)
    bottom = max(place.y + place.height / 2 for place in places)
    moved = [replace(place, x=place.x - leftmost + _MARGIN, y=place.y - top + _MARGIN) for place in places]
    return Layout(rightmost - leftmost + 2 * _MARGIN, bottom - top + 2 * _MARGIN, tuple(moved))


def _lines(node: Node, depth: int) -> tuple[str, ...]:
    return _cut(node.title, min(depth, len(_WIDEST) - 1))


@lru_cache(4096)
def _cut(title: str, depth: int) -> tuple[str, ...]:
    """The title in lines; kept, because every node is measured many times and titles hardly ever change."""
    return tuple(wrapped(title, _WIDEST[depth], SIZES[depth]))


@lru_cache(4096)
def _width(lines: tuple[str, ...], depth: int) -> float:
    return max(text_width(line, size_at(depth), is_bold=depth < 3) for line in lines) + 8


def _columns(nodes: tuple[Node, ...], start: float, side: int) -> list[float]:
    """Where the text of each depth begins on one side, seen from the root."""
    widest: dict[int, float] = {}

    def look(node: Node, depth: int) -> None:
        if node.children:  # bands of height are never shared, so that a leaf is in nobody's way
            widest[depth] = max(widest.get(depth, 0.0), _width(_lines(node, depth), depth) + _SIGN)
        for child in node.children:
            look(child, depth + 1)

    for node in nodes:
        look(node, 1)
    columns = [0.0]
    x = start + _GAP_X
    for depth in range(1, len(widest) + 2):
        columns.append(side * x)
        x += widest.get(depth, 0.0) + _GAP_X
    return columns


def _height(node: Node, depth: int) -> float:
    own = len(_lines(node, depth)) * size_at(depth) * _LEADING + _GAP_Y
    own = max(own, _GROUP if node.is_group else 0)
    inner = sum(_height(child, depth + 1) for child in node.children)
    return max(own, inner + (_BETWEEN if node.children else 0))


def _place(
    places: list[Place],
    node: Node,
    path: str,
    parent: str,
    depth: int,
    side: int,
    columns: list[float],
    y: float,
) -> float:
    """Give the node and all below it their places from `y` on; where they end."""
    lines = _lines(node, depth)
    height = _height(node, depth)
    position = len(places)
    own = Place(path, node, depth, side, columns[depth], y + height / 2, _width(lines, depth), lines, parent)
    places.append(own)
    inner = y + (height - sum(_height(child, depth + 1) for child in node.children)) / 2
    for child in node.children:
        inner = _place(places, child, f"{path}/{child.name}", path, depth + 1, side, columns, inner)
    children = [place for place in places[position + 1 :] if place.parent == path]
    if children:  # beside the middle of its children, wherever those came to stand
        places[position] = replace(own, y=(children[0].y + children[-1].y) / 2)
    return y + height
