"""How the fields of Kubernetes' objects merge: which lists have keys, which maps are one value.

Read off the published type structure (``x-kubernetes-patch-merge-key``,
``x-kubernetes-patch-strategy``, ``x-kubernetes-list-type``, ``x-kubernetes-list-map-keys``,
``x-kubernetes-map-type``) when a type is first asked for.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from sandbox.engine.api.schema.published import Definition, definitions


class Field(NamedTuple):
    """A field that holds a struct, a list or a map.

    ``struct`` names the struct of the field or of the list's items (empty for plain values).
    ``merge_key`` and ``strategies`` are what a strategic merge goes by, ``list_type``
    (``atomic``, ``set``, ``map``) and ``list_keys`` what server-side apply goes by.
    """

    struct: str = ""
    is_list: bool = False
    is_map: bool = False
    merge_key: str = ""
    strategies: tuple[str, ...] = ()
    list_type: str = "atomic"
    list_keys: tuple[str, ...] = ()
    is_atomic: bool = False

    @property
    def merges(self) -> bool:
        """Whether a strategic merge patch merges into the list instead of putting another in its place."""
        return "merge" in self.strategies

    @property
    def retains_keys(self) -> bool:
        """Whether only one of the struct's fields may be set at a time (a union)."""
        return "retainKeys" in self.strategies


PLAIN = Field()


def field(struct: str, name: str) -> Field:
    """The facts of one field; a plain value's for what is none of struct, list and map."""
    return _fields(struct).get(name, PLAIN)


@cache
def _fields(struct: str) -> dict[str, Field]:
    """The fields of a type that hold a struct, a list or a map. There are some hundred types in all."""
    properties = definitions().get(struct, {}).get("properties") or {}
    found = {name: _read(shape) for name, shape in properties.items()}
    return {name: one for name, one in found.items() if one is not None}


def _read(shape: Definition) -> Field | None:
    kinds = shape.get("type")
    is_list = "array" in (kinds if isinstance(kinds, list) else [kinds])
    is_map = not is_list and "additionalProperties" in shape
    held = shape.get("items") if is_list else shape.get("additionalProperties") if is_map else shape
    struct = str(held.get("$ref", "")).rsplit("/", 1)[-1] if isinstance(held, dict) else ""
    definition = definitions().get(struct) or {}
    if not definition.get("properties"):
        struct = ""
    if not (is_list or is_map or struct):
        return None
    strategy = shape.get("x-kubernetes-patch-strategy")
    return Field(
        struct,
        is_list,
        is_map,
        merge_key=shape.get("x-kubernetes-patch-merge-key", ""),
        strategies=tuple(strategy.split(",")) if strategy else (),
        list_type=shape.get("x-kubernetes-list-type", "atomic"),
        list_keys=tuple(shape.get("x-kubernetes-list-map-keys", ())),
        is_atomic="atomic"
        in (
            shape.get("x-kubernetes-map-type"),
            None if is_list or not struct else definition.get("x-kubernetes-map-type"),
        ),
    )
