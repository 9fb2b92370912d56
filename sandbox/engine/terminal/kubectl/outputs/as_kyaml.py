"""``-o kyaml``: YAML that looks like JSON with plain keys (KEP-5295; ``sigs.k8s.io/yaml/kyaml``)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.manifests import scalars
from sandbox.engine.terminal.kubectl import go_values
from sandbox.engine.terminal.kubectl.command import Call

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")


def make(template: str, call: Call) -> Callable[[Tree], str]:
    """The printer of ``-o kyaml``."""
    return to_text


def to_text(tree: Any) -> str:
    """A document with its line of dashes in front."""
    return f"---\n{_shown(tree, 0)}\n"


def _shown(value: Any, indent: int) -> str:
    blank = "  " * indent
    if isinstance(value, dict):
        if not value:
            return "{}"
        lines = [f"{blank}  {_key(key)}: {_shown(value[key], indent + 1)},\n" for key in sorted(value)]
        return "{\n" + "".join(lines) + blank + "}"
    if isinstance(value, list):
        if not value:
            return "[]"
        if all(isinstance(one, (dict, list)) and one for one in value):
            return "[" + ", ".join(_shown(one, indent) for one in value) + "]"
        return "[\n" + "".join(f"{blank}  {_shown(one, indent + 1)},\n" for one in value) + blank + "]"
    if isinstance(value, str):
        return _text(value, indent)
    return "null" if value is None else go_values.plain(value)


def _key(key: str) -> str:
    is_plain = _PLAIN.fullmatch(key) is not None and isinstance(scalars.plain(key), str)
    return key if is_plain else go_values.quoted(key)


def _text(text: str, indent: int) -> str:
    """Texts of several lines are folded at their lines' ends."""
    if "\n" not in text.rstrip("\n"):
        return go_values.quoted(text)
    blank = "  " * (indent + 1)
    lines = text.split("\n")
    parts = [go_values.quoted(line + "\n")[1:-1] for line in lines[:-1]]
    if lines[-1]:
        parts.append(go_values.quoted(lines[-1])[1:-1])
    return (
        '"\\\n'
        + "".join(f"{blank} {part}\\\n" if not part.startswith(" ") else f"{blank}\\{part}\\\n" for part in parts)
        + f'{blank}"'
    )
