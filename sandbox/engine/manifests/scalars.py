"""Plain YAML scalars as kubectl reads them.

kubectl turns YAML into JSON by sigs.k8s.io/yaml over go-yaml v2: YAML 1.1 booleans, octal and
binary numbers, underscores in numbers, but no base 60 and no dates. JSON then has one kind of
number, so ``80.0`` is the integer 80.
"""

from __future__ import annotations

import math
import re
import struct
from functools import lru_cache
from typing import Any

TRUE = ("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON")
FALSE = ("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF")
NULL = ("", "~", "null", "Null", "NULL")
INFINITE = (".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF")
MINUS_INFINITE = ("-.inf", "-.Inf", "-.INF")
NOT_A_NUMBER = (".nan", ".NaN", ".NAN")

_WORDS: dict[str, Any] = {
    **dict.fromkeys(TRUE, True),
    **dict.fromkeys(FALSE, False),
    **dict.fromkeys(NULL, None),
    **dict.fromkeys(INFINITE, float("inf")),
    **dict.fromkeys(MINUS_INFINITE, float("-inf")),
    **dict.fromkeys(NOT_A_NUMBER, float("nan")),
}
#: A plain scalar that begins with none of these is text.
_MAY_BE_MORE_THAN_TEXT = frozenset("+-.0123456789yYnNtTfFoO~")
_INTEGER = re.compile(r"([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]([0-7]+)|0[bB]([01]+)|0([0-7]+)|(0|[1-9][0-9]*))\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_SMALLEST, _LARGEST = -(1 << 63), (1 << 64) - 1
_LARGEST_SIGNED = (1 << 63) - 1

_SHORT = "tag:yaml.org,2002:"


class NotDecodable(ValueError):
    """A scalar whose tag its text does not fit, in go-yaml's words."""


def plain(text: str) -> Any:
    """The value of an unquoted scalar without a tag: text, number, boolean or None."""
    if text and text[0] not in _MAY_BE_MORE_THAN_TEXT:
        return text
    return _short(text) if len(text) < 32 else _plain(text)


@lru_cache(maxsize=4096)
def _short(text: str) -> Any:
    """The same for a short text: manifests are full of the same few numbers and words."""
    return _plain(text)


def _plain(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    first = text[0]
    if first == ".":
        return _float(text) if "_" not in text else text
    if first in "+-0123456789":
        digits = text.replace("_", "")
        found = _INTEGER.match(digits)
        if found is not None:
            value = _integer(found)
            if _SMALLEST <= value <= _LARGEST:
                return value if value <= _LARGEST_SIGNED else float(value)
        number = _float(digits)
        return text if isinstance(number, str) else number
    return text


def as_json(value: Any) -> Any:
    """The value behind the way through JSON, where a float without a fraction is an integer.

    Raises NotDecodable for what JSON cannot say.
    """
    if isinstance(value, float):
        if value in (float("inf"), float("-inf")) or value != value:
            word = "NaN" if value != value else "+Inf" if value > 0 else "-Inf"
            raise NotDecodable(f"json: unsupported value: {word}")
        return int(value) if value.is_integer() and _SMALLEST <= value <= _LARGEST_SIGNED else value
    return value


def tagged(text: str, tag: str) -> Any:
    """The value of a scalar that carries a tag. Raises NotDecodable."""
    short = tag.removeprefix(_SHORT)
    if short == tag or short in ("str", "timestamp"):
        return text
    if short == "binary":
        return _binary(text)
    value = plain(text)
    is_integer = isinstance(value, int) and not isinstance(value, bool)
    fits = {
        "null": value is None,
        "bool": isinstance(value, bool),
        "int": is_integer,
        "float": isinstance(value, float) or is_integer,
    }.get(short, True)
    if not fits:
        raise NotDecodable(f"yaml: cannot decode !!{_kind(value)} `{text}` as a !!{short}")
    return value


def as_key(value: Any) -> str | None:
    """A mapping's key as JSON spells it; None for null, which JSON has no key for."""
    if isinstance(value, str):
        return value
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _shortest(value)


def _integer(found: re.Match[str]) -> int:
    sign, hexadecimal, octal, binary, old_octal, decimal = found.groups()
    if decimal is not None:
        value = int(decimal) if len(decimal) < 25 else _LARGEST + 1
    elif hexadecimal is not None:
        value = int(hexadecimal, 16)
    elif binary is not None:
        value = int(binary, 2)
    else:
        value = int(octal or old_octal, 8)
    return -value if sign == "-" else value


def _float(text: str) -> Any:
    if _FLOAT.match(text) is None:
        return text
    value = float(text)
    if value in (float("inf"), float("-inf")):
        return text
    return value


def _binary(text: str) -> str:
    import base64
    import binascii

    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise NotDecodable("yaml: !!binary value contains invalid base64 data") from None
    return data.decode("utf-8", "replace")


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    return {int: "int", float: "float"}.get(type(value), "str")


def _single(value: float) -> float:
    """The nearest number of 32 bits, infinite where there is none."""
    try:
        found: float = struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)
    return found


def _shortest(value: float) -> str:
    """A number as Go's ``FormatFloat(value, 'g', -1, 32)`` writes it, and as YAML does where there is no number
    (sigs.k8s.io/yaml puts ``.inf`` for ``+Inf``)."""
    single = _single(value)
    if math.isnan(single):
        return ".nan"
    if math.isinf(single):
        return ".inf" if single > 0 else "-.inf"
    for digits in range(1, 10):
        text = f"{single:.{digits}g}"
        if _single(float(text)) == single:
            break
    mantissa, _, exponent = f"{float(text):.{digits - 1}e}".partition("e")
    power = int(exponent)
    if power < -4 or power >= 6:
        return f"{mantissa}e{power:+03d}"
    return f"{float(text):.{max(digits - 1 - power, 0)}f}"
