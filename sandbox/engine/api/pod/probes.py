"""Probes and lifecycle hooks.

Follows ``validateProbe``, ``validateHandler`` and ``validateLifecycle`` of
``pkg/apis/core/validation`` (v1.37).
"""

from __future__ import annotations

from sandbox.engine.api import formats
from sandbox.engine.api.errors import FieldError, forbidden, invalid, required
from sandbox.engine.api.values import each, nonnegative, unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path

_SECONDS = ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")
_PROBE_HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc")
_HOOK_HANDLERS = ("exec", "httpGet", "tcpSocket", "sleep")


def validate_probes(container: Tree, grace: int | None, path: Path) -> list[FieldError]:
    """The liveness, readiness and startup probe of a container, in this order."""
    errors: list[FieldError] = []
    for name in ("livenessProbe", "readinessProbe", "startupProbe"):
        probe = container.get(name)
        if probe is None:
            continue
        here = (*path, name)
        errors += _probe(probe, grace, here)
        if name == "readinessProbe":
            if probe.get("terminationGracePeriodSeconds") is not None:
                errors.append(
                    invalid(
                        (*here, "terminationGracePeriodSeconds"),
                        probe["terminationGracePeriodSeconds"],
                        "must not be set for readinessProbes",
                    )
                )
        elif probe.get("successThreshold", 0) != 1:
            errors.append(invalid((*here, "successThreshold"), probe.get("successThreshold", 0), "must be 1"))
    return errors


def validate_lifecycle(lifecycle: Tree, grace: int | None, path: Path) -> list[FieldError]:
    """What runs after a container's start and before its end."""
    errors: list[FieldError] = []
    for name in ("postStart", "preStop"):
        if lifecycle.get(name) is not None:
            errors += _handler(lifecycle[name], _HOOK_HANDLERS, grace, (*path, name))
    return errors


def _probe(probe: Tree, grace: int | None, path: Path) -> list[FieldError]:
    errors = _handler(probe, _PROBE_HANDLERS, grace, path)
    for name in _SECONDS:
        errors += nonnegative(probe.get(name, 0), (*path, name))
    own = probe.get("terminationGracePeriodSeconds")
    if own is not None and own <= 0:
        errors.append(invalid((*path, "terminationGracePeriodSeconds"), own, "must be greater than 0"))
    return errors


def _handler(handler: Tree, kinds: tuple[str, ...], grace: int | None, path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    is_found = False
    for kind in kinds:
        action = handler.get(kind)
        if action is None:
            continue
        if is_found:
            errors.append(forbidden((*path, kind), "may not specify more than 1 handler type"))
            continue
        is_found = True
        errors += _action(kind, action, grace, (*path, kind))
    if not is_found:
        errors.append(required(path, "must specify a handler type"))
    return errors


def _action(kind: str, action: Tree, grace: int | None, path: Path) -> list[FieldError]:
    if kind == "exec":
        return [] if action.get("command") else [required((*path, "command"))]
    if kind == "sleep":
        seconds = action.get("seconds", 0)
        if grace is None or 0 <= seconds <= grace:
            return []
        return [invalid(path, seconds, f"must be non-negative and less than terminationGracePeriodSeconds ({grace})")]
    port = action.get("port", 0)
    if kind != "httpGet":
        return each((*path, "port"), port, formats.port_number_or_name(port))
    errors = [] if action.get("path") else [required((*path, "path"))]
    errors += each((*path, "port"), port, formats.port_number_or_name(port))
    if action.get("scheme") not in ("HTTP", "HTTPS"):
        errors.append(unsupported((*path, "scheme"), action.get("scheme", ""), ("HTTP", "HTTPS")))
    for header in action.get("httpHeaders") or ():
        errors += each((*path, "httpHeaders"), header.get("name", ""), formats.http_header_name(header.get("name", "")))
    return errors
