"""Decoders of single values: texts, numbers, and the types that decode themselves."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any

from sandbox.engine.api.schema.struct import Type
from sandbox.engine.api.schema.walk import Decoder, Fatal, Walk, number_text, word

_QUANTITY = re.compile(r"^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$")
_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
_MOST = {"int32": (1 << 31) - 1, "int64": (1 << 63) - 1}
_BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")


def integer(value: Any, most: int) -> int | None:
    """The whole number a JSON value is, None where it is none or does not fit (``80.0`` is one:
    kubectl sends it as ``80``)."""
    if value.__class__ is int:
        return value if -most - 1 <= value <= most else None
    if isinstance(value, float):
        text = number_text(value)
        if text.lstrip("-").isdigit() and -most - 1 <= int(text) <= most:
            return int(text)
    return None


def _called(value: Any) -> str:
    """How the decoder of whole numbers calls what it cannot take."""
    found = word(value)
    return f"number {number_text(value)}" if found == "number" else found


def integer_decoder(go: str, shape: str) -> Decoder:
    most = _MOST[shape]

    def decode_integer(value: Any, walk: Walk) -> Any:
        if value.__class__ is int and -most - 1 <= value <= most:
            return value
        found = integer(value, most)
        return walk.mismatch(value, go, shape, _called(value)) if found is None else found

    return decode_integer


def _of_string(type: Type) -> Decoder:
    go = type.go

    def decode_string(value: Any, walk: Walk) -> Any:
        return value if isinstance(value, str) else walk.mismatch(value, go, "string")

    return decode_string


def _of_bool(type: Type) -> Decoder:
    def decode_bool(value: Any, walk: Walk) -> Any:
        return value if isinstance(value, bool) else walk.mismatch(value, "bool", "bool")

    return decode_bool


def _of_float(type: Type) -> Decoder:
    def decode_float(value: Any, walk: Walk) -> Any:
        if word(value) == "number":
            return value
        return walk.mismatch(value, "float64", "float64")

    return decode_float


def _of_int_or_string(type: Type) -> Decoder:
    most = _MOST["int32"]

    def decode_int_or_string(value: Any, walk: Walk) -> Any:
        if isinstance(value, str):
            return value
        found = integer(value, most)
        if found is None:
            said = _called(value)
            raise Fatal(walk.text(said, "int32"), f"json: cannot unmarshal {said} into Go value of type int32")
        return found

    return decode_int_or_string


def _of_quantity(type: Type) -> Decoder:
    def decode_quantity(value: Any, walk: Walk) -> Any:
        text = value if isinstance(value, str) else word(value)
        if text == "number" and not isinstance(value, str):
            text = number_text(value)
        if not _QUANTITY.match(text):
            raise Fatal(f"quantities must match the regular expression '{_QUANTITY.pattern}'")
        return text

    return decode_quantity


def _of_time(type: Type) -> Decoder:
    def decode_time(value: Any, walk: Walk) -> Any:
        if not isinstance(value, str):
            raise Fatal(walk.text(word(value), "string"))
        if not _TIME.match(value):
            raise Fatal(f'parsing time "{value}" as "2006-01-02T15:04:05Z07:00": cannot parse "{value}" as "2006"')
        return value

    return decode_time


def _of_bytes(type: Type) -> Decoder:
    def decode_bytes(value: Any, walk: Walk) -> Any:
        if not isinstance(value, str):
            return walk.mismatch(value, "[]uint8", "list")
        try:
            base64.b64decode(value.replace("\n", "").replace("\r", ""), validate=True)
        except (binascii.Error, ValueError):
            return walk.malformed(f"illegal base64 data at input byte {_first_bad_byte(value)}")
        return value

    return decode_bytes


def _first_bad_byte(text: str) -> int:
    """The offset that Go's base64 decoder complains about."""
    for at, letter in enumerate(text):
        if letter not in _BASE64 and letter not in "\r\n":
            return at
    return len(text) - len(text) % 4


def _of_any(type: Type) -> Decoder:
    def decode_any(value: Any, walk: Walk) -> Any:
        return value

    return decode_any


SCALARS: dict[str, Callable[[Type], Decoder]] = {
    "string": _of_string,
    "bool": _of_bool,
    "float64": _of_float,
    "int-or-string": _of_int_or_string,
    "quantity": _of_quantity,
    "time": _of_time,
    "bytes": _of_bytes,
    "any": _of_any,
}
