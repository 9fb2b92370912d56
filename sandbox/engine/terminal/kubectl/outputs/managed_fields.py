"""``metadata.managedFields`` of what kubectl applied from the client's side, for those who look at it.

The API server keeps the entry with every object; here it is worked out when it is shown: the fields
of the last applied manifest with their defaults (``managedfields/internal``, v1.37). Only kinds that
no controller writes into are known so well.
"""

from __future__ import annotations

import json
from typing import Any

from sandbox.engine import api
from sandbox.engine.apiserver.decoding import read
from sandbox.engine.apiserver.patching.fields import KEY_DEFAULTS
from sandbox.engine.apiserver.patching.structure import PLAIN, Field, field
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State

_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_KINDS = ("ConfigMap", "EndpointSlice", "Endpoints", "Secret", "Service", "ServiceAccount")
_UNOWNED = ("apiVersion", "kind", "status")
_UNOWNED_METADATA = ("name", "namespace", "creationTimestamp", "uid", "generation", "resourceVersion")


def with_managed_fields(tree: Tree, state: State) -> Tree:
    """The object (or the list's objects) with the entry, where it is known."""
    if tree.get("kind") == "List":
        return {**tree, "items": [with_managed_fields(item, state) for item in tree.get("items") or ()]}
    metadata = tree.get("metadata") or {}
    text = (metadata.get("annotations") or {}).get(_LAST_APPLIED)
    kind = api.kind(str(tree.get("kind", "")))
    if text is None or kind is None or kind.name not in _KINDS or "managedFields" in metadata:
        return tree
    try:
        body = read(kind, json.loads(text), "Ignore")
    except ValueError:
        return tree
    if body.status is not None:
        return tree
    applied = body.tree
    kind.default(applied, state)
    applied["metadata"].setdefault("annotations", {})[_LAST_APPLIED] = text
    owned = {name: value for name, value in applied.items() if name not in _UNOWNED}
    owned["metadata"] = {name: value for name, value in owned["metadata"].items() if name not in _UNOWNED_METADATA}
    entry = {
        "apiVersion": kind.api_version,
        "fieldsType": "FieldsV1",
        "fieldsV1": {f"f:{name}": _owned(value, field(kind.struct, name)) for name, value in owned.items()},
        "manager": "kubectl-client-side-apply",
        "operation": "Update",
        "time": metadata.get("creationTimestamp", ""),
    }
    return {**tree, "metadata": {**metadata, "managedFields": [entry]}}


def _owned(value: Any, facts: Field) -> Tree:
    """The fields within a value; a map or a list with keys is itself one of them (``.``)."""
    if isinstance(value, dict) and value and not facts.is_atomic:
        found: Tree = {".": {}} if facts.is_map else {}
        for name, one in value.items():
            inner = (Field(facts.struct) if facts.struct else PLAIN) if facts.is_map else field(facts.struct, name)
            found[f"f:{name}"] = _owned(one, inner)
        return found
    if isinstance(value, list) and value and facts.list_type == "map":
        found = {".": {}}
        for item in value:
            key = {name: item.get(name, KEY_DEFAULTS.get(name)) for name in sorted(facts.list_keys)}
            held = {f"f:{name}": _owned(one, field(facts.struct, name)) for name, one in item.items()}
            found["k:" + json.dumps(key, separators=(",", ":"))] = {".": {}, **held}
        return found
    if isinstance(value, list) and value and facts.list_type == "set":
        return {".": {}, **{"v:" + json.dumps(one): {} for one in value}}
    return {}
