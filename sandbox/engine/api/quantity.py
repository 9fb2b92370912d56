"""Quantities such as ``500m``, ``64Mi`` and ``1e3``: their value and their canonical text.

Follows ``apimachinery/pkg/api/resource`` (Quantity, v1.37). Values are exact.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

_FORM = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?[0-9]+)?")
_BINARY = {"Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6}
_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}


class Quantity(NamedTuple):
    """An exact number and the notation it is written in: ``binary``, ``decimal`` or ``exponent``."""

    value: Fraction
    notation: str = "decimal"

    def __str__(self) -> str:
        return _text(self.value, self.notation)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Quantity | None:
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    number, suffix = Fraction(found[1].rstrip(".")), found[2] or ""
    if suffix in _BINARY:
        return Quantity(_rounded(number * 1024 ** _BINARY[suffix]), "binary")
    if suffix in _DECIMAL:
        return Quantity(_rounded(number * Fraction(10) ** _DECIMAL[suffix]))
    return Quantity(_rounded(number * Fraction(10) ** int(suffix[1:])), "exponent")


def parse(value: Any) -> Quantity | None:
    """The quantity of a text or number, None for what is none."""
    if isinstance(value, bool) or value is None:
        return None
    return _parsed(str(value))


def canonical(value: Any) -> str:
    """The text the API server writes for a quantity; the text itself where it is none."""
    found = parse(value)
    return str(value) if found is None else str(found)


def _rounded(number: Fraction) -> Fraction:
    """Nothing below a billionth is kept: it is rounded up, away from zero."""
    scaled = number * 10**9
    if scaled.denominator == 1:
        return number
    whole = abs(scaled.numerator) // scaled.denominator + 1
    return Fraction(whole if scaled > 0 else -whole, 10**9)


def _text(value: Fraction, notation: str) -> str:
    if value == 0:
        return "0"
    if notation == "binary" and (abs(value) < 1024 or value.denominator != 1):
        notation = "decimal"
    if notation == "binary":
        number, power = int(value), 0
        while number % 1024 == 0 and power < 6:
            number, power = number // 1024, power + 1
        return f"{number}{['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'][power]}"
    exponent = -9
    number = int(value * 10**9)
    while number % 1000 == 0 and exponent < 18:
        number, exponent = number // 1000, exponent + 3
    if notation == "exponent":
        return f"{number}e{exponent}" if exponent else str(number)
    return f"{number}{next(suffix for suffix, power in _DECIMAL.items() if power == exponent)}"
