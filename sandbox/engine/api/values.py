"""Rules for single values that many kinds share.

Follows ``ValidateNonnegativeField``, ``ValidateImmutableField`` and the int-or-percent rules of
``pkg/apis/core/validation`` and ``pkg/apis/apps/validation`` (v1.37).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sandbox.engine.api import formats
from sandbox.engine.api.errors import ErrorType, FieldError, invalid, required
from sandbox.engine.places import Path

_PERCENT = re.compile(r"[0-9]+%")
MOST_INT32 = 2**31 - 1


def each(path: Path, value: Any, messages: Iterable[str]) -> list[FieldError]:
    """One error for every message about the same value."""
    return [invalid(path, value, message) for message in messages]


def nonnegative(value: int | None, path: Path) -> list[FieldError]:
    """Zero and more are fine, and so is a value that is not there."""
    if value is None or value >= 0:
        return []
    return [invalid(path, value, "must be greater than or equal to 0")]


def in_range(value: int, low: int, high: int, path: Path) -> list[FieldError]:
    """Both ends included."""
    return [] if low <= value <= high else [invalid(path, value, formats.not_between(low, high))]


def unsupported(path: Path, value: Any, allowed: tuple[str, ...]) -> FieldError:
    """None of the values allowed, which are listed in the order given (upstream lists some of
    them in the alphabet's order and some in the order of their declaration)."""
    listed = ", ".join(f'"{one}"' for one in allowed)
    return FieldError(ErrorType.NOT_SUPPORTED, path, value, f"supported values: {listed}")


def choice(value: str | None, allowed: tuple[str, ...], path: Path) -> list[FieldError]:
    """A value that has to be there and has to be one of those allowed."""
    if not value:
        return [required(path)]
    return [] if value in allowed else [unsupported(path, value, allowed)]


def immutable(new: Any, old: Any, path: Path) -> list[FieldError]:
    """The value may not change; what is empty counts as what is not there."""
    if new == old or (_is_empty(new) and _is_empty(old)):
        return []
    return [invalid(path, new, "field is immutable")]


def is_same(new: Any, old: Any) -> bool:
    """Semantic equality: an empty list or map is the same as none."""
    if isinstance(new, dict) or isinstance(old, dict):
        left, right = new or {}, old or {}
        if not isinstance(left, dict) or not isinstance(right, dict):
            return False
        return all(is_same(left.get(key), right.get(key)) for key in left.keys() | right.keys())
    if isinstance(new, list) or isinstance(old, list):
        left, right = new or [], old or []
        return len(left) == len(right) and all(is_same(a, b) for a, b in zip(left, right, strict=True))
    return bool(new == old)


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, (dict, list)) and not value)


def percent(value: Any) -> int | None:
    """The number of a percentage such as ``25%``, None for anything else."""
    if isinstance(value, str) and _PERCENT.fullmatch(value):
        return int(value[:-1])
    return None


def int_or_percent(value: Any, path: Path) -> list[FieldError]:
    """A number from zero on, or a percentage."""
    if isinstance(value, str):
        return each(path, value, formats.percent(value))
    return nonnegative(value, path)


def amount(value: Any) -> int:
    """What stands in an int-or-percent, the sign aside: 25 for ``25%`` and for 25."""
    found = percent(value)
    if found is not None:
        return found
    if isinstance(value, str):
        return int(value) if re.fullmatch(r"[+-]?[0-9]+", value) else 0
    return int(value or 0)


def at_most_all(value: Any, path: Path) -> list[FieldError]:
    """A percentage may not be above 100."""
    found = percent(value)
    return [] if found is None or found <= 100 else [invalid(path, value, "must not be greater than 100%")]
