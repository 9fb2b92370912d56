"""Label and field selectors: ``a=b, c!=d, e in (f,g), h notin (i), j, !k, l>5`` and ``metadata.name=web``.

The grammar and the complaints are those of ``k8s.io/apimachinery/pkg/labels`` and ``pkg/fields`` (v1.37).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from sandbox.engine.api import formats
from sandbox.engine.api.kind import Kind
from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import go_values
from sandbox.engine.terminal.kubectl.failures import Failure

Labels = Mapping[str, str]

_SPECIAL = "=!(),><"
_BLANK = " \t\r\n"
_SIGNS = {")", ",", "!", "==", "=", ">", "!=", "(", "<"}
_BINARY = ("in", "notin", "=", "==", "!=", ">", "<")
_EXPECTED = "in, notin, =, ==, !=, gt, lt"


class Token(NamedTuple):
    """``kind`` is the sign or operator itself, ``word`` for a name, empty at the end."""

    kind: str
    text: str


class Requirement(NamedTuple):
    """One part of a label selector; ``values`` are sorted. The operator is ``exists`` or ``!`` without values."""

    key: str
    operator: str
    values: tuple[str, ...] = ()

    def holds(self, held: Labels) -> bool:
        value = held.get(self.key)
        if self.operator == "exists":
            return value is not None
        if self.operator == "!":
            return value is None
        if self.operator in ("notin", "!="):
            return value is None or value not in self.values
        if value is None:
            return False
        if self.operator in (">", "<"):
            if re.fullmatch(r"[+-]?[0-9]{1,18}", value) is None:
                return False
            bound = int(self.values[0])
            return int(value) > bound if self.operator == ">" else int(value) < bound
        return value in self.values


def labels(text: str) -> Callable[[Labels], bool]:
    """Whether an object's labels satisfy the selector. Raises Failure for what is none."""
    requirements = parse(text)
    return lambda held: all(one.holds(held) for one in requirements)


