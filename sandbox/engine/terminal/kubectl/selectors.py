"""Label and field selectors as kubectl's flags take them.

The grammar of ``k8s.io/apimachinery/pkg/labels``: ``a=b, c!=d, e in (f,g), h notin (i), j, !k``,
and of ``pkg/fields``: ``metadata.name=web,status.phase!=Running``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl.failures import Failure

_SET = re.compile(r"([^\s!=,()<>]+)\s+(in|notin)\s*\(([^()]*)\)\Z")
_PAIR = re.compile(r"([^\s!=,()<>]+)\s*(==|=|!=)\s*([^\s!=,()<>]*)\Z")
_EXISTS = re.compile(r"(!?)\s*([^\s!=,()<>]+)\Z")

Labels = Mapping[str, str]


def labels(text: str) -> Callable[[Labels], bool]:
    """Whether an object's labels satisfy the selector. Raises Failure for what is none."""
    requirements = [_requirement(part.strip(), text) for part in _split(text) if part.strip()]
    return lambda held: all(holds(held) for holds in requirements)


def _requirement(part: str, text: str) -> Callable[[Labels], bool]:
    found = _SET.match(part)
    if found is not None:
        key, word, listed = found.groups()
        values = {value.strip() for value in listed.split(",")}
        if word == "in":
            return lambda held: held.get(key) in values if key in held else False
        return lambda held: held.get(key) not in values if key in held else True
    found = _PAIR.match(part)
    if found is not None:
        key, sign, value = found.groups()
        if sign == "!=":
            return lambda held: held.get(key) != value
        return lambda held: held.get(key) == value
    found = _EXISTS.match(part)
    if found is not None:
        is_absent, key = found.groups()
        return lambda held: (key in held) != bool(is_absent)
    raise Failure(f'unable to parse requirement: found \'{part}\', expected: identifier after ","'
                  if not part else f"unable to parse requirement: {text!r} is no label selector")


def fields(text: str) -> Callable[[Object], bool]:
    """Whether an object's fields satisfy the selector. Raises Failure for what is none."""
    requirements: list[tuple[tuple[str, ...], bool, str]] = []
    for part in text.split(","):
        path, sign, value = re.fullmatch(r"([^=!]*)(!=|==|=|)(.*)", part).groups()  # type: ignore[union-attr]
        if not sign:
            raise Failure(f"invalid selector: '{text}'; can't understand '{part}'")
        requirements.append((tuple(path.split(".")), sign == "!=", value))
    return lambda obj: all((_value(obj, path) == value) != is_not for path, is_not, value in requirements)


def _value(obj: Object, path: tuple[str, ...]) -> str:
    found: object = obj.tree
    for part in path:
        found = found.get(part) if isinstance(found, Mapping) else None
    return "" if found is None else str(found)


def _split(text: str) -> list[str]:
    """The parts between commas that stand in no brackets."""
    parts, depth, start = [], 0, 0
    for position, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth <= 0:
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]]
