"""What a JSONPath template consists of (``client-go/util/jsonpath/node.go``)."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """Text between the actions, or a quoted text within one."""

    text: str


class Field(NamedTuple):
    """``.name``."""

    name: str


class Identifier(NamedTuple):
    """``range`` and ``end``; any other name is an error when it is met."""

    name: str


class Bound(NamedTuple):
    """One part of ``[start:end:step]``. A single index has an end that is derived from it."""

    value: int = 0
    is_known: bool = False
    is_derived: bool = False


class Slice(NamedTuple):
    """``[3]``, ``[*]``, ``[1:4:2]``."""

    start: Bound
    end: Bound
    step: Bound


class Filter(NamedTuple):
    """``[?(@.port==80)]``; the operator ``exists`` has no right side."""

    left: Sequence
    right: Sequence
    operator: str


class Value(NamedTuple):
    """A number or a boolean in a filter."""

    value: int | float | bool


class Wildcard(NamedTuple):
    """``.*``."""


class Recursive(NamedTuple):
    """``..``."""


class Union(NamedTuple):
    """``[0,2]``, ``['name','port']``."""

    parts: tuple[Sequence, ...]


class Sequence:
    """Nodes one behind the other: the template itself, or one action."""

    __slots__ = ("nodes",)

    def __init__(self) -> None:
        self.nodes: list[Node] = []


Node = Text | Field | Identifier | Slice | Filter | Value | Wildcard | Recursive | Union | Sequence
