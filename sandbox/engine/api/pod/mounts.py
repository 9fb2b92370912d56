"""Where containers mount volumes.

Follows ``ValidateVolumeMounts``, ``ValidateVolumeDevices`` and ``ValidateVolumes`` of
``pkg/apis/core/validation`` (v1.37; the paths of ``subPath`` errors lack the number there).
"""

from __future__ import annotations

from sandbox.engine.api import formats
from sandbox.engine.api.errors import FieldError, duplicate, forbidden, invalid, not_found, required
from sandbox.engine.api.pod.volume_sources import descending, validate_source
from sandbox.engine.api.values import each, unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path

_PROPAGATION = ("Bidirectional", "HostToContainer", "None")
_RECURSIVE = ("Disabled", "Enabled", "IfPossible")


def validate_volumes(volumes: list[Tree], path: Path) -> tuple[dict[str, Tree], list[FieldError]]:
    """The volumes that can be mounted, by name, and what is wrong with them."""
    errors: list[FieldError] = []
    found: dict[str, Tree] = {}
    for at, volume in enumerate(volumes):
        name = volume.get("name", "")
        wrong = validate_source(volume, (*path, at))
        if not name:
            wrong.append(required((*path, at, "name")))
        else:
            wrong += each((*path, at, "name"), name, formats.dns1123_label(name))
        if name in found:
            wrong.append(duplicate((*path, at, "name"), name))
        if wrong:
            errors += wrong
        else:
            found[name] = volume
    return found, errors


def validate_mounts(container: Tree, volumes: dict[str, Tree], path: Path) -> list[FieldError]:
    """Every mount names a volume, and no place is used twice."""
    errors: list[FieldError] = []
    devices = container.get("volumeDevices") or ()
    device_names = {device.get("name", "") for device in devices}
    device_paths = {device.get("devicePath", "") for device in devices}
    places: set[str] = set()
    for at, mount in enumerate(container.get("volumeMounts") or ()):
        here = (*path, at)
        name, place = mount.get("name", ""), mount.get("mountPath", "")
        if not name:
            errors.append(required((*here, "name")))
        if name not in volumes:
            errors.append(not_found((*here, "name"), name))
        if not place:
            errors.append(required((*here, "mountPath")))
        if place in places:
            errors.append(invalid((*here, "mountPath"), place, "must be unique"))
        places.add(place)
        if name in device_names:
            errors.append(invalid((*here, "name"), name, "must not already exist in volumeDevices"))
        if place in device_paths:
            errors.append(invalid((*here, "mountPath"), place, "must not already exist as a path in volumeDevices"))
        errors += _sub_paths(mount, here, path)
        errors += _modes(mount, container, path)
    return errors


def _sub_paths(mount: Tree, here: Path, path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    if mount.get("subPath"):
        errors += descending(mount["subPath"], (*path, "subPath"))
    if mount.get("subPathExpr"):
        if mount.get("subPath"):
            errors.append(
                invalid((*here, "subPathExpr"), mount["subPathExpr"], "subPathExpr and subPath are mutually exclusive")
            )
        errors += descending(mount["subPathExpr"], (*path, "subPathExpr"))
    return errors


def _modes(mount: Tree, container: Tree, path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    propagation, recursive = mount.get("mountPropagation"), mount.get("recursiveReadOnly")
    if propagation is not None:
        if propagation not in _PROPAGATION:
            errors.append(unsupported((*path, "mountPropagation"), propagation, _PROPAGATION))
        elif propagation == "Bidirectional" and not (container.get("securityContext") or {}).get("privileged"):
            errors.append(
                forbidden(
                    (*path, "mountPropagation"),
                    "Bidirectional mount propagation is available only to privileged containers",
                )
            )
    if recursive is not None:
        where = (*path, "recursiveReadOnly")
        if recursive not in _RECURSIVE:
            errors.append(unsupported(where, recursive, _RECURSIVE))
        elif recursive != "Disabled":
            if not mount.get("readOnly"):
                errors.append(forbidden(where, "may only be specified when readOnly is true"))
            if propagation not in (None, "None"):
                errors.append(forbidden(where, "may only be specified when mountPropagation is None or not specified"))
    return errors


def validate_devices(container: Tree, volumes: dict[str, Tree], path: Path) -> list[FieldError]:
    """Raw block devices."""
    errors: list[FieldError] = []
    mounts = container.get("volumeMounts") or ()
    names: set[str] = set()
    places: set[str] = set()
    for at, device in enumerate(container.get("volumeDevices") or ()):
        here = (*path, at)
        name, place = device.get("name", ""), device.get("devicePath", "")
        if not name:
            errors.append(required((*here, "name")))
        if name in names:
            errors.append(invalid((*here, "name"), name, "must be unique"))
        if name not in volumes:
            errors.append(not_found((*here, "name"), name))
        elif not any(kind in volumes[name] for kind in ("persistentVolumeClaim", "ephemeral")):
            errors.append(
                invalid(
                    (*here, "name"),
                    name,
                    "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode",
                )
            )
        if not place:
            errors.append(required((*here, "devicePath")))
        if place in places:
            errors.append(invalid((*here, "devicePath"), place, "must be unique"))
        if ".." in place.split("/"):
            errors.append(invalid((*here, "devicePath"), place, "can not contain backsteps ('..')"))
        else:
            places.add(place)
        if any(mount.get("name") == name for mount in mounts):
            errors.append(invalid((*here, "name"), name, "must not already exist in volumeMounts"))
        if any(mount.get("mountPath") == place for mount in mounts):
            errors.append(invalid((*here, "devicePath"), place, "must not already exist as a path in volumeMounts"))
        if name:
            names.add(name)
    return errors
