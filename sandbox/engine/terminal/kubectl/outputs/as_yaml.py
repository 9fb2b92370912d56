"""An object as ``-o yaml`` prints it: go-yaml's choice of quotes, lists not indented below their key.

Which scalars are quoted, and how, follows go-yaml v2's encoder and emitter
(``encode.stringv``, ``yaml_emitter_analyze_scalar``, ``yaml_emitter_select_scalar_style``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cmp_to_key
from typing import Any

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.manifests import scalars
from sandbox.engine.terminal.kubectl.command import Call

_BASE_60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:$|[Tt ].*)")
_INDICATORS_IN_FRONT = "#,[]{}&*!|>'\"%@`"
_UNPRINTABLE = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
_NUMBER = re.compile("[0-9]*")
_BEFORE = re.compile("[0-9]+$")
_WIDTH = 80
_ESCAPES = {
    "\0": "\\0",
    "\a": "\\a",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\v": "\\v",
    "\f": "\\f",
    "\r": "\\r",
    "\x1b": "\\e",
    '"': '\\"',
    "\\": "\\\\",
    "\x85": "\\N",
    "\u2028": "\\L",
    "\u2029": "\\P",
    "\ufeff": "\\uFEFF",
}


def to_text(tree: Any) -> str:
    """The tree as YAML, with a line's end."""
    lines: list[str] = []
    if isinstance(tree, (dict, list)) and tree:
        _block(tree, 0, lines)
        return "\n".join(lines) + "\n"
    return _scalar(tree, 0, 0) + "\n"


def _block(tree: Any, indent: int, lines: list[str]) -> None:
    blank = " " * indent
    if isinstance(tree, dict):
        for key in sorted(tree, key=cmp_to_key(_compare)):
            _entry(f"{blank}{_scalar(key, indent, 0)}:", tree[key], indent, lines)
        return
    for item in tree:
        if isinstance(item, (dict, list)) and item:
            inner: list[str] = []
            _block(item, indent + 2, inner)
            inner[0] = f"{blank}- {inner[0][indent + 2 :]}"
            lines.extend(inner)
        else:
            lines.append(f"{blank}- {_scalar(item, indent, indent + 2)}")


def _entry(front: str, value: Any, indent: int, lines: list[str]) -> None:
    if isinstance(value, (dict, list)) and value:
        lines.append(front)
        _block(value, indent + 2 if isinstance(value, dict) else indent, lines)
    else:
        lines.append(f"{front} {_scalar(value, indent, len(front) + 1)}")


def _scalar(value: Any, indent: int, column: int) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[]"
    if isinstance(value, str):
        return _text(value, indent, column)
    return json.dumps(value)


def _text(text: str, indent: int, column: int) -> str:
    has_special = _UNPRINTABLE.search(text) is not None
    if "\n" in text and not has_special and " \n" not in text and text.strip(" "):
        return _literal(text, indent)
    if has_special or "\n" in text or _resolves_otherwise(text):
        quoted = "".join(_ESCAPES.get(one) or (one if not _UNPRINTABLE.match(one) else _escape(one)) for one in text)
        return _folded(f'"{quoted}"', indent, column)
    if _needs_quotes(text):
        return _folded("'" + text.replace("'", "''") + "'", indent, column)
    return _folded(text, indent, column)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02X}" if code < 256 else f"\\u{code:04X}" if code < 65536 else f"\\U{code:08X}"


def _folded(text: str, indent: int, column: int) -> str:
    """Broken at single blanks behind the 80th column, as libyaml's emitter breaks long scalars."""
    if column == 0 or column + len(text) <= _WIDTH or " " not in text:
        return text
    lines: list[str] = []
    line: list[str] = []
    at = column
    for position, character in enumerate(text):
        is_single = (
            character == " "
            and 1 < position < len(text) - 2
            and text[position - 1] != " "
            and text[position + 1] != " "
        )
        if is_single and at > _WIDTH:
            lines.append("".join(line))
            line = [" " * (indent + 2)]
            at = indent + 2
        else:
            line.append(character)
            at += 1
    return "\n".join([*lines, "".join(line)])


def _resolves_otherwise(text: str) -> bool:
    """Whether an unquoted scalar would be read as something else than this text."""
    return not isinstance(scalars.plain(text), str) or _BASE_60.match(text) is not None or _DATE.match(text) is not None


def _needs_quotes(text: str) -> bool:
    if text != text.strip(" ") or text[0] in _INDICATORS_IN_FRONT or text.startswith(("---", "...")):
        return True
    if text[0] in "-?:" and (len(text) == 1 or text[1] == " "):
        return True
    return ": " in text or " #" in text or text.endswith(":")


def _literal(text: str, indent: int) -> str:
    """A text of several lines in ``|`` form."""
    hint = "2" if text[0] in " \n" else ""
    chomping = "-" if not text.endswith("\n") else "+" if text.endswith("\n\n") or text == "\n" else ""
    body = text[:-1] if text.endswith("\n") else text
    blank = " " * (indent + 2)
    return f"|{hint}{chomping}\n" + "\n".join(blank + line if line else "" for line in body.split("\n"))


def _compare(one: str, other: str) -> int:
    """The order of keys (go-yaml's sorter.go): letters behind other characters, numbers by their value."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a == b:
            continue
        if a.isalpha() and b.isalpha():
            return -1 if a < b else 1
        if a.isalpha() or b.isalpha():
            return -1 if b.isalpha() else 1
        first, second = (_NUMBER.findall(text, at)[0] for text in (one, other))
        lead = "1" if "0" in (a, b) and (before := _BEFORE.search(one[:at])) and before[0].strip("0") else ""
        left, right = (int(f"{lead}{found}" or "0") for found in (first, second))
        if left != right:
            return -1 if left < right else 1
        if len(first) != len(second):
            return -1 if len(first) < len(second) else 1
        return -1 if a < b else 1
    return len(one) - len(other)


def make(template: str, call: Call) -> Callable[[Tree], str]:
    """The printer of ``-o yaml``."""
    return to_text
