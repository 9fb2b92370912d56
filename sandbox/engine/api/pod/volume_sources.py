"""The kinds of volume a pod may have, in the order in which the API server looks at them.

Follows ``validateVolumeSource`` of ``pkg/apis/core/validation`` (v1.37).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sandbox.engine.api import formats
from sandbox.engine.api.errors import FieldError, forbidden, invalid, required
from sandbox.engine.api.pod.field_references import validate_field, validate_resource
from sandbox.engine.api.quantity import parse
from sandbox.engine.api.values import each, in_range, unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path

#: What admission mounts into pods so that they can talk to the API server.
API_ACCESS: list[Tree] = [
    {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
    {"configMap": {"items": [{"key": "ca.crt", "path": "ca.crt"}], "name": "kube-root-ca.crt"}},
    {
        "downwardAPI": {
            "items": [{"fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}, "path": "namespace"}]
        }
    },
]
_ONE_SOURCE = "may not specify more than 1 volume type per source"
_HOST_PATH_TYPES = ("", "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice")
_DOWNWARD_FIELDS = ("metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid")


def no_backsteps(path: str, at: Path) -> list[FieldError]:
    """``..`` may not be a part of the path."""
    return [invalid(at, path, "must not contain '..'")] if ".." in re.split(r"[/]", path) else []


def descending(path: str, at: Path) -> list[FieldError]:
    """A relative path that stays below where it begins."""
    errors = [invalid(at, path, "must be a relative path")] if path.startswith("/") else []
    return errors + no_backsteps(path, at)


def relative_file(path: str, at: Path) -> list[FieldError]:
    """Like :func:`descending`, and not beginning with ``..``."""
    errors = descending(path, at)
    if path.startswith("..") and not path.startswith("../"):
        errors.append(invalid(at, path, "must not start with '..'"))
    return errors


def _mode(mode: int | None, at: Path) -> list[FieldError]:
    if mode is None or 0 <= mode <= 0o777:
        return []
    return [invalid(at, mode, "must be a number between 0 and 0777 (octal), both inclusive")]


def _default_mode(source: Tree, at: Path) -> list[FieldError]:
    mode = source.get("defaultMode")
    return [required((*at, "defaultMode"))] if mode is None else _mode(mode, (*at, "defaultMode"))


def _items(items: list[Tree] | None, at: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    for number, item in enumerate(items or ()):
        here = (*at, number)
        if not item.get("key"):
            errors.append(required((*here, "key")))
        if not item.get("path"):
            errors.append(required((*here, "path")))
        errors += relative_file(item.get("path", ""), (*here, "path"))
        errors += _mode(item.get("mode"), (*here, "mode"))
    return errors


def _host_path(source: Tree, at: Path) -> list[FieldError]:
    if not source.get("path"):
        return [required((*at, "path"))]
    errors = no_backsteps(source["path"], (*at, "path"))
    if (source.get("type") or "") not in _HOST_PATH_TYPES:
        errors.append(unsupported((*at, "type"), source["type"], _HOST_PATH_TYPES))
    return errors


def _secret(source: Tree, at: Path) -> list[FieldError]:
    errors = [] if source.get("secretName") else [required((*at, "secretName"))]
    return errors + _default_mode(source, at) + _items(source.get("items"), (*at, "items"))


def _config_map(source: Tree, at: Path) -> list[FieldError]:
    errors = [] if source.get("name") else [required((*at, "name"))]
    return errors + _default_mode(source, at) + _items(source.get("items"), (*at, "items"))


def _nfs(source: Tree, at: Path) -> list[FieldError]:
    errors = [] if source.get("server") else [required((*at, "server"))]
    path = source.get("path", "")
    if not path:
        errors.append(required((*at, "path")))
    if not path.startswith("/"):
        errors.append(invalid((*at, "path"), path, "must be an absolute path"))
    return errors


def _claim(source: Tree, at: Path) -> list[FieldError]:
    return [] if source.get("claimName") else [required((*at, "claimName"))]


def _downward_items(items: list[Tree] | None, at: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    for item in items or ():
        if not item.get("path"):
            errors.append(required((*at, "path")))
        errors += relative_file(item.get("path", ""), (*at, "path"))
        field, resource = item.get("fieldRef"), item.get("resourceFieldRef")
        if field is not None:
            errors += validate_field(field, _DOWNWARD_FIELDS, (*at, "fieldRef"))
            if resource is not None:
                errors.append(
                    invalid(at, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously")
                )
        elif resource is not None:
            errors += validate_resource(resource, (*at, "resourceFieldRef"), is_volume=True)
        else:
            errors.append(required(at, "one of fieldRef and resourceFieldRef is required"))
        errors += _mode(item.get("mode"), (*at, "mode"))
    return errors


def _downward(source: Tree, at: Path) -> list[FieldError]:
    return _default_mode(source, at) + _downward_items(source.get("items"), at)


def _projected(source: Tree, at: Path) -> list[FieldError]:
    errors = _default_mode(source, at)
    if source.get("sources") is API_ACCESS:
        return errors
    seen: set[str] = set()
    for number, part in enumerate(source.get("sources") or ()):
        errors += _projection(part, (*at, "sources", number), seen)
    return errors


def _projection(part: Tree, here: Path, seen: set[str]) -> list[FieldError]:
    errors: list[FieldError] = []
    count = 0
    for kind in ("secret", "configMap"):
        held = part.get(kind)
        if held is None:
            continue
        if count:
            errors.append(forbidden((*here, kind), _ONE_SOURCE))
            continue
        count = 1
        errors += [] if held.get("name") else [required((*here, "name"))]
        errors += _items(held.get("items"), (*here, "items"))
        errors += _conflicts([item.get("path", "") for item in held.get("items") or ()], here, held, seen)
    downward = part.get("downwardAPI")
    if downward is not None:
        if count:
            errors.append(forbidden((*here, "downwardAPI"), _ONE_SOURCE))
        else:
            count = 1
            errors += _downward_items(downward.get("items"), (*here, "downwardAPI"))
            errors += _conflicts([item.get("path", "") for item in downward.get("items") or ()], here, downward, seen)
    token = part.get("serviceAccountToken")
    if token is not None:
        if count:
            errors.append(forbidden((*here, "serviceAccountToken"), _ONE_SOURCE))
        else:
            count = 1
            errors += _token(token, (*here, "serviceAccountToken"))
    if not count and not any(part.get(kind) is not None for kind in ("clusterTrustBundle", "podCertificate")):
        errors.append(required(here, "must specify a volume type"))
    return errors


def _conflicts(paths: list[str], at: Path, source: Tree, seen: set[str]) -> list[FieldError]:
    errors: list[FieldError] = []
    for path in paths:
        if path and path in seen:
            errors.append(invalid(at, source.get("name", ""), f"conflicting duplicate paths: {path}"))
        seen.add(path)
    return errors


def _token(token: Tree, at: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    seconds = token.get("expirationSeconds", 3600)
    if seconds < 600:
        errors.append(invalid((*at, "expirationSeconds"), seconds, "may not specify a duration less than 10 minutes"))
    if seconds > 1 << 32:
        errors.append(
            invalid((*at, "expirationSeconds"), seconds, "may not specify a duration larger than 2^32 seconds")
        )
    if not token.get("path"):
        errors.append(required((*at, "path")))
    elif token["path"].startswith("/") or ".." in token["path"].split("/"):
        errors += relative_file(token["path"], (*at, "path"))
    return errors


def _csi(source: Tree, at: Path) -> list[FieldError]:
    driver = source.get("driver", "")
    if not driver:
        return [required((*at, "driver"))]
    if len(driver) > 63:
        return [invalid((*at, "driver"), driver, "must be no more than 63 characters")]
    errors = each((*at, "driver"), driver, formats.dns1123_subdomain(driver.lower()))
    reference = source.get("nodePublishSecretRef")
    if reference is not None and not reference.get("name"):
        errors.append(required((*at, "nodePublishSecretRef", "name")))
    return errors


def _image(source: Tree, at: Path) -> list[FieldError]:
    errors = [] if source.get("reference") else [required((*at, "reference"))]
    policy = source.get("pullPolicy")
    if policy not in ("Always", "IfNotPresent", "Never"):
        errors.append(unsupported((*at, "pullPolicy"), policy or "", ("Always", "IfNotPresent", "Never")))
    return errors


def _git(source: Tree, at: Path) -> list[FieldError]:
    errors = [] if source.get("repository") else [required((*at, "repository"))]
    return errors + descending(source.get("directory", ""), (*at, "directory"))


def _iscsi(source: Tree, at: Path) -> list[FieldError]:
    errors = [] if source.get("targetPortal") else [required((*at, "targetPortal"))]
    errors += [] if source.get("iqn") else [required((*at, "iqn"))]
    return errors + in_range(source.get("lun", 0), 0, 255, (*at, "lun"))


def _ephemeral(source: Tree, at: Path) -> list[FieldError]:
    return [] if source.get("volumeClaimTemplate") is not None else [required((*at, "volumeClaimTemplate"))]


def _nothing_more(source: Tree, at: Path) -> list[FieldError]:
    return []


#: Source, the name under which a second one is complained about, and its rules.
_SOURCES: tuple[tuple[str, str, Callable[[Tree, Path], list[FieldError]]], ...] = (
    ("emptyDir", "emptyDir", _nothing_more),
    ("hostPath", "hostPath", _host_path),
    ("gitRepo", "gitRepo", _git),
    ("gcePersistentDisk", "gcePersistentDisk", _nothing_more),
    ("awsElasticBlockStore", "awsElasticBlockStore", _nothing_more),
    ("secret", "secret", _secret),
    ("nfs", "nfs", _nfs),
    ("iscsi", "iscsi", _iscsi),
    ("glusterfs", "glusterfs", _nothing_more),
    ("flocker", "flocker", _nothing_more),
    ("persistentVolumeClaim", "persistentVolumeClaim", _claim),
    ("rbd", "rbd", _nothing_more),
    ("cinder", "cinder", _nothing_more),
    ("cephfs", "cephFS", _nothing_more),
    ("quobyte", "quobyte", _nothing_more),
    ("downwardAPI", "downwarAPI", _downward),
    ("fc", "fc", _nothing_more),
    ("flexVolume", "flexVolume", _nothing_more),
    ("configMap", "configMap", _config_map),
    ("azureFile", "azureFile", _nothing_more),
    ("vsphereVolume", "vsphereVolume", _nothing_more),
    ("photonPersistentDisk", "photonPersistentDisk", _nothing_more),
    ("portworxVolume", "portworxVolume", _nothing_more),
    ("azureDisk", "azureDisk", _nothing_more),
    ("storageos", "storageos", _nothing_more),
    ("projected", "projected", _projected),
    ("scaleIO", "scaleIO", _nothing_more),
    ("csi", "csi", _csi),
    ("ephemeral", "ephemeral", _ephemeral),
    ("image", "image", _image),
)

NAMES = tuple(name for name, _, _ in _SOURCES)
_BY_NAME = {source[0]: source for source in _SOURCES}


def sources_of(volume: Tree) -> list[str]:
    """The sources that a volume has, in the order in which they are looked at. (There are thirty
    kinds and nearly always one is given: what is there is looked up, and not each kind.)"""
    found = [name for name in volume if name in _BY_NAME and volume[name] is not None]
    return found if len(found) < 2 else sorted(found, key=NAMES.index)


def validate_source(volume: Tree, path: Path) -> list[FieldError]:
    """Exactly one kind of volume, with its own rules kept."""
    errors: list[FieldError] = []
    is_found = False
    for name in sources_of(volume):
        _, field, rules = _BY_NAME[name]
        source = volume[name]
        if is_found:
            errors.append(forbidden((*path, field), "may not specify more than 1 volume type"))
            continue
        is_found = True
        limit = parse(source.get("sizeLimit")) if name == "emptyDir" else None
        if limit is not None and limit.value < 0:
            errors.append(
                forbidden((*path, "emptyDir", "sizeLimit"), "SizeLimit field must be a valid resource quantity")
            )
        errors += rules(source, (*path, name))
    if not is_found:
        errors.append(required(path, "must specify a volume type"))
    return errors
