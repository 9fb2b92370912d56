"""Comparisons as Go's ``text/template`` makes them: numbers with numbers, texts with texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Incomparable(ValueError):
    """Two values that cannot be compared, in Go's words."""


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int"
    if isinstance(value, float):
        return "float"
    if isinstance(value, str):
        return "string"
    raise Incomparable("invalid type for comparison")


def equal(left: Any, right: Any) -> bool:
    """Whether both are the same; raises Incomparable for values of two kinds."""
    if _kind(left) != _kind(right):
        raise Incomparable("incompatible types for comparison")
    return bool(left == right)


def less(left: Any, right: Any) -> bool:
    """Whether the left one is less; raises Incomparable."""
    kind = _kind(left)
    if kind != _kind(right):
        raise Incomparable("incompatible types for comparison")
    if kind == "bool":
        raise Incomparable("invalid type for comparison")
    return bool(left < right)


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": less,
    "<=": lambda left, right: less(left, right) or equal(left, right),
    ">": lambda left, right: not (less(left, right) or equal(left, right)),
    ">=": lambda left, right: not less(left, right),
}
