"""``--sort-by``: rows and objects in the order of a field (``k8s.io/kubectl/pkg/cmd/get/sorter.go``, v1.37)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sandbox.engine.api import quantity
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.terminal.kubectl import go_values, jsonpath
from sandbox.engine.terminal.kubectl.failures import Failure

Item = TypeVar("Item")
_SMALL = 12


def by_field(items: Sequence[Item], path: str, tree: Callable[[Item], Tree]) -> list[Item]:
    """The items in the order of the field at ``path`` of their trees. Raises Failure where no item has it."""
    field = jsonpath.relaxed(path)
    try:
        template = jsonpath.parse(field)
        found = [jsonpath.results(template, tree(item)) for item in items]
    except (jsonpath.Unparsable, jsonpath.Unexecutable) as error:
        raise Failure(str(error)) from None
    if items and not any(values and values[0] for values in found):
        raise Failure(f"couldn't find any field with path {go_values.quoted(field)} in the list of objects")
    keys = [values[0][0] if values and values[0] else _MISSING for values in found]
    return [items[at] for at in _order(keys)]


class _Missing:
    """Less than everything, another missing one included."""


_MISSING = _Missing()


def _order(keys: list[Any]) -> list[int]:
    """Positions in the order of their keys, by insertion as Go's sort does for a few items."""
    order = list(range(len(keys)))
    if len(keys) > _SMALL:
        order = [at for at in order if keys[at] is _MISSING] + [at for at in order if keys[at] is not _MISSING]
    for end in range(1, len(order)):
        at = end
        while at > 0 and _less(keys[order[at]], keys[order[at - 1]], len(keys) <= _SMALL):
            order[at], order[at - 1] = order[at - 1], order[at]
            at -= 1
    return order


def _less(one: Any, other: Any, swaps_missing: bool) -> bool:
    if one is _MISSING:
        return swaps_missing or other is not _MISSING
    if other is _MISSING:
        return False
    if one is None or other is None:
        return one is None and other is not None
    if isinstance(one, str) and isinstance(other, str):
        left, right = quantity.parse(one), quantity.parse(other)
        if left is not None and right is not None:
            return left.value < right.value
        return natural_less(one, other)
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return one < other
    return False


def natural_less(one: str, other: str) -> bool:
    """The order of texts with numbers in them: ``web-2`` before ``web-10``, digits before letters."""
    i = j = 0
    while i < len(one) and j < len(other):
        left, right = one[i], other[j]
        is_digit, other_is = "0" <= left <= "9", "0" <= right <= "9"
        if is_digit != other_is:
            return is_digit
        if not is_digit:
            if left != right:
                return left < right
            i, j = i + 1, j + 1
            continue
        first, i = _number(one, i)
        second, j = _number(other, j)
        if len(first) != len(second):
            return len(first) < len(second)
        if first != second:
            return first < second
        if i - len(first) != j - len(second):
            return i - len(first) < j - len(second)
    return len(one) < len(other)


def _number(text: str, at: int) -> tuple[str, int]:
    """The digits from a position on without leading zeros, and where they end."""
    while at < len(text) and text[at] == "0":
        at += 1
    end = at
    while end < len(text) and "0" <= text[end] <= "9":
        end += 1
    return text[at:end], end