def parse(text: str) -> list[Requirement]:
    """The requirements of a label selector. Raises Failure."""
    return _Parser(_tokens(text)).requirements()


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(text):
        character = text[at]
        if character in _BLANK:
            at += 1
        elif character in _SPECIAL:
            end = at
            while end < len(text) and text[end] in _SPECIAL:
                end += 1
            sign = next((text[at : at + size] for size in range(end - at, 0, -1) if text[at : at + size] in _SIGNS), "")
            found.append(Token(sign, sign))
            at += len(sign)
        else:
            end = at
            while end < len(text) and text[end] not in _SPECIAL and text[end] not in _BLANK:
                end += 1
            word = text[at:end]
            found.append(Token(word if word in ("in", "notin") else "word", word))
            at = end
    return found


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def requirements(self) -> list[Requirement]:
        found: list[Requirement] = []
        while True:
            token = self._peek()
            if token.kind == "":
                return found
            if token.kind not in ("word", "!"):
                raise Failure(f"found '{token.text}', expected: !, identifier, or 'end of string'")
            found.append(self._requirement())
            token = self._take()
            if token.kind == "":
                return found
            if token.kind != ",":
                raise Failure(f"found '{token.text}', expected: ',' or 'end of string'")
            following = self._peek()
            if following.kind not in ("word", "!"):
                raise Failure(f"found '{following.text}', expected: identifier after ','")

    def _raw(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else Token("", "")

    def _peek(self) -> Token:
        """The next token where a value may stand: ``in`` is a word there."""
        token = self._raw()
        return Token("word", token.text) if token.kind in ("in", "notin") else token

    def _take(self) -> Token:
        token = self._peek()
        self.at += 1
        return token

    def _requirement(self) -> Requirement:
        token = self._take()
        is_absent = token.kind == "!"
        if is_absent:
            token = self._take()
        if token.kind != "word":
            raise _unparsable(f"found '{token.text}', expected: identifier")
        key = token.text
        _check(formats.qualified_name(key), "<nil>", key)
        if is_absent or self._peek().kind in ("", ","):
            if is_absent and self._peek().kind not in ("", ","):
                raise Failure(f"found '{self._peek().text}', expected: ',' or 'end of string'")
            return Requirement(key, "!" if is_absent else "exists")
        sign = self._raw()
        self.at += 1
        if sign.kind not in _BINARY:
            raise _unparsable(f"found '{sign.text}', expected: {_EXPECTED}")
        values = sorted(self._values() if sign.kind in ("in", "notin") else self._value())
        if not values:
            raise _unparsable("values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty")
        for position, value in enumerate(values):
            if sign.kind in (">", "<") and re.fullmatch(r"[+-]?[0-9]{1,18}", value) is None:
                raise _unparsable(
                    f"values[{position}]: Invalid value: {go_values.quoted(value)}: for 'Gt', 'Lt' "
                    "operators, the value must be an integer"
                )
            _check(formats.label_value(value), f"values[{position}][{key}]", value)
        return Requirement(key, sign.kind, tuple(values))

    def _value(self) -> set[str]:
        if self._peek().kind in ("", ","):
            return {""}
        token = self._take()
        if token.kind != "word":
            raise _unparsable(f"found '{token.text}', expected: identifier")
        return {token.text}

    def _values(self) -> set[str]:
        token = self._take()
        if token.kind != "(":
            raise _unparsable(f"found '{token.text}' expected: '('")
        first = self._peek()
        if first.kind == ")":
            self.at += 1
            return set()
        if first.kind not in ("word", ","):
            raise _unparsable(f"found '{first.text}', expected: ',', ')' or identifier")
        found: set[str] = set()
        while True:
            token = self._take()
            if token.kind == "word":
                found.add(token.text)
                following = self._peek()
                if following.kind == ")":
                    break
                if following.kind != ",":
                    raise _unparsable(f"found '{following.text}', expected: ',' or ')'")
            elif token.kind == ",":
                if not found:
                    found.add("")
                following = self._peek()
                if following.kind == ")":
                    found.add("")
                    break
                if following.kind == ",":
                    self.at += 1
                    found.add("")
            else:
                raise _unparsable(f"found '{token.text}', expected: ',', or identifier")
        self.at += 1
        return found


def _unparsable(why: str) -> Failure:
    return Failure(f"unable to parse requirement: {why}")


def _check(complaints: tuple[str, ...] | list[str], path: str, value: str) -> None:
    if complaints:
        raise _unparsable(f"{path}: Invalid value: {go_values.quoted(value)}: {'; '.join(complaints)}")


#: What a field selector may ask besides metadata.name and metadata.namespace, and how others are refused.
FIELDS: dict[str, tuple[tuple[str, ...], str]] = {
    "Pod": (
        (
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "spec.hostNetwork",
            "status.phase",
            "status.podIP",
            "status.podIPs",
            "status.nominatedNodeName",
        ),
        "field label not supported: {}",
    ),
    "Node": (("spec.unschedulable",), "field label not supported: {}"),
    "Namespace": (("status.phase",), "field label not supported: {}"),
    "Secret": (("type",), "field label not supported: {}"),
    "Service": (("spec.clusterIP", "spec.type"), "field label not supported: {}"),
    "Job": (("status.successful",), 'field label "{}" not supported for Job'),
}
_ANY = ("metadata.name", "metadata.namespace")
_UNKNOWN = '"{}" is not a known field selector: only "metadata.name", "metadata.namespace"'


def fields(text: str, kind: Kind | None = None) -> Callable[[Object], bool]:
    """Whether an object's fields satisfy the selector. Raises Failure for what is none, or asks for
    a field that the kind has no index for."""
    requirements: list[tuple[str, bool, str]] = []
    for part in re.split(r"(?<!\\),", text):
        if not part:
            continue
        found = re.fullmatch(r"(.*?)(!=|==|=)(.*)", part, re.DOTALL)
        if found is None:
            raise Failure(f"invalid selector: '{text}'; can't understand '{part}'")
        field, sign, value = found.groups()
        requirements.append((field, sign == "!=", re.sub(r"\\([\\,=])", r"\1", value)))
    if kind is not None:
        known, refusal = FIELDS.get(kind.name, ((), _UNKNOWN))
        for field, _, _ in requirements:
            if field not in known and field not in _ANY:
                raise Failure(refusal.format(field))
    return lambda obj: all((_value(obj, field) == value) != is_not for field, is_not, value in requirements)


def _value(obj: Object, field: str) -> str:
    found: object = obj.tree
    if field == "status.podIPs":
        field = "status.podIP"
    for part in field.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, bool) or (found is None and field in ("spec.hostNetwork", "spec.unschedulable")):
        return "true" if found else "false"
    return "" if found is None else str(found)
