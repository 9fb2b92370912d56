"""Secrets: ``ValidateSecret`` and their strategy, v1.37."""

from __future__ import annotations

import base64
import json

from sandbox.engine.api import formats
from sandbox.engine.api.config_map import MOST_BYTES, frozen
from sandbox.engine.api.errors import FieldError, invalid, required, too_long
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.meta import check_meta, check_meta_update
from sandbox.engine.api.values import each, immutable
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State

SERVICE_ACCOUNT_NAME = "kubernetes.io/service-account.name"
_DOCKER = {"kubernetes.io/dockercfg": ".dockercfg", "kubernetes.io/dockerconfigjson": ".dockerconfigjson"}
#: Keys that a type of Secret has to have.
_KEYS = {"kubernetes.io/tls": ("tls.crt", "tls.key"), "kubernetes.io/ssh-auth": ("ssh-privatekey",)}


def default(tree: Tree, state: State) -> None:
    """Opaque; plain text is put among the encoded data."""
    if not tree.get("type"):
        tree["type"] = "Opaque"
    plain = tree.pop("stringData", None)
    if plain:
        encoded = {
            key: base64.b64encode(value.encode("utf-8", "surrogatepass")).decode() for key, value in plain.items()
        }
        tree["data"] = {**(tree.get("data") or {}), **encoded}


def prepare(new: Tree, old: Tree | None, state: State) -> None:
    """A change without a type is of the type that is there."""
    if old is not None and not new.get("type"):
        new["type"] = old.get("type", "Opaque")


def validate(tree: Tree, state: State) -> list[FieldError]:
    """A new Secret."""
    return check_meta(tree, is_namespaced=True, name_rule=formats.dns1123_subdomain) + _content(tree)


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """A changed one: its type stays."""
    errors = check_meta_update(new, old)
    errors += immutable(new.get("type"), old.get("type"), ("type",))
    return [*errors, *frozen(new, old, ("data",)), *_content(new)]


def _content(tree: Tree) -> list[FieldError]:
    data, kind = tree.get("data") or {}, tree.get("type", "")
    errors: list[FieldError] = []
    size = 0
    for key, value in sorted(data.items()):
        errors += each((f"data[{key}]",), key, formats.config_map_key(key))
        size += len(base64.b64decode(value))
    if size > MOST_BYTES:
        errors.append(too_long(("data",), f"may not be more than {MOST_BYTES} bytes"))
    if kind == "kubernetes.io/service-account-token":
        annotations = (tree.get("metadata") or {}).get("annotations") or {}
        if not annotations.get(SERVICE_ACCOUNT_NAME):
            errors.append(required(("metadata", f"annotations[{SERVICE_ACCOUNT_NAME}]")))
    elif kind in _DOCKER:
        errors += _docker(data.get(_DOCKER[kind]), _DOCKER[kind])
    elif kind == "kubernetes.io/basic-auth" and "username" not in data and "password" not in data:
        errors += [required(("data[username]",)), required(("data[password]",))]
    return errors + [required((f"data[{key}]",)) for key in _KEYS.get(kind, ()) if key not in data]


def _docker(value: str | None, key: str) -> list[FieldError]:
    where = (f"data[{key}]",)
    if value is None:
        return [required(where)]
    try:
        json.loads(base64.b64decode(value))
    except ValueError:
        return [invalid(where, "<secret contents redacted>", "invalid character in JSON")]
    return []


KIND = Kind(
    "Secret",
    "secrets",
    "io.k8s.api.core.v1.Secret",
    default=default,
    prepare=prepare,
    validate=validate,
    validate_existing=validate_existing,
)
