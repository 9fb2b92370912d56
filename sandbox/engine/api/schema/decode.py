"""A tree of JSON values into the shape of a Go struct, with the errors Go's decoder makes.

Follows ``sigs.k8s.io/json`` (the API server's decoder, release 1.37): field names are told
apart by case; null leaves a field as it is; the first value of a wrong type is what gets
reported, unless a type with a decoder of its own (a port, a quantity, a time) complains, which
ends everything; unknown fields are collected in the order they are met (kubectl sends objects
with sorted keys, so in alphabetical order).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sandbox.engine.api.schema.scalars import SCALARS, integer_decoder
from sandbox.engine.api.schema.struct import Struct, Type, struct
from sandbox.engine.api.schema.walk import Decoder, Fatal, Step, Walk

Tree = dict[str, Any]

_MOST_UNKNOWN = 100


class Decoded(NamedTuple):
    """The tree in the API's own shape; ``error`` is Go's text for a value of a wrong type (the
    tree is then of no use), ``unknown`` the strict decoder's complaints. ``conversion`` is the
    error in the words of apimachinery's converter, which strategic merge patches go through."""

    tree: Tree
    error: str = ""
    unknown: tuple[str, ...] = ()
    conversion: str = ""


def decode(name: str, tree: Any) -> Decoded:
    """Decode ``tree`` as the published type ``name``; never raises for any JSON value."""
    walk = Walk()
    try:
        found = _struct_decoder(name)(tree, walk)
    except Fatal as fatal:
        return Decoded({}, fatal.text, (), fatal.conversion)
    if walk.error:
        return Decoded({}, walk.error, (), walk.conversion)
    return Decoded(found, "", tuple(walk.unknown[:_MOST_UNKNOWN]))


_built: dict[str, Decoder] = {}


def _struct_decoder(name: str) -> Decoder:
    found = _built.get(name)
    if found is None:
        found = _built[name] = _of_struct(struct(name))
    return found


def _of_struct(shape: Struct) -> Decoder:
    go, owner = f"{shape.name.rsplit('.', 2)[-2]}.{shape.go}", shape.go
    # A struct may contain itself: its fields' decoders are built at its first use.
    decoders: dict[str, tuple[Decoder, Step, bool]] = {}
    always: list[tuple[str, Decoder]] = []

    def build() -> None:
        for field in shape.fields.values():
            is_dropped_empty = field.type.shape in ("list", "map") and not field.is_kept_when_empty
            decoders[field.name] = (
                _decoder(field.type),
                (owner, field.name),
                is_dropped_empty or field.is_omitted_when_zero,
            )
            if field.is_always_there:
                always.append((field.name, decoders[field.name][0]))

    def decode_struct(value: Any, walk: Walk) -> Any:
        if not decoders:
            build()
        if value.__class__ is not dict and not isinstance(value, Mapping):
            return walk.mismatch(value, go, "struct")
        out: Tree = {}
        stack = walk.stack
        for name in sorted(value):
            known = decoders.get(name)
            if known is None:
                walk.unknown_field(name)
                continue
            given = value[name]
            if given is None:
                continue
            decoder, step, is_dropped_empty = known
            stack.append(step)
            found = decoder(given, walk)
            stack.pop()
            if found or not is_dropped_empty:
                out[name] = found
        for name, empty in always:
            if name not in out:
                out[name] = empty({}, walk)
        return out

    return decode_struct


def _decoder(type: Type) -> Decoder:
    shape = type.shape
    if shape == "struct":
        name = type.name
        return lambda value, walk: _struct_decoder(name)(value, walk)
    if shape == "list":
        return _of_list(type)
    if shape == "map":
        return _of_map(type)
    if shape in ("int32", "int64"):
        return integer_decoder(type.go, shape)
    return SCALARS[shape](type)


def _of_list(type: Type) -> Decoder:
    item, go, empty = _decoder(type.inner), type.go, _zero(type.inner)

    def decode_list(value: Any, walk: Walk) -> Any:
        if not isinstance(value, list):
            return walk.mismatch(value, go, "list")
        out = []
        stack = walk.stack
        for i, one in enumerate(value):
            stack.append(("", i))
            out.append(item(empty() if one is None else one, walk))
            stack.pop()
        return out

    return decode_list


def _of_map(type: Type) -> Decoder:
    item, go, empty = _decoder(type.inner), type.go, _zero(type.inner)
    is_flat = type.inner.shape == "string"

    def decode_map(value: Any, walk: Walk) -> Any:
        if not isinstance(value, Mapping):
            return walk.mismatch(value, go, "map")
        if is_flat and all(one.__class__ is str for one in value.values()):
            return dict(value)
        out = {}
        stack = walk.stack
        for key in sorted(value):
            stack.append(("", key))
            out[key] = item(empty() if value[key] is None else value[key], walk)
            stack.pop()
        return out

    return decode_map


def _zero(type: Type) -> Callable[[], Any]:
    zeros: dict[str, Callable[[], Any]] = {
        "string": str,
        "bytes": str,
        "bool": bool,
        "int32": int,
        "int64": int,
        "float64": float,
        "list": list,
    }
    return zeros.get(type.shape, dict)


__all__ = ["Decoded", "decode"]
