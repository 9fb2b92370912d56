"""Trees as YAML that looks as if somebody had typed it: short mappings in braces, the rest in lines."""

from __future__ import annotations

import re
from typing import Any

LONGEST_FLOW = 62  # characters of a mapping or list in one line
MOST_LEAVES = 4
_PLAIN = re.compile(r"[A-Za-z0-9._/][A-Za-z0-9._/ -]*")
_IMAGE = re.compile(r"[a-z]+/[a-z0-9-]+:[0-9]+")
_NUMBER = re.compile(r"[-+]?(\d[\d_]*)?\.?\d+([eE][-+]?\d+)?|0[xo][0-9a-fA-F]+")
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n", "~", ""}
_ALWAYS_LINES = {"spec", "template", "ports", "containers", "endpoints"}


def documents(objects: list[dict[str, Any]]) -> str:
    """All objects in one text, with `---` between them."""
    return "---\n".join("\n".join(_mapping(one, 0)) + "\n" for one in objects)


def document(tree: dict[str, Any]) -> str:
    """One object."""
    return documents([tree])


def _mapping(tree: dict[str, Any], depth: int) -> list[str]:
    lines = []
    for key, value in tree.items():
        flow = _flow(value) if isinstance(value, (dict, list)) else scalar(value, is_alone=True)
        name = scalar(key)
        if not isinstance(value, (dict, list)) or not value or _fits(key, value, flow):
            lines.append(f"{'  ' * depth}{name}: {flow}")
        elif isinstance(value, dict):
            lines += [f"{'  ' * depth}{name}:", *_mapping(value, depth + 1)]
        else:
            lines += [f"{'  ' * depth}{name}:", *_items(value, depth)]
    return lines


def _items(values: list[Any], depth: int) -> list[str]:
    """A list; its dashes stand under the key, as kubectl prints them."""
    lines = []
    for value in values:
        flow = _flow(value)
        if isinstance(value, dict) and value and not _fits("", value, flow):
            inner = _mapping(value, depth + 1)
            lines += [f"{'  ' * depth}- {inner[0].lstrip()}", *inner[1:]]
        else:
            lines.append(f"{'  ' * depth}- {flow}")
    return lines


def _fits(key: str, value: Any, flow: str) -> bool:
    if len(flow) > LONGEST_FLOW or _leaves(value) > MOST_LEAVES:
        return False
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return key == "ports" and len(value) == 1 and _leaves(value) == 1  # [{containerPort: 8080}]
    if key == "metadata" and len(value) > 1 and any(isinstance(one, dict) for one in value.values()):
        return False
    return key not in _ALWAYS_LINES


def _leaves(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_leaves, value.values()))
    return sum(map(_leaves, value)) if isinstance(value, list) else 1


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return scalar(value)


def scalar(value: Any, *, is_alone: bool = False) -> str:
    """A value in as few signs as YAML allows, in double quotes where it needs some.

    One that stands alone on its line needs none around a colon.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    text = str(value)
    if is_alone and _IMAGE.fullmatch(text):
        return text
    if text.lower() not in _WORDS and not _NUMBER.fullmatch(text) and _PLAIN.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
