"""Values of a JSON tree as Go's ``fmt`` prints them: ``%v``, ``%#v`` and ``%q``."""

from __future__ import annotations

import json
from typing import Any

_ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
}


def plain(value: Any) -> str:
    """``%v``: ``map[app:web]``, ``[1 2]``, ``true``, ``<nil>``."""
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{plain(value[key])}" for key in sorted(value)) + "]"
    if isinstance(value, (list, tuple)):
        return "[" + " ".join(plain(one) for one in value) + "]"
    return number(value) if isinstance(value, (int, float)) else str(value)


def syntax(value: Any) -> str:
    """``%#v``: ``map[string]interface {}{"app":"web"}``."""
    if value is None:
        return "interface {}(nil)"
    if isinstance(value, dict):
        return (
            "map[string]interface {}{" + ", ".join(f"{quoted(key)}:{syntax(value[key])}" for key in sorted(value)) + "}"
        )
    if isinstance(value, list):
        return "[]interface {}{" + ", ".join(syntax(one) for one in value) + "}"
    return quoted(value) if isinstance(value, str) else plain(value)


def quoted(text: str) -> str:
    """``%q``: in double quotes, with Go's escapes."""
    out = []
    for one in text:
        code = ord(one)
        if one in _ESCAPES:
            out.append(_ESCAPES[one])
        elif code < 32 or code == 127:
            out.append(f"\\x{code:02x}")
        else:
            out.append(one if one.isprintable() else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}")
    return '"' + "".join(out) + '"'


def type_name(value: Any) -> str:
    """The Go type of a decoded JSON value."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, dict):
        return "map[string]interface {}"
    if isinstance(value, list):
        return "[]interface {}"
    if value is None:
        return "interface {}"
    return "string" if isinstance(value, str) else "int64" if isinstance(value, int) else "float64"


def number(value: int | float) -> str:
    """A number as ``%v`` prints an int64 or float64."""
    if isinstance(value, int):
        return str(value)
    text = repr(value)
    if text.endswith(".0") and abs(value) < 1e21:
        return text[:-2]
    return text


def marshalled(value: Any, indent: int | None = None) -> str:
    """The value as ``encoding/json`` writes it: keys sorted, no blanks, HTML's characters escaped."""
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=separators, indent=indent)
    for character, escaped in (
        ("&", "\\u0026"),
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(character, escaped)
    return text
