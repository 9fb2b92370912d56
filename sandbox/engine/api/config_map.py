"""ConfigMaps: ``ValidateConfigMap``, v1.37."""

from __future__ import annotations

import base64

from sandbox.engine.api import formats
from sandbox.engine.api.errors import FieldError, forbidden, invalid, too_long
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.meta import check_meta, check_meta_update
from sandbox.engine.api.values import each, is_same
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State

MOST_BYTES = 1 << 20


def validate(tree: Tree, state: State) -> list[FieldError]:
    """A new ConfigMap."""
    return check_meta(tree, is_namespaced=True, name_rule=formats.dns1123_subdomain) + _content(tree)


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """A changed one; what was declared immutable stays."""
    return [*check_meta_update(new, old), *frozen(new, old, ("data", "binaryData")), *_content(new)]


def frozen(new: Tree, old: Tree, fields: tuple[str, ...]) -> list[FieldError]:
    """An object with ``immutable: true`` keeps that and its data."""
    if not old.get("immutable"):
        return []
    said = "field is immutable when `immutable` is set"
    errors = [] if new.get("immutable") else [forbidden(("immutable",), said)]
    return errors + [forbidden((field,), said) for field in fields if not is_same(new.get(field), old.get(field))]


def _content(tree: Tree) -> list[FieldError]:
    data, binary = tree.get("data") or {}, tree.get("binaryData") or {}
    errors: list[FieldError] = []
    size = 0
    for key, value in sorted(data.items()):
        errors += each((f"data[{key}]",), key, formats.config_map_key(key))
        if key in binary:
            errors.append(invalid((f"data[{key}]",), key, "duplicate of key present in binaryData"))
        size += len(value.encode("utf-8", "surrogatepass"))
    for key, value in sorted(binary.items()):
        errors += each((f"binaryData[{key}]",), key, formats.config_map_key(key))
        size += len(base64.b64decode(value))
    if size > MOST_BYTES:
        errors.append(too_long(("",), f"may not be more than {MOST_BYTES} bytes"))
    return errors


KIND = Kind(
    "ConfigMap",
    "configmaps",
    "io.k8s.api.core.v1.ConfigMap",
    short_names=("cm",),
    validate=validate,
    validate_existing=validate_existing,
)
