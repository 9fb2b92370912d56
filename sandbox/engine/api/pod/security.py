"""Security contexts of pods and containers.

Follows ``validatePodSpecSecurityContext``, ``ValidateSecurityContext`` and the seccomp and
AppArmor rules of ``pkg/apis/core/validation`` (v1.37). Windows' options are not looked into.
"""

from __future__ import annotations

import re

from sandbox.engine.api.errors import FieldError, duplicate, forbidden, invalid, required
from sandbox.engine.api.pod.internal import convert
from sandbox.engine.api.pod.volume_sources import descending
from sandbox.engine.api.values import MOST_INT32, choice, in_range, unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path

_SEGMENT = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
_SYSCTL = re.compile(rf"({_SEGMENT}[\./])*{_SEGMENT}")
_PROFILES = ("Localhost", "RuntimeDefault", "Unconfined")


def validate_pod_security(spec: Tree, path: Path) -> list[FieldError]:
    """The pod's own security context."""
    context = spec.get("securityContext")
    if not context:
        return []
    errors: list[FieldError] = []
    for name in ("fsGroup", "runAsUser", "runAsGroup"):
        if context.get(name) is not None:
            errors += in_range(context[name], 0, MOST_INT32, (*path, name))
    for at, group in enumerate(context.get("supplementalGroups") or ()):
        errors += in_range(group, 0, MOST_INT32, (*path, "supplementalGroups", at))
    if spec.get("shareProcessNamespace") and spec.get("hostPID"):
        errors.append(
            invalid((*path, "shareProcessNamespace"), True, "ShareProcessNamespace and HostPID cannot both be enabled")
        )
    errors += _sysctls(context.get("sysctls") or [], spec, (*path, "sysctls"))
    policy = context.get("fsGroupChangePolicy")
    if policy is not None and policy not in ("Always", "OnRootMismatch"):
        errors.append(unsupported((*path, "fsGroupChangePolicy"), policy, ("Always", "OnRootMismatch")))
    errors += _seccomp(context.get("seccompProfile"), (*path, "seccompProfile"))
    errors += _app_armor(context.get("appArmorProfile"), (*path, "appArmorProfile"))
    for name, allowed in (
        ("supplementalGroupsPolicy", ("Merge", "Strict")),
        ("seLinuxChangePolicy", ("MountOption", "Recursive")),
    ):
        if context.get(name) is not None and context[name] not in allowed:
            errors.append(unsupported((*path, name), context[name], allowed))
    return errors


def validate_container_security(context: Tree, spec: Tree, path: Path) -> list[FieldError]:
    """A container's security context."""
    errors: list[FieldError] = []
    for name in ("runAsUser", "runAsGroup"):
        if context.get(name) is not None:
            errors += in_range(context[name], 0, MOST_INT32, (*path, name))
    mount = context.get("procMount")
    if mount is not None:
        if mount not in ("Default", "Unmasked"):
            errors.append(unsupported((*path, "procMount"), mount, ("Default", "Unmasked")))
        if mount == "Unmasked" and spec.get("hostUsers") is not False:
            errors.append(invalid((*path, "procMount"), mount, "`hostUsers` must be false to use `Unmasked`"))
    errors += _seccomp(context.get("seccompProfile"), (*path, "seccompProfile"))
    if context.get("allowPrivilegeEscalation") is False:
        shown = convert("SecurityContext", context)
        if context.get("privileged"):
            errors.append(
                invalid(path, shown, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true")
            )
        if "CAP_SYS_ADMIN" in ((context.get("capabilities") or {}).get("add") or ()):
            errors.append(
                invalid(
                    path, shown, "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"
                )
            )
    return errors + _app_armor(context.get("appArmorProfile"), (*path, "appArmorProfile"))


def validate_host_users(spec: Tree, path: Path) -> list[FieldError]:
    """A user namespace of one's own and the node's other namespaces exclude each other."""
    if spec.get("hostUsers") is not False:
        return []
    return [
        forbidden((*path, shown), "when `pod.Spec.HostUsers` is false")
        for name, shown in (("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC"))
        if spec.get(name)
    ]


def _sysctls(sysctls: list[Tree], spec: Tree, path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    seen: set[str] = set()
    for at, sysctl in enumerate(sysctls):
        name, here = sysctl.get("name", ""), (*path, at, "name")
        if not name:
            errors.append(required(here))
        elif len(name) > 253 or not _SYSCTL.fullmatch(name):
            errors.append(invalid(here, name, f"must have at most 253 characters and match regex ^{_SYSCTL.pattern}$"))
        elif name in seen:
            errors.append(duplicate(here, name))
        plain = name.replace("/", ".")
        if spec.get("hostNetwork") and plain.startswith("net."):
            errors.append(invalid(here, name, "may not be specified when 'hostNetwork' is true"))
        elif spec.get("hostIPC") and (
            plain.startswith(("kernel.shm", "kernel.msg", "fs.mqueue.")) or plain == "kernel.sem"
        ):
            errors.append(invalid(here, name, "may not be specified when 'hostIPC' is true"))
        seen.add(name)
    return errors


def _seccomp(profile: Tree | None, path: Path) -> list[FieldError]:
    if profile is None:
        return []
    errors: list[FieldError] = []
    kind, local = profile.get("type", ""), profile.get("localhostProfile")
    if not kind:
        errors.append(required((*path, "type"), "type is required when seccompProfile is set"))
    else:
        errors += choice(kind, _PROFILES, (*path, "type"))
    if kind == "Localhost":
        if local is None:
            errors.append(required((*path, "localhostProfile"), "must be set when seccomp type is Localhost"))
        else:
            errors += descending(local, (*path, "localhostProfile"))
    elif local is not None:
        errors.append(
            invalid(
                (*path, "localhostProfile"),
                {"Type": kind, "LocalhostProfile": local},
                "can only be set when seccomp type is Localhost",
            )
        )
    return errors


def _app_armor(profile: Tree | None, path: Path) -> list[FieldError]:
    if profile is None:
        return []
    kind, local, here = profile.get("type", ""), profile.get("localhostProfile"), (*path, "localhostProfile")
    if not kind:
        return [required((*path, "type"), "type is required when appArmorProfile is set")]
    if kind not in _PROFILES:
        return [unsupported((*path, "type"), kind, _PROFILES)]
    if kind == "Localhost":
        if not local:
            return [required(here, "must be set when AppArmor type is Localhost")]
        return [invalid(here, local, "must not be padded with whitespace")] if local.strip() != local else []
    return [] if local is None else [invalid(here, local, "can only be set when AppArmor type is Localhost")]
