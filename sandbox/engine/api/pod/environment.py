"""Environment variables of a container.

Follows ``ValidateEnv``, ``ValidateEnvFrom`` and the key selectors of
``pkg/apis/core/validation`` (v1.37; any printable ASCII but ``=`` in names since 1.34).
"""

from __future__ import annotations

from sandbox.engine.api import formats
from sandbox.engine.api.errors import FieldError, invalid, required
from sandbox.engine.api.pod.field_references import validate_field, validate_resource
from sandbox.engine.api.values import each
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path

_FIELDS = (
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
)


def validate_env(variables: list[Tree], path: Path) -> list[FieldError]:
    """Names, and values taken from elsewhere."""
    errors: list[FieldError] = []
    for at, variable in enumerate(variables):
        name = variable.get("name", "")
        if not name:
            errors.append(required((*path, at, "name")))
        else:
            errors += each((*path, at, "name"), name, formats.env_var_name(name))
        if variable.get("valueFrom") is not None:
            errors += _value_from(variable, (*path, at, "valueFrom"))
    return errors


def _value_from(variable: Tree, path: Path) -> list[FieldError]:
    source = variable["valueFrom"]
    errors: list[FieldError] = []
    count = 0
    if source.get("fieldRef") is not None:
        count += 1
        errors += validate_field(source["fieldRef"], _FIELDS, (*path, "fieldRef"))
    if source.get("resourceFieldRef") is not None:
        count += 1
        errors += validate_resource(source["resourceFieldRef"], (*path, "resourceFieldRef"), is_volume=False)
    for kind in ("configMapKeyRef", "secretKeyRef"):
        if source.get(kind) is not None:
            count += 1
            errors += _key(source[kind], (*path, kind))
    if source.get("fileKeyRef") is not None:
        count += 1
    if not count:
        errors.append(
            invalid(
                path,
                "",
                "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, "
                "`secretKeyRef` or `fileKeyRef`",
            )
        )
    elif variable.get("value"):
        errors.append(invalid(path, "", "may not be specified when `value` is not empty"))
    elif count > 1:
        errors.append(invalid(path, "", "may not have more than one field specified at a time"))
    return errors


def _key(reference: Tree, path: Path) -> list[FieldError]:
    name, key = reference.get("name", ""), reference.get("key", "")
    errors = each((*path, "name"), name, formats.dns1123_subdomain(name))
    if not key:
        errors.append(required((*path, "key")))
    else:
        errors += each((*path, "key"), key, formats.config_map_key(key))
    return errors


def validate_env_from(sources: list[Tree], path: Path) -> list[FieldError]:
    """Whole ConfigMaps and Secrets as variables."""
    errors: list[FieldError] = []
    for at, source in enumerate(sources):
        prefix = source.get("prefix", "")
        if prefix:
            errors += each((*path, at, "prefix"), prefix, formats.env_var_name(prefix))
        count = 0
        for kind in ("configMapRef", "secretRef"):
            reference = source.get(kind)
            if reference is None:
                continue
            count += 1
            name = reference.get("name", "")
            if not name:
                errors.append(required((*path, at, kind, "name")))
            else:
                errors += each((*path, at, kind, "name"), name, formats.dns1123_subdomain(name))
        if not count:
            errors.append(invalid(path, "", "must specify one of: `configMapRef` or `secretRef`"))
        elif count > 1:
            errors.append(invalid(path, "", "may not have more than one field specified at a time"))
    return errors
