"""A JSONPath template over a tree (``client-go/util/jsonpath/jsonpath.go``, v1.37).

Go walks a map in no order; here it is that of the keys.
"""

from __future__ import annotations

import re
from typing import Any

from sandbox.engine.terminal.kubectl import go_values
from sandbox.engine.terminal.kubectl.jsonpath import compare
from sandbox.engine.terminal.kubectl.jsonpath.nodes import (
    Field,
    Filter,
    Identifier,
    Node,
    Recursive,
    Sequence,
    Slice,
    Text,
    Union,
    Value,
    Wildcard,
)

_MOST = 100_000


class Unexecutable(ValueError):
    """What a template finds wrong with the tree, in kubectl's words."""


def results(template: Sequence, tree: Any) -> list[list[Any]]:
    """One list of values for each action and each text of the template. Raises Unexecutable."""
    return _Walk().run(template.nodes, tree)


class _Walk:
    """One execution: how many ranges are open, and where the last one ended."""

    def __init__(self) -> None:
        self.begun = 0
        self.inside = 0
        self.ended = 0
        self.last_end: Node | None = None
        self.steps = 0

    def run(self, nodes: list[Node], tree: Any) -> list[list[Any]]:
        found: list[list[Any]] = []
        at = 0
        while at < len(nodes):
            node = nodes[at]
            values = self._walk([tree], node)
            if 0 < self.ended <= self.inside:
                self.ended -= 1
                self.last_end = node
                break
            if self.begun > 0:
                self.begun -= 1
                self.inside += 1
                rest = nodes[at + 1 :]
                for value in values:
                    found.extend(self.run(rest, value))
                if not values:
                    self.run(rest, None)
                self.inside -= 1
                after = next((k for k in range(at + 1, len(nodes)) if nodes[k] is self.last_end), at)
                at = after + 1
                continue
            found.append(values)
            at += 1
        return found

    def _walk(self, values: list[Any], node: Node) -> list[Any]:
        self.steps += len(values) + 1
        if self.steps > _MOST:
            raise Unexecutable("the template asks for more than is modelled here")
        if isinstance(node, Sequence):
            return self._all(values, node)
        if isinstance(node, Text):
            return [node.text]
        if isinstance(node, Field):
            return [value[node.name] for value in values if isinstance(value, dict) and node.name in value]
        if isinstance(node, Slice):
            return _sliced(values, node)
        if isinstance(node, Filter):
            return self._filtered(values, node)
        if isinstance(node, Value):
            return [node.value for _ in values]
        if isinstance(node, Wildcard):
            return [inner for value in values for inner in _children(value)]
        if isinstance(node, Recursive):
            return _descendants(values)
        if isinstance(node, Union):
            return [found for part in node.parts for found in self._all(values, part)]
        return self._identified(values, node)

    def _all(self, values: list[Any], sequence: Sequence) -> list[Any]:
        for node in sequence.nodes:
            values = self._walk(values, node)
        return values

    def _identified(self, values: list[Any], node: Identifier) -> list[Any]:
        if node.name == "range":
            self.begun += 1
            return values
        if node.name != "end":
            raise Unexecutable(f"unrecognized identifier {node.name}")
        if self.inside == 0:
            raise Unexecutable("not in range, nothing to end")
        self.ended += 1
        return []

    def _filtered(self, values: list[Any], node: Filter) -> list[Any]:
        found: list[Any] = []
        for value in values:
            if not isinstance(value, list):
                shown = "<invalid reflect.Value>" if value is None else go_values.plain(value)
                raise Unexecutable(f"{shown} is not array or slice and cannot be filtered")
            found.extend(item for item in value if self._passes(item, node))
        return found

    def _passes(self, item: Any, node: Filter) -> bool:
        if node.operator == "exists":
            try:
                return bool(self._all([item], node.left))
            except Unexecutable:
                return False
        sides: list[Any] = []
        for side in (node.left, node.right):
            values = self._all([item], side)
            if not values:
                return False
            if len(values) > 1:
                raise Unexecutable("can only compare one element at a time")
            sides.append(values[0])
        left, right = sides
        if node.operator == "=~":
            return _matches(left, right)
        holds = compare.OPERATORS.get(node.operator)
        if holds is None:
            raise Unexecutable(f"unrecognized filter operator {node.operator}")
        try:
            return holds(left, right)
        except compare.Incomparable as error:
            raise Unexecutable(str(error)) from None


def _matches(data: Any, pattern: Any) -> bool:
    if not isinstance(data, str) or not isinstance(pattern, str):
        raise Unexecutable(
            "regexp search only support string now but getting pattern: "
            f"{go_values.syntax(pattern)}, data: {go_values.syntax(data)}"
        )
    if len(pattern) > 200:
        raise Unexecutable("patterns of more than 200 characters are not modelled here")
    try:
        return re.search(pattern, data[:10_000]) is not None
    except re.error as error:
        raise Unexecutable(f"error parsing regexp: {error}: `{pattern}`") from None


def _sliced(values: list[Any], node: Slice) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if value is None:
            continue
        if not isinstance(value, list):
            raise Unexecutable(f"{go_values.type_name(value)} is not array or slice")
        length = len(value)
        start = node.start.value if node.start.is_known else 0
        if start < 0:
            start += length
        end = node.end.value if node.end.is_known else length
        if end < 0 or (end == 0 and node.end.is_derived):
            end += length
        if start == end:
            return found
        if not 0 <= start < length:
            raise Unexecutable(f"array index out of bounds: index {start}, length {length}")
        if not 0 <= end <= length:
            raise Unexecutable(f"array index out of bounds: index {end - 1}, length {length}")
        if start > end:
            raise Unexecutable(f"starting index {start} is greater than ending index {end}")
        step = node.step.value if node.step.is_known else 1
        if step <= 0:
            raise Unexecutable("step must be > 0")
        found.extend(value[start:end:step])
    return found


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [value[key] for key in sorted(value)]
    if isinstance(value, list):
        return value
    return list(value.encode()) if isinstance(value, str) else []


def _descendants(values: list[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        children = _children(value)
        if children:
            found.append(value)
            if not isinstance(value, str):
                found.extend(_descendants(children))
    return found
