"""A decoding on its way through a tree: where it is, and what it has found wrong so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def word(value: Any) -> str:
    """How Go's decoder calls a JSON value of a wrong type."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "string"
    return "object" if isinstance(value, Mapping) else "array"


def number_text(value: int | float) -> str:
    """A number as Go's encoder writes it (kubectl sends it that way)."""
    if isinstance(value, int):
        return str(value)
    if value in (float("inf"), float("-inf")) or value != value:
        return str(value)
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    mantissa, e, exponent = repr(value).partition("e")
    if not e:
        return mantissa
    if exponent.startswith("-") and int(exponent) > -7:
        digits = len(mantissa.replace(".", "").replace("-", "")) - 1 - int(exponent)
        return f"{value:.{digits}f}"
    return f"{mantissa}e{exponent[0]}{int(exponent[1:]):02d}"


#: A step into a tree: a struct and its field, or no struct and a map's key or a list's position.
Step = tuple[str, str | int]


class Walk:
    """``unknown`` holds complaints about unknown fields, ``error`` the first wrong type in Go's
    words, ``conversion`` the same in the converter's; ``stack`` the steps that led to where the walk
    is. (Paths are made of them only for what is wrong: most trees have nothing wrong with them.)"""

    __slots__ = ("conversion", "error", "stack", "unknown")

    def __init__(self) -> None:
        self.unknown: list[str] = []
        self.stack: list[Step] = []
        self.error = ""
        self.conversion = ""

    def mismatch(self, value: Any, go: str, shape: str, said: str = "") -> None:
        """Note a value of a wrong type; ``said`` is how it is called where that is not plain."""
        if not self.error:
            said = said or word(value)
            self.error = self.text(said, go)
            self.conversion = converted(value, go, shape)

    def unknown_field(self, name: str) -> None:
        """Note a field that the struct at hand does not have."""
        path = ""
        for _, step in (*self.stack, ("", name)):
            path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
        self.unknown.append(f'unknown field "{path}"')

    def text(self, said: str, go: str) -> str:
        fields = [(owner, str(name)) for owner, name in self.stack if owner]
        if not fields:
            return f"json: cannot unmarshal {said} into Go value of type {go}"
        field = ".".join(name for _, name in fields)
        return f"json: cannot unmarshal {said} into Go struct field {fields[-1][0]}.{field} of type {go}"

    def malformed(self, text: str) -> None:
        """Note a text that means nothing."""
        if not self.error:
            self.error = self.conversion = text


class Fatal(Exception):
    """What a type with a decoder of its own says about a value: nothing else counts then.

    It ends a decoding and never leaves this room.
    """

    def __init__(self, text: str, conversion: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.conversion = conversion or text


#: Decodes a value: (value, the walk) -> the value in the API's shape.
Decoder = Callable[[Any, Walk], Any]


def converted(value: Any, go: str, shape: str) -> str:
    """A wrong type in the words of ``FromUnstructured`` (``apimachinery/pkg/runtime/converter.go``)."""
    kind = {"object": "map", "array": "slice"}.get(word(value), word(value))
    if kind == "number":
        kind = "float64" if isinstance(value, float) else "int64"
    if shape in ("map", "list"):
        return f"cannot restore {'slice' if shape == 'list' else 'map'} from {kind}"
    if shape == "struct":
        return f"cannot restore struct from: {kind}"
    if (kind == "int64" and shape == "string") or (kind == "float64" and shape in ("int32", "int64")):
        return f"cannot convert {kind} to {go}"
    return f"unrecognized type: {shape}"
