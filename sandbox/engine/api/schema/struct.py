"""Go structs, compiled from the published structure: what decoding, completion and ``explain`` read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sandbox.engine.api.schema.go_types import ALWAYS_THERE, KEPT_WHEN_EMPTY, NAMED, OMITTED_WHEN_ZERO
from sandbox.engine.api.schema.published import Definition, definition

_REFERENCE = "#/$defs/"

#: Published types that are no structs to a reader, and what their JSON may be.
SCALARS: dict[str, str] = {
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "int-or-string",
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "quantity",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "time",
    "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "time",
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": "any",
    "io.k8s.apimachinery.pkg.runtime.RawExtension": "any",
}

_GO_SCALARS = {"int-or-string": "int32", "quantity": "resource.Quantity", "time": "string"}


@dataclass(frozen=True, slots=True, eq=False)
class Type:
    """What a value may be.

    ``shape`` is ``string``, ``bool``, ``int32``, ``int64``, ``float64``, ``bytes``, ``int-or-string``,
    ``quantity``, ``time``, ``any``, ``list``, ``map`` or ``struct``. ``go`` is the type as Go
    names it in an error; ``item`` the type of a list's items or a map's values; ``name`` the
    published name of a struct.
    """

    shape: str
    go: str
    item: Type | None = None
    name: str = ""

    def struct(self) -> Struct:
        """The struct behind a type of that shape."""
        return struct(self.name)

    @property
    def inner(self) -> Type:
        """The type of a list's items or a map's values; itself for any other."""
        return self if self.item is None else self.item


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One field of a struct, with the text and the list rules that were published for it."""

    name: str
    type: Type
    doc: str
    is_required: bool
    is_omitted_when_zero: bool
    is_kept_when_empty: bool
    is_always_there: bool
    merge_key: str = ""
    patch_strategy: str = ""
    list_type: str = ""
    list_map_keys: tuple[str, ...] = ()
    map_type: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Struct:
    """A Go struct: its published name, its short name as errors spell it, its fields."""

    name: str
    go: str
    doc: str
    fields: dict[str, Field]


_declared: dict[str, dict[str, str]] = {}


def declare(name: str, field: str, go: str) -> None:
    """Say a field's Go type (``*v1.IPFamilyPolicy``) where the published structure does not; to
    be called while the room of a kind is imported, before anything is decoded."""
    _declared.setdefault(name, {})[field] = go


@cache
def struct(name: str) -> Struct:
    """The struct of a published type (``io.k8s.api.core.v1.ServiceSpec``)."""
    found = definition(name)
    short = name.rsplit(".", 1)[-1]
    required = found.get("required") or ()
    properties = found.get("properties") or {}
    fields = {field: _field(short, field, shape, field in required) for field, shape in properties.items()}
    for field, go in _declared.get(name, {}).items():
        known = fields.get(field) or _field(short, field, {}, False)
        fields[field] = replace(
            known,
            type=known.type if known.type.inner.shape == "struct" else _declared_type(go),
            is_omitted_when_zero=not go.startswith("*") and not known.is_required,
        )
    return Struct(name, short, found.get("description", ""), fields)


def _declared_type(go: str) -> Type:
    bare = go.removeprefix("*")
    if bare.startswith("[]"):
        return Type("list", bare, _declared_type(bare[2:]))
    if bare.startswith("map[string]"):
        return Type("map", bare, _declared_type(bare.removeprefix("map[string]")))
    if bare == "intstr.IntOrString":
        return Type("int-or-string", "int32")
    return Type(bare if bare in ("bool", "int32", "int64", "float64") else "string", bare)


def _field(owner: str, name: str, shape: Definition, is_required: bool) -> Field:
    return Field(
        name=name,
        type=_type(shape, NAMED.get(owner, {}).get(name)),
        doc=shape.get("description", ""),
        is_required=is_required,
        is_omitted_when_zero=name in OMITTED_WHEN_ZERO.get(owner, ()),
        is_kept_when_empty=name in KEPT_WHEN_EMPTY.get(owner, ()),
        is_always_there=name in ALWAYS_THERE.get(owner, ()),
        merge_key=shape.get("x-kubernetes-patch-merge-key", ""),
        patch_strategy=shape.get("x-kubernetes-patch-strategy", ""),
        list_type=shape.get("x-kubernetes-list-type", ""),
        list_map_keys=tuple(shape.get("x-kubernetes-list-map-keys", ())),
        map_type=shape.get("x-kubernetes-map-type", ""),
    )


def _type(shape: Definition, named: str | None = None) -> Type:
    reference = shape.get("$ref")
    if reference is not None:
        return _referenced(reference.removeprefix(_REFERENCE))
    kind = _json_type(shape)
    if kind == "array":
        item = _type(shape.get("items") or {}, named)
        return Type("list", f"[]{item.go}", item)
    if kind == "object":
        if "additionalProperties" not in shape:
            return Type("any", "map[string]interface {}")
        item = _type(shape["additionalProperties"])
        return Type("map", f"map[string]{item.go}", item)
    if kind == "integer":
        go = shape.get("format", "int64")
        return Type(go, named or go)
    if kind == "boolean":
        return Type("bool", "bool")
    if kind == "number":
        return Type("float64", "float64")
    if kind == "string":
        return Type("bytes", "[]uint8") if shape.get("format") == "byte" else Type("string", named or "string")
    return Type("any", "interface {}")


def _referenced(name: str) -> Type:
    scalar = SCALARS.get(name)
    if scalar is not None:
        return Type(scalar, _GO_SCALARS.get(scalar, ""))
    found = definition(name)
    if not found.get("properties"):
        return Type("any", f"v1.{name.rsplit('.', 1)[-1]}", name=name)
    package, short = name.rsplit(".", 2)[-2:]
    return Type("struct", f"{package}.{short}", name=name)


def _json_type(shape: Definition) -> Any:
    kind = shape.get("type")
    if isinstance(kind, list):
        return next((one for one in kind if one != "null"), None)
    return kind
