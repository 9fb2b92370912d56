"""The tree of the map, and the rooms that put branches into it.

A branch is a function that makes its part of the tree anew, one node or several for the first level, in a bounded
number of queries. A room of `cards` has a
line in `branches.BRANCHES`; an app that `cards` must not import appends its function to that list when it is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

TITLE = "Kubernetes Services"


@dataclass(frozen=True)
class Node:
    """One thing on the map: a `name` that is unique among its siblings, and where it leads (nowhere for a group)."""

    name: str
    title: str
    address: str = ""
    children: tuple[Node, ...] = ()
    folded: int = 0  # the leaves of a group that is closed, where its children are left out

    @property
    def leaves(self) -> int:
        """How many things to study are at or below this."""
        return sum(child.leaves for child in self.children) if self.children else self.folded or 1

    @property
    def is_group(self) -> bool:
        """Something hangs on it, seen or folded away."""
        return bool(self.children or self.folded)

    def walk(self, path: str = "") -> Iterator[tuple[str, Node]]:
        """All nodes below this in order, each with its path (`cards/dns/aaaa-no-data`)."""
        for child in self.children:
            here = f"{path}/{child.name}" if path else child.name
            yield here, child
            yield from child.walk(here)


Branch = Callable[[], Iterable[Node]]


def grown(branches: list[Branch]) -> Node:
    """The whole map; what has nothing on it is left out."""
    found = (node for branch in branches for node in branch())
    return Node("", TITLE, children=tuple(node for node in found if node.children))


def matching(node: Node, words: str) -> Node | None:
    """The part of the tree in which every word occurs, in a title or in the titles above it; None where there is none.

    A group whose own title matches keeps all that is in it.
    """
    return _matching(node, frozenset(words.casefold().split()))


def _matching(node: Node, words: frozenset[str]) -> Node | None:
    title = node.title.casefold()
    left = frozenset(word for word in words if word not in title)
    if not left:
        return node
    kept = tuple(found for child in node.children if (found := _matching(child, left)))
    return replace(node, children=kept) if kept else None


def opened(node: Node, open_paths: frozenset[str], depth: int, path: str = "") -> Node:
    """The tree as it is seen: `depth` levels, and below them what hangs on an open path."""
    if depth <= 0 and path not in open_paths:
        return replace(node, children=(), folded=node.leaves if node.children else 0)
    return replace(
        node,
        children=tuple(
            opened(child, open_paths, depth - 1, f"{path}/{child.name}" if path else child.name)
            for child in node.children
        ),
    )
