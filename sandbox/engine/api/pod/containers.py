"""Containers of a pod: regular, init and ephemeral ones.

Follows ``validateContainers``, ``validateInitContainers``, ``validateEphemeralContainers`` and
``validateContainerCommon`` of ``pkg/apis/core/validation`` (v1.37).
"""

from __future__ import annotations

from typing import NamedTuple

from sandbox.engine.api import formats
from sandbox.engine.api.errors import FieldError, duplicate, forbidden, invalid, not_found, required
from sandbox.engine.api.pod.environment import validate_env, validate_env_from
from sandbox.engine.api.pod.mounts import validate_devices, validate_mounts
from sandbox.engine.api.pod.ports import validate_host_ports, validate_ports
from sandbox.engine.api.pod.probes import validate_lifecycle, validate_probes
from sandbox.engine.api.pod.resources import validate_resources
from sandbox.engine.api.pod.security import validate_container_security
from sandbox.engine.api.values import choice, each, unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path

_PULL_POLICIES = ("Always", "IfNotPresent", "Never")
_MESSAGE_POLICIES = ("File", "FallbackToLogsOnError")
_NOT_FOR_INIT = ("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")
#: What an ephemeral container may not have.
_NOT_FOR_EPHEMERAL = (
    "ports",
    "resources",
    "resizePolicy",
    "restartPolicy",
    "livenessProbe",
    "readinessProbe",
    "startupProbe",
    "lifecycle",
)


class Surroundings(NamedTuple):
    """What a container's rules need to know of its pod."""

    spec: Tree
    volumes: dict[str, Tree]
    claims: list[str]

    @property
    def grace(self) -> int | None:
        found: int | None = self.spec.get("terminationGracePeriodSeconds")
        return found


def validate_containers(around: Surroundings, path: Path) -> list[FieldError]:
    """The regular containers: one at least, names not twice."""
    containers: list[Tree] = around.spec.get("containers") or []
    if not containers:
        return [required(path)]
    errors: list[FieldError] = []
    names: set[str] = set()
    for at, container in enumerate(containers):
        here = (*path, at)
        errors += _common(container, around, here)
        name = container.get("name", "")
        if name in names:
            errors.append(duplicate((*here, "name"), name))
        names.add(name)
        if container.get("lifecycle") is not None:
            errors += validate_lifecycle(container["lifecycle"], around.grace, (*here, "lifecycle"))
        errors += validate_probes(container, around.grace, here)
        policy = container.get("restartPolicy")
        if policy is not None and policy not in ("Always", "Never", "OnFailure"):
            errors.append(unsupported((*here, "restartPolicy"), policy, ("Always", "Never", "OnFailure")))
    return errors + validate_host_ports(list(enumerate(containers)), path)


def validate_init_containers(around: Surroundings, path: Path) -> list[FieldError]:
    """Init containers, those that go on running (``restartPolicy: Always``) among them."""
    errors: list[FieldError] = []
    names = {container.get("name", "") for container in around.spec.get("containers") or ()}
    for at, container in enumerate(around.spec.get("initContainers") or ()):
        here = (*path, at)
        errors += _common(container, around, here)
        policy = container.get("restartPolicy")
        if policy is not None and policy not in ("Always", "Never", "OnFailure"):
            errors.append(unsupported((*here, "restartPolicy"), policy, ("Always", "Never", "OnFailure")))
        name = container.get("name", "")
        if name in names:
            errors.append(duplicate((*here, "name"), name))
        elif name:
            names.add(name)
        errors += validate_host_ports([(0, container)], path)
        if policy == "Always":
            if container.get("lifecycle") is not None:
                errors += validate_lifecycle(container["lifecycle"], around.grace, (*here, "lifecycle"))
            errors += validate_probes(container, around.grace, here)
        else:
            errors += [
                forbidden((*here, field), "may not be set for init containers without restartPolicy=Always")
                for field in _NOT_FOR_INIT
                if container.get(field) is not None
            ]
    return errors


def validate_ephemeral_containers(around: Surroundings, path: Path) -> list[FieldError]:
    """Containers that were added to look at a running pod."""
    errors: list[FieldError] = []
    spec = around.spec
    others = {
        container.get("name", "") for part in ("containers", "initContainers") for container in spec.get(part) or ()
    }
    names = set(others)
    for at, container in enumerate(spec.get("ephemeralContainers") or ()):
        here = (*path, at)
        errors += _common(container, around, here)
        errors += validate_image_blanks(container, here)
        name, target = container.get("name", ""), container.get("targetContainerName")
        if name in names:
            errors.append(duplicate((*here, "name"), name))
        names.add(name)
        if target and target not in others:
            errors.append(not_found((*here, "targetContainerName"), target))
        errors += [
            forbidden((*here, field), "cannot be set for an Ephemeral Container")
            for field in _NOT_FOR_EPHEMERAL
            if container.get(field)
        ]
        for number, mount in enumerate(container.get("volumeMounts") or ()):
            errors += [
                forbidden((*here, "volumeMounts", number, field), "cannot be set for an Ephemeral Container")
                for field in ("subPath", "subPathExpr")
                if mount.get(field)
            ]
    return errors


def validate_image_blanks(container: Tree, path: Path) -> list[FieldError]:
    """A pod (not a template) may have no blanks around an image's name."""
    image = container.get("image", "")
    if image == image.strip():
        return []
    return [invalid((*path, "image"), image, "must not have leading or trailing whitespace")]


def _common(container: Tree, around: Surroundings, path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    name = container.get("name")
    if not name:
        errors.append(required((*path, "name")))
    else:
        errors += each((*path, "name"), name, formats.dns1123_label(name))
    if not container.get("image"):
        errors.append(required((*path, "image")))
    errors += choice(container.get("terminationMessagePolicy"), _MESSAGE_POLICIES, (*path, "terminationMessagePolicy"))
    if container.get("ports"):
        errors += validate_ports(container["ports"], (*path, "ports"))
    if container.get("env"):
        errors += validate_env(container["env"], (*path, "env"))
    if container.get("envFrom"):
        errors += validate_env_from(container["envFrom"], (*path, "envFrom"))
    if container.get("volumeMounts"):
        errors += validate_mounts(container, around.volumes, (*path, "volumeMounts"))
    if container.get("volumeDevices"):
        errors += validate_devices(container, around.volumes, (*path, "volumeDevices"))
    errors += choice(container.get("imagePullPolicy"), _PULL_POLICIES, (*path, "imagePullPolicy"))
    if container.get("resources"):
        errors += validate_resources(container["resources"], around.claims, (*path, "resources"))
    if container.get("resizePolicy"):
        errors += _resize_policy(
            container["resizePolicy"], around.spec.get("restartPolicy", ""), (*path, "resizePolicy")
        )
    if container.get("securityContext"):
        errors += validate_container_security(container["securityContext"], around.spec, (*path, "securityContext"))
    return errors


def _resize_policy(policies: list[Tree], restart_policy: str, path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    seen: set[str] = set()
    for at, policy in enumerate(policies):
        resource, restart = policy.get("resourceName", ""), policy.get("restartPolicy", "")
        if resource in seen:
            errors.append(duplicate((*path, at), resource))
        seen.add(resource)
        errors += choice(resource, ("cpu", "memory"), path)
        errors += choice(restart, ("NotRequired", "RestartContainer"), path)
        if restart_policy == "Never" and restart != "NotRequired":
            errors.append(invalid(path, restart, "must be 'NotRequired' when `restartPolicy` is 'Never'"))
    return errors
