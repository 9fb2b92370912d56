"""What kubectl itself checks of an object before it asks the server: the types in ``metadata``.

The text is that of Go's JSON decoder for the first value, in alphabetical order of keys, that
does not fit ``metav1.ObjectMeta`` (``resource.metadataValidatingDecoder``, v1.37).
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from sandbox.engine.apiserver.patching import json_kind, to_json
from sandbox.engine.places import Path, to_text

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.,]\d+)?(Z|[-+]\d\d:\d\d)\Z")
_OWNER = "OwnerReference"
_MANAGED = "ManagedFieldsEntry"
#: Each struct's fields and the Go types they have.
STRUCTS: dict[str, dict[str, str]] = {
    "ObjectMeta": {
        "annotations": "map[string]string",
        "creationTimestamp": "Time",
        "deletionGracePeriodSeconds": "int64",
        "deletionTimestamp": "Time",
        "finalizers": "[]string",
        "generateName": "string",
        "generation": "int64",
        "labels": "map[string]string",
        "managedFields": "[]v1.ManagedFieldsEntry",
        "name": "string",
        "namespace": "string",
        "ownerReferences": "[]v1.OwnerReference",
        "resourceVersion": "string",
        "selfLink": "string",
        "uid": "types.UID",
    },
    _OWNER: {
        "apiVersion": "string",
        "blockOwnerDeletion": "bool",
        "controller": "bool",
        "kind": "string",
        "name": "string",
        "uid": "types.UID",
    },
    _MANAGED: {
        "apiVersion": "string",
        "fieldsType": "string",
        "manager": "string",
        "operation": "v1.ManagedFieldsOperationType",
        "subresource": "string",
        "time": "Time",
    },
}


class Mistake(NamedTuple):
    """A value of the wrong type: what Go says, and where it is."""

    said: str
    path: Path
    advice: str

    @property
    def field(self) -> str:
        return to_text(self.path)


def mistake(tree: dict[str, Any]) -> Mistake | None:
    """The first value of the wrong type in ``metadata`` (and in kind and apiVersion), None where all fit."""
    if not isinstance(tree.get("kind"), str) or not tree["kind"]:
        return Mistake(f"Object 'Kind' is missing in '{to_json(tree)}'", ("kind",), "every object says its kind")
    if not isinstance(tree.get("apiVersion"), str) and tree.get("apiVersion") is not None:
        return _mistake(tree["apiVersion"], "metadataOnlyObject", "apiVersion", ("apiVersion",), "string")
    metadata = tree.get("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        return Mistake(
            f"json: cannot unmarshal {json_kind(metadata)} into Go struct field "
            "metadataOnlyObject.metadata of type v1.ObjectMeta",
            ("metadata",),
            "metadata is a mapping: name and labels stand below it, indented, a blank behind each colon",
        )
    return _struct(metadata, "ObjectMeta", "metadata", ("metadata",))


def _struct(tree: dict[str, Any], struct: str, spelled: str, path: Path) -> Mistake | None:
    known = STRUCTS[struct]
    for key in sorted(tree):
        value = tree[key]
        if key not in known or value is None:
            continue
        found = _value(value, known[key], struct, f"{spelled}.{key}", (*path, key))
        if found is not None:
            return found
    return None


def _value(value: Any, wanted: str, struct: str, spelled: str, path: Path) -> Mistake | None:
    if wanted == "Time":
        if not isinstance(value, str):
            return _mistake(value, struct, spelled, path, "string")
        if _TIME.match(value):
            return None
        return Mistake(
            f'parsing time "{value}" as "2006-01-02T15:04:05Z07:00": cannot parse "{value}" as "2006"',
            path,
            "a time is text such as 2026-01-01T00:00:00Z",
        )
    if wanted.startswith("map[string]"):
        if not isinstance(value, dict):
            return _mistake(value, struct, spelled, path, wanted)
        for key in sorted(value):
            if not isinstance(value[key], str) and value[key] is not None:
                return _mistake(value[key], struct, spelled, (*path, key), "string")
        return None
    if wanted.startswith("[]"):
        if not isinstance(value, list):
            return _mistake(value, struct, spelled, path, wanted)
        inside = wanted.removeprefix("[]").removeprefix("v1.")
        for position, one in enumerate(value):
            at = (*path, position)
            if inside in STRUCTS and isinstance(one, dict):
                found = _struct(one, inside, spelled, at)
            elif inside in STRUCTS or not isinstance(one, str):
                found = None if one is None else _mistake(one, struct, spelled, at, wanted.removeprefix("[]"))
            else:
                found = None
            if found is not None:
                return found
        return None
    fits = {"int64": isinstance(value, int) and not isinstance(value, bool), "bool": isinstance(value, bool)}.get(
        wanted, isinstance(value, str)
    )
    return None if fits else _mistake(value, struct, spelled, path, wanted)


def _mistake(value: Any, struct: str, spelled: str, path: Path, wanted: str) -> Mistake:
    word = json_kind(value)
    if word == "number" and wanted == "int64":
        word = f"number {value}"
    advice = (
        "this has to be text: put it in quotes"
        if word in ("bool", "number") and wanted != "int64"
        else f"this has to be {_plain(wanted)}, not {'an' if word[0] in 'ao' else 'a'} {word}"
    )
    return Mistake(
        f"json: cannot unmarshal {word} into Go struct field {struct}.{spelled} of type {wanted}", path, advice
    )


def _plain(wanted: str) -> str:
    if wanted.startswith("map"):
        return "a mapping of names to text"
    if wanted.startswith("[]"):
        return "a list"
    return {"int64": "a whole number", "bool": "true or false"}.get(wanted, "text")
