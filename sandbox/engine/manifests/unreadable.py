"""Documents whose grammar is right and which are no YAML to kubectl all the same."""

from __future__ import annotations

import json
from typing import Any


class Unreadable(ValueError):
    """A document that is no YAML to kubectl. ``said`` is what kubectl says of it (behind
    ``error converting YAML to JSON: ``), ``advice`` is for a reader. What is ``is_final`` stops
    reading at once; anything else is said only of a document without a mistake in its grammar."""

    def __init__(self, said: str, line: int, column: int, advice: str) -> None:
        super().__init__(said)
        self.is_final = False
        self.said = said
        self.line = line
        self.column = column
        self.advice = advice


def as_go(value: Any) -> str:
    """A value as Go's ``%#v`` prints it, which is how go-yaml names a key that cannot be one."""
    if value is None:
        return "interface {}(nil)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[]interface {}{" + ", ".join(as_go(one) for one in value) + "}"
    if isinstance(value, dict):
        inside = ", ".join(f"{as_go(key)}:{as_go(one)}" for key, one in sorted(value.items()))
        return "map[interface {}]interface {}{" + inside + "}"
    return str(value)
