"""Kinds that kubectl has no words of its own for: every field, by its name."""

from __future__ import annotations

import re
from typing import Any

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import go_values
from sandbox.engine.terminal.kubectl.describers.description import Description

_SKIPPED = (
    ".metadata.managedFields",
    ".metadata.name",
    ".metadata.namespace",
    ".metadata.labels",
    ".metadata.annotations",
)
_ACRONYMS = ("API", "URL", "UID", "OSB", "GUID")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|-")


def describe(obj: Object, out: Description) -> None:
    """The whole object."""
    out.line(f"Name:\t{obj.name}")
    out.line(f"Namespace:\t{obj.namespace}")
    out.meta(obj)
    _content(obj.tree, "", 0, out)
    out.events()


def _content(tree: dict[str, Any], prefix: str, level: int, out: Description) -> None:
    for field in sorted(tree):
        value, path = tree[field], f"{prefix}.{field}"
        if path in _SKIPPED:
            continue
        title = _title(field)
        if isinstance(value, dict):
            out.line(f"{title}:", level)
            _content(value, path, level + 1, out)
        elif isinstance(value, list):
            out.line(f"{title}:", level)
            for item in value:
                if isinstance(item, dict):
                    _content(item, path, level + 1, out)
                else:
                    out.line(go_values.plain(item), level + 1)
        else:
            out.line(f"{title}:\t{go_values.plain(value)}", level)


def _title(field: str) -> str:
    """``creationTimestamp`` as ``Creation Timestamp``."""
    if re.fullmatch(r"[A-Za-z-]*", field) is None:
        return field
    words = [
        word.upper() if word.upper() in _ACRONYMS else word[:1].upper() + word[1:] for word in _WORD.findall(field)
    ]
    return " ".join(words)
