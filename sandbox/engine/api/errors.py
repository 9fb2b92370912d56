"""A mistake in an object as the API server reports it: a value, never thrown.

The spelling follows ``k8s.io/apimachinery/pkg/util/validation/field`` (Error.Error, v1.37):
``spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive``.
"""

from __future__ import annotations

import json
from enum import Enum
from typing import Any, NamedTuple

from sandbox.engine.places import Path, to_text


class ErrorType(Enum):
    """The kinds of field error: the reason that a Status cause carries, and the words shown."""

    NOT_FOUND = ("FieldValueNotFound", "Not found")
    REQUIRED = ("FieldValueRequired", "Required value")
    DUPLICATE = ("FieldValueDuplicate", "Duplicate value")
    INVALID = ("FieldValueInvalid", "Invalid value")
    NOT_SUPPORTED = ("FieldValueNotSupported", "Unsupported value")
    FORBIDDEN = ("FieldValueForbidden", "Forbidden")
    TOO_LONG = ("FieldValueTooLong", "Too long")
    TOO_MANY = ("FieldValueTooMany", "Too many")
    INTERNAL = ("InternalError", "Internal error")
    TYPE_INVALID = ("FieldValueTypeInvalid", "Invalid value")

    @property
    def reason(self) -> str:
        return self.value[0]

    @property
    def words(self) -> str:
        return self.value[1]


#: These are said without the value.
_WITHOUT_VALUE = (ErrorType.REQUIRED, ErrorType.FORBIDDEN, ErrorType.TOO_LONG, ErrorType.INTERNAL)


class FieldError(NamedTuple):
    """One mistake: its kind, the field's path, the value there and what is wrong with it."""

    type: ErrorType
    path: Path
    value: Any
    detail: str

    @property
    def field(self) -> str:
        return to_text(self.path)

    @property
    def body(self) -> str:
        """Everything behind the field's name."""
        if self.type in _WITHOUT_VALUE:
            said = self.type.words
        else:
            said = f"{self.type.words}: {shown(self.value)}"
        return f"{said}: {self.detail}" if self.detail else said

    def __str__(self) -> str:
        return f"{self.field}: {self.body}"


def shown(value: Any) -> str:
    """A value as a field error shows it (Go's %q for text, JSON for what has parts)."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return quoted(value)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


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


def quoted(text: str) -> str:
    """Text in Go's %q: what cannot be printed is written as an escape."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(_escaped(letter) for letter in text) + '"'


def _escaped(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    code = ord(letter)
    if letter.isprintable():
        return letter
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def required(path: Path, detail: str = "") -> FieldError:
    return FieldError(ErrorType.REQUIRED, path, "", detail)


def invalid(path: Path, value: Any, detail: str) -> FieldError:
    return FieldError(ErrorType.INVALID, path, value, detail)


def forbidden(path: Path, detail: str) -> FieldError:
    return FieldError(ErrorType.FORBIDDEN, path, "", detail)


def duplicate(path: Path, value: Any) -> FieldError:
    return FieldError(ErrorType.DUPLICATE, path, value, "")


def not_supported(path: Path, value: Any, valid: list[str] | tuple[str, ...]) -> FieldError:
    """``valid`` is listed in alphabetical order, as the API server does."""
    listed = ", ".join(f'"{one}"' for one in sorted(valid))
    return FieldError(ErrorType.NOT_SUPPORTED, path, value, f"supported values: {listed}" if listed else "")


def too_long(path: Path, detail: str) -> FieldError:
    return FieldError(ErrorType.TOO_LONG, path, "", detail)


def not_found(path: Path, value: Any) -> FieldError:
    return FieldError(ErrorType.NOT_FOUND, path, value, "")
