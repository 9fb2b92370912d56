"""A template over a tree (Go's ``text/template`` exec). What is missing prints ``<no value>``."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from sandbox.engine.terminal.kubectl import go_values
from sandbox.engine.terminal.kubectl.go_template.parse import Block, Constant, Fields, Function, Pipeline, Print, Text
from sandbox.engine.terminal.kubectl.jsonpath import compare

_LONGEST = 1_000_000
_VERB = re.compile(r"%[-+# 0]*[0-9]*(?:\.[0-9]+)?([a-zA-Z%])")


class Unexecutable(ValueError):
    """What a template finds wrong while it runs."""


class _NoValue:
    """The value of a key that a map does not have."""


_NONE = _NoValue()


def executed(nodes: list[Any], tree: Any) -> str:
    """What the template prints for a tree. Raises Unexecutable."""
    run = _Run(tree)
    run.all(nodes, tree)
    return "".join(run.out)


class _Run:
    def __init__(self, tree: Any) -> None:
        self.out: list[str] = []
        self.size = 0
        self.variables: list[dict[str, Any]] = [{"$": tree}]

    def all(self, nodes: list[Any], dot: Any) -> None:
        self.variables.append({})
        for node in nodes:
            if isinstance(node, Text):
                self._write(node.text)
            elif isinstance(node, Print):
                value = self._piped(node.pipeline, dot)
                if not node.pipeline.variables:
                    self._write(_shown(value))
            else:
                self._block(node, dot)
        self.variables.pop()

    def _write(self, text: str) -> None:
        self.size += len(text)
        if self.size > _LONGEST:
            raise Unexecutable("1:1: more output than is modelled here")
        self.out.append(text)

    def _block(self, node: Block, dot: Any) -> None:
        self.variables.append({})
        if node.word == "range":
            self._range(node, dot)
        else:
            value = self._piped(node.pipeline, dot)
            if _is_true(value):
                self.all(node.body, value if node.word == "with" else dot)
            else:
                self.all(node.otherwise, dot)
        self.variables.pop()

    def _range(self, node: Block, dot: Any) -> None:
        value = self._piped(Pipeline(node.pipeline.commands), dot)
        if isinstance(value, dict):
            items: list[tuple[Any, Any]] = sorted(value.items())
        elif isinstance(value, list):
            items = list(enumerate(value))
        elif isinstance(value, int) and not isinstance(value, bool):
            items = [(at, at) for at in range(min(value, _LONGEST))]
        elif value is None or value is _NONE:
            items = []
        else:
            raise Unexecutable(f"{node.line}: range can't iterate over {go_values.plain(value)}")
        if not items:
            self.all(node.otherwise, dot)
        for key, item in items:
            names = node.pipeline.variables
            if names:
                self._keep(names[-1], item, node.pipeline.declares)
            if len(names) > 1:
                self._keep(names[0], key, node.pipeline.declares)
            self.all(node.body, item)

    def _keep(self, name: str, value: Any, declares: bool) -> None:
        scope = self.variables[-1]
        if not declares:
            scope = next((one for one in reversed(self.variables) if name in one), scope)
        scope[name] = value

    def _piped(self, pipeline: Pipeline, dot: Any) -> Any:
        value: Any = _NONE
        for position, command in enumerate(pipeline.commands):
            value = self._command(command, dot, [value] if position else [])
        if pipeline.variables:
            self._keep(pipeline.variables[0], value, pipeline.declares)
        return value

    def _command(self, command: tuple[Any, ...], dot: Any, last: list[Any]) -> Any:
        first, *rest = command
        if not isinstance(first, Function):
            if rest or last:
                raise Unexecutable(f"1: can't give argument to non-function {_name(first)}")
            return self._operand(first, dot)
        if first.name in ("and", "or"):
            values: list[Any] = []
            for one in rest:
                values.append(self._operand(one, dot))
                if _is_true(values[-1]) == (first.name == "or"):
                    return values[-1]
            return ([*values, *last])[-1]
        return _call(first.name, [*(self._operand(one, dot) for one in rest), *last])

    def _operand(self, operand: Any, dot: Any) -> Any:
        if isinstance(operand, Constant):
            return operand.value
        if isinstance(operand, Pipeline):
            return self._piped(operand, dot)
        if isinstance(operand, Function):
            return _call(operand.name, [])
        value = dot
        if operand.variable:
            scope = next((one for one in reversed(self.variables) if operand.variable in one), None)
            if scope is None:
                raise Unexecutable(f'1: undefined variable "{operand.variable}"')
            value = scope[operand.variable]
        for name in operand.names:
            if isinstance(value, dict):
                value = value.get(name, _NONE)
            elif value is None or value is _NONE:
                raise Unexecutable(
                    f'1: nil data; no entry for key "{name}"'
                    if value is None
                    else f"1: can't evaluate field {name} in type interface {{}}"
                )
            else:
                raise Unexecutable(f"1: can't evaluate field {name} in type {go_values.type_name(value)}")
        return value


def _name(operand: Any) -> str:
    return "." + ".".join(operand.names) if isinstance(operand, Fields) else _shown(getattr(operand, "value", ""))


def _is_true(value: Any) -> bool:
    return value is not _NONE and bool(value)


def _shown(value: Any) -> str:
    return "<no value>" if value is _NONE or value is None else go_values.plain(value)


def _call(name: str, values: list[Any]) -> Any:
    try:
        match name:
            case "not":
                return not _is_true(values[0])
            case "eq":
                return any(_equal(values[0], one) for one in values[1:])
            case "ne":
                return not _equal(values[0], values[1])
            case "lt" | "le" | "gt" | "ge":
                return compare.OPERATORS[{"lt": "<", "le": "<=", "gt": ">", "ge": ">="}[name]](values[0], values[1])
            case "len":
                return len(values[0])
            case "index":
                return _indexed(values)
            case "slice":
                return values[0][slice(*values[1:])]
            case "print":
                return "".join(_shown(one) for one in values)
            case "println":
                return " ".join(_shown(one) for one in values) + "\n"
            case "printf":
                return _formatted(values)
            case "exists":
                return _indexed(values) not in (_NONE, None)
            case _:
                return base64.b64decode(values[0], validate=True).decode("utf-8", "replace")
    except compare.Incomparable as error:
        raise Unexecutable(f"1: error calling {name}: {error}") from None
    except (IndexError, TypeError, AttributeError, binascii.Error, ValueError) as error:
        if isinstance(error, Unexecutable):
            raise
        raise Unexecutable(f"1: wrong number or type of args for {name}") from None


def _equal(one: Any, other: Any) -> bool:
    if one in (_NONE, None) or other in (_NONE, None):
        return one in (_NONE, None) and other in (_NONE, None)
    return compare.equal(one, other)


def _indexed(values: list[Any]) -> Any:
    value, *path = values
    for part in path:
        if isinstance(value, dict):
            value = value.get(part, _NONE)
        elif isinstance(value, (list, str)):
            if not 0 <= part < len(value):
                raise Unexecutable(f"1: error calling index: reflect: slice index out of range: {part}")
            value = value[part]
        elif value in (_NONE, None):
            raise Unexecutable("1: error calling index: index of untyped nil")
        else:
            raise Unexecutable(f"1: error calling index: can't index item of type {go_values.type_name(value)}")
    return value


def _formatted(values: list[Any]) -> str:
    template, *rest = values
    found = iter(rest)

    def one(match: re.Match[str]) -> str:
        verb = match[1]
        if verb == "%":
            return "%"
        value = next(found, _NONE)
        if value is _NONE:
            return f"%!{verb}(MISSING)"
        if verb == "q":
            return go_values.quoted(str(value))
        form = match[0]
        if verb in "dxXo" and isinstance(value, int):
            return form % value
        if verb in "feg" and isinstance(value, (int, float)):
            return form % value
        if verb in "sv":
            return (form[:-1] + "s") % go_values.plain(value)
        return f"%!{verb}({go_values.type_name(value)}={go_values.plain(value)})"

    if len(template) > 1000 or re.search(r"[0-9]{4}", template):
        raise Unexecutable("1: a format this long is not modelled here")
    return _VERB.sub(one, template)
