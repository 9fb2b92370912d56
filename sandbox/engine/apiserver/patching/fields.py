"""Sets of fields: what an object has, as server-side apply counts it.

A path's parts are ``("f", name)`` for a field, ``("k", ((key, value), …))`` for the item of a list
with keys and ``("v", value)`` for the item of a list that is a set; the letters are those of
FieldsV1 (``sigs.k8s.io/structured-merge-diff``, v6 ``fieldpath``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sandbox.engine.apiserver.patching.structure import PLAIN, Field, field

Part = tuple[str, Any]
FieldPath = tuple[Part, ...]

#: What a key of a list is where an item leaves it out.
KEY_DEFAULTS = {"protocol": "TCP"}
#: What every object has, and nobody owns.
_UNOWNED = ("apiVersion", "kind", "status")
_UNOWNED_METADATA = (
    "name",
    "namespace",
    "creationTimestamp",
    "selfLink",
    "uid",
    "generation",
    "managedFields",
    "resourceVersion",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
)


def values(tree: dict[str, Any], struct: str) -> dict[FieldPath, Any]:
    """Every field that can be owned, with its value (items of keyed lists have None)."""
    bare = {key: value for key, value in tree.items() if key not in _UNOWNED}
    metadata = {key: value for key, value in (bare.pop("metadata", None) or {}).items() if key not in _UNOWNED_METADATA}
    if metadata:
        bare["metadata"] = metadata
    found: dict[FieldPath, Any] = {}
    for name, value in bare.items():
        _walk(value, (("f", name),), field(struct, name), found)
    return found


def _walk(value: Any, path: FieldPath, facts: Field, found: dict[FieldPath, Any]) -> None:
    if isinstance(value, dict) and value and not facts.is_atomic:
        for name, one in value.items():
            _walk(one, (*path, ("f", name)), inside(facts, name), found)
    elif isinstance(value, list) and value and facts.list_type == "map":
        for item in value:
            at = (*path, part(item, facts))
            found[at] = None
            for name, one in item.items() if isinstance(item, dict) else ():
                _walk(one, (*at, ("f", name)), field(facts.struct, name), found)
    elif isinstance(value, list) and value and facts.list_type == "set":
        for item in value:
            found[(*path, ("v", item))] = item
    else:
        found[path] = value


def inside(facts: Field, name: str) -> Field:
    """The facts of a field of a struct, or of a value of a map."""
    if facts.is_map:
        return Field(facts.struct) if facts.struct else PLAIN
    return field(facts.struct, name)


def part(item: Any, facts: Field) -> Part:
    """The part of a path that names an item of a keyed list."""
    held = item if isinstance(item, dict) else {}
    return (
        "k",
        tuple(
            (key, held.get(key, KEY_DEFAULTS.get(key)))
            for key in sorted(facts.list_keys)
            if key in held or key in KEY_DEFAULTS
        ),
    )


def shown(path: FieldPath) -> str:
    """``.spec.ports[port=80,protocol="TCP"].targetPort``."""
    text = ""
    for letter, what in path:
        if letter == "f":
            text += f".{what}"
        elif letter == "k":
            text += "[" + ",".join(f"{key}={json.dumps(value)}" for key, value in what) + "]"
        else:
            text += f"[={json.dumps(what)}]"
    return text


def in_order(paths: Iterable[FieldPath]) -> Iterator[FieldPath]:
    """Paths as a fieldpath.Set lists them: at each level first what ends there, then what goes on."""
    here: set[Part] = set()
    below: dict[Part, list[FieldPath]] = {}
    for path in paths:
        if len(path) == 1:
            here.add(path[0])
        elif path:
            below.setdefault(path[0], []).append(path[1:])
    for one in sorted(here, key=_text):
        yield (one,)
    for one in sorted(below, key=_text):
        for rest in in_order(below[one]):
            yield (one, *rest)


def to_fields_v1(paths: Iterable[FieldPath]) -> dict[str, Any]:
    """A set as ``metadata.managedFields[].fieldsV1`` holds it."""
    tree: dict[str, Any] = {}
    for path in sorted(paths, key=lambda one: [_text(part) for part in one]):
        node = tree
        for one in path:
            node = node.setdefault(_text(one), {})
        if path[-1][0] == "k":
            node["."] = {}
    return tree


def from_fields_v1(tree: dict[str, Any]) -> set[FieldPath]:
    """The set that a managedFields entry holds."""
    found: set[FieldPath] = set()
    _read(tree, (), found)
    return found


def _read(tree: dict[str, Any], path: FieldPath, found: set[FieldPath]) -> None:
    for text, below in tree.items():
        if text == ".":
            found.add(path)
            continue
        letter, _, rest = text.partition(":")
        if letter == "f":
            at: FieldPath = (*path, ("f", rest))
        elif letter == "k":
            at = (*path, ("k", tuple(sorted(json.loads(rest).items()))))
        else:
            at = (*path, ("v", json.loads(rest)))
        if below:
            _read(below, at, found)
        else:
            found.add(at)


def _text(one: Part) -> str:
    letter, what = one
    if letter == "f":
        return f"f:{what}"
    if letter == "k":
        return "k:" + json.dumps(dict(what), separators=(",", ":"), sort_keys=True)
    return "v:" + json.dumps(what, separators=(",", ":"))
