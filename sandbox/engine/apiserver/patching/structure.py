"""How the fields of Kubernetes' objects merge: which lists have keys, which maps are one value.

The facts come from the published OpenAPI document of v1.37 (``x-kubernetes-patch-merge-key``,
``x-kubernetes-patch-strategy``, ``x-kubernetes-list-type``, ``x-kubernetes-list-map-keys``,
``x-kubernetes-map-type``), cut down by :func:`cut` to ``structure.json``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple


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


@lru_cache(maxsize=1)
def _structures() -> dict[str, dict[str, Field]]:
    held = json.loads((Path(__file__).parent / "structure.json").read_text())
    return {struct: {name: _field(facts) for name, facts in fields.items()} for struct, fields in held.items()}


def _field(facts: dict[str, Any]) -> Field:
    return Field(facts.get("struct", ""), bool(facts.get("list")), bool(facts.get("map")), facts.get("key", ""),
                 tuple(facts.get("strategies", ())), facts.get("type", "atomic"), tuple(facts.get("keys", ())),
                 bool(facts.get("atomic")))


PLAIN = Field()


def field(struct: str, name: str) -> Field:
    """The facts of one field; a plain value's for what is none of struct, list and map."""
    return _structures().get(struct, {}).get(name, PLAIN)


def cut(definitions: dict[str, Any], roots: Iterable[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """The facts above out of an OpenAPI document's definitions, for ``roots`` and all that they hold."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    waiting = list(roots)
    while waiting:
        struct = waiting.pop()
        if struct in found or struct not in definitions:
            continue
        found[struct] = {}
        for name, schema in sorted((definitions[struct].get("properties") or {}).items()):
            facts = _facts(schema, definitions)
            if facts:
                found[struct][name] = facts
                if "struct" in facts:
                    waiting.append(facts["struct"])
    return {struct: fields for struct, fields in sorted(found.items()) if fields}


def _facts(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    kinds = schema.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    held = schema
    if "array" in kinds:
        facts["list"] = True
        held = schema.get("items") or {}
    elif "additionalProperties" in schema:
        facts["map"] = True
        held = schema["additionalProperties"] if isinstance(schema["additionalProperties"], dict) else {}
    struct = str(held.get("$ref", "")).rsplit("/", 1)[-1]
    if struct and (definitions.get(struct) or {}).get("properties"):
        facts["struct"] = struct
    if not facts:
        return {}
    copied = (("x-kubernetes-patch-merge-key", "key"), ("x-kubernetes-list-type", "type"),
              ("x-kubernetes-list-map-keys", "keys"))
    facts.update({short: schema[long] for long, short in copied if long in schema})
    if schema.get("x-kubernetes-patch-strategy"):
        facts["strategies"] = schema["x-kubernetes-patch-strategy"].split(",")
    if schema.get("x-kubernetes-map-type") == "atomic" or _is_atomic(definitions, facts):
        facts["atomic"] = True
    return facts


def _is_atomic(definitions: dict[str, Any], facts: dict[str, Any]) -> bool:
    struct = definitions.get(facts.get("struct", "")) or {}
    return not facts.get("list") and struct.get("x-kubernetes-map-type") == "atomic"
