"""References from a container to a field of its pod, or to its own resources.

Follows ``validateObjectFieldSelector``, ``validateContainerResourceFieldSelector`` and
``ConvertDownwardAPIFieldLabel`` (v1.37).
"""

from __future__ import annotations

import re

from sandbox.engine.api import formats
from sandbox.engine.api.errors import FieldError, invalid, required
from sandbox.engine.api.quantity import parse
from sandbox.engine.api.values import each, unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path

_SUBSCRIPTED = re.compile(r"(.*)\['(.*)'\]", re.DOTALL)
#: What v1 calls fields that may be referred to; the last has another name inside.
_LABELS = {
    "metadata.annotations",
    "metadata.labels",
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.serviceAccountName",
    "spec.schedulerName",
    "spec.hostNetwork",
    "status.phase",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
    "status.nominatedNodeName",
}
_RESOURCES = (
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
)
_HUGE_PAGES = ("limits.hugepages-", "requests.hugepages-")
_BYTES = ("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei")


def validate_field(reference: Tree, allowed: tuple[str, ...], path: Path) -> list[FieldError]:
    """``fieldRef``: a field that exists and that may be referred to from here."""
    version, field = reference.get("apiVersion", ""), reference.get("fieldPath", "")
    if not version:
        return [required((*path, "apiVersion"))]
    if not field:
        return [required((*path, "fieldPath"))]
    if version != "v1":
        return [invalid((*path, "fieldPath"), field, f"error converting fieldPath: unsupported pod version: {version}")]
    subscripted = _SUBSCRIPTED.fullmatch(field)
    if subscripted is not None:
        name, subscript = subscripted[1], subscripted[2]
        if name not in ("metadata.annotations", "metadata.labels"):
            return [
                invalid(
                    (*path, "fieldPath"),
                    field,
                    f"error converting fieldPath: field label does not support subscript: {field}",
                )
            ]
        if name == "metadata.annotations":
            subscript = subscript.lower()
        return each(path, subscript, formats.qualified_name(subscript))
    if field == "spec.host":
        field = "spec.nodeName"
    if field not in _LABELS:
        return [invalid((*path, "fieldPath"), field, f"error converting fieldPath: field label not supported: {field}")]
    return [] if field in allowed else [unsupported((*path, "fieldPath"), field, allowed)]


def validate_resource(reference: Tree, path: Path, *, is_volume: bool) -> list[FieldError]:
    """``resourceFieldRef``: limits or requests of a container, in a sensible unit."""
    resource = reference.get("resource", "")
    errors: list[FieldError] = []
    if is_volume and not reference.get("containerName"):
        errors.append(required((*path, "containerName")))
    elif not resource:
        errors.append(required((*path, "resource")))
    elif resource not in _RESOURCES and not resource.startswith(_HUGE_PAGES):
        errors.append(unsupported((*path, "resource"), resource, _RESOURCES))
    return errors + _divisor(resource, reference.get("divisor"), (*path, "divisor"))


def _divisor(resource: str, divisor: str | None, path: Path) -> list[FieldError]:
    found = parse(divisor)
    if found is None or found.value == 0:
        return []
    name = resource.partition(".")[2]
    if name == "cpu":
        if str(found) in ("1m", "1"):
            return []
        return [invalid(path, resource, "only divisor's values 1m and 1 are supported with the cpu resource")]
    words = {"memory": "memory", "ephemeral-storage": "local ephemeral storage"}.get(
        name, "hugepages" if name.startswith("hugepages-") else ""
    )
    if not words or str(found) in _BYTES:
        return []
    return [
        invalid(path, resource, f"only divisor's values {', '.join(_BYTES)} are supported with the {words} resource")
    ]
