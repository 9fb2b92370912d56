"""A pod's spec, in the order in which the API server looks at it.

Follows ``ValidatePodSpec`` of ``pkg/apis/core/validation`` (v1.37).
"""

from __future__ import annotations

from sandbox.engine.api import formats
from sandbox.engine.api.errors import FieldError, duplicate, invalid, required
from sandbox.engine.api.meta import check_labels
from sandbox.engine.api.pod import dns, scheduling
from sandbox.engine.api.pod.containers import (
    Surroundings,
    validate_containers,
    validate_ephemeral_containers,
    validate_init_containers,
)
from sandbox.engine.api.pod.mounts import validate_volumes
from sandbox.engine.api.pod.ports import validate_host_network
from sandbox.engine.api.pod.security import validate_host_users, validate_pod_security
from sandbox.engine.api.values import MOST_INT32, choice, each, in_range, unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path

_RESTART_POLICIES = ("Always", "OnFailure", "Never")
_PREEMPTION_POLICIES = ("PreemptLowerPriority", "Never")


def validate_spec(spec: Tree, path: Path, *, is_pod: bool) -> list[FieldError]:
    """All mistakes in a pod's spec, or in that of a template (``is_pod`` is False)."""
    errors: list[FieldError] = []
    if spec.get("terminationGracePeriodSeconds") is None:
        errors.append(required((*path, "terminationGracePeriodSeconds")))
    volumes: dict[str, Tree] = {}
    if spec.get("volumes"):
        volumes, wrong = validate_volumes(spec["volumes"], (*path, "volumes"))
        errors += wrong
    claims = [claim["name"] for claim in spec.get("resourceClaims") or () if claim.get("name")]
    errors += _resource_claims(spec.get("resourceClaims") or [], (*path, "resourceClaims"))
    around = Surroundings(spec, volumes, claims)
    errors += validate_containers(around, (*path, "containers"))
    if spec.get("initContainers"):
        errors += validate_init_containers(around, (*path, "initContainers"))
    if spec.get("ephemeralContainers"):
        errors += validate_ephemeral_containers(around, (*path, "ephemeralContainers"))
    errors += validate_host_network(spec, path, is_pod=is_pod)
    errors += choice(spec.get("restartPolicy"), _RESTART_POLICIES, (*path, "restartPolicy"))
    errors += dns.validate_dns_policy(spec, path)
    if spec.get("nodeSelector"):
        errors += check_labels(spec["nodeSelector"], (*path, "nodeSelector"))
    errors += validate_pod_security(spec, (*path, "securityContext"))
    errors += scheduling.validate_affinity(spec.get("affinity"), (*path, "affinity"))
    errors += dns.validate_dns_config(spec, path)
    errors += scheduling.validate_gates(spec, path)
    if spec.get("topologySpreadConstraints"):
        errors += scheduling.validate_spread(spec["topologySpreadConstraints"], (*path, "topologySpreadConstraints"))
    errors += validate_host_users(spec, path)
    return errors + _names(spec, path)


def _names(spec: Tree, path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    for field in ("serviceAccountName", "nodeName"):
        if spec.get(field):
            errors += each((*path, field), spec[field], formats.dns1123_subdomain(spec[field]))
    if spec.get("activeDeadlineSeconds") is not None:
        errors += in_range(spec["activeDeadlineSeconds"], 1, MOST_INT32, (*path, "activeDeadlineSeconds"))
    errors += dns.validate_names(spec, path)
    if spec.get("tolerations"):
        errors += scheduling.validate_tolerations(spec["tolerations"], (*path, "tolerations"))
    if spec.get("hostAliases"):
        errors += dns.validate_host_aliases(spec["hostAliases"], (*path, "hostAliases"))
    for field in ("priorityClassName", "runtimeClassName"):
        if spec.get(field):
            errors += each((*path, field), spec[field], formats.dns1123_subdomain(spec[field]))
    if spec.get("preemptionPolicy") is not None:
        errors += choice(spec["preemptionPolicy"], _PREEMPTION_POLICIES, (*path, "preemptionPolicy"))
    system = (spec.get("os") or {}).get("name", "")
    if spec.get("os") is not None:
        if not system:
            errors.append(required((*path, "os", "name")))
        elif system not in ("linux", "windows"):
            errors.append(unsupported((*path, "os", "name"), system, ("linux", "windows")))
    return errors


def _resource_claims(claims: list[Tree], path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    seen: set[str] = set()
    for at, claim in enumerate(claims):
        here, name = (*path, at), claim.get("name", "")
        if not name:
            errors.append(required((*here, "name")))
        elif name in seen:
            errors.append(duplicate((*here, "name"), name))
        else:
            errors += each((*here, "name"), name, formats.dns1123_label(name))
            seen.add(name)
        direct, template = claim.get("resourceClaimName"), claim.get("resourceClaimTemplateName")
        whole = {"Name": name, "ResourceClaimName": direct, "ResourceClaimTemplateName": template}
        if direct is not None and template is not None:
            errors.append(
                invalid(
                    here, whole, "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"
                )
            )
        if direct is None and template is None:
            errors.append(invalid(here, whole, "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"))
        for field, value in (("resourceClaimName", direct), ("resourceClaimTemplateName", template)):
            if value is not None:
                errors += each((*here, field), value, formats.dns1123_subdomain(value))
    return errors
