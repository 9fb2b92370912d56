"""Requests and limits.

Follows ``validateResourceRequirements`` of ``pkg/apis/core/validation`` (v1.37). A resource's
name stands in brackets in a field's path: ``resources.limits[cpu]``.
"""

from __future__ import annotations

from fractions import Fraction

from sandbox.engine.api import formats
from sandbox.engine.api.errors import FieldError, duplicate, forbidden, invalid, not_found, required
from sandbox.engine.api.quantity import Quantity, parse
from sandbox.engine.api.values import each
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path

_STANDARD = ("cpu", "ephemeral-storage", "memory")
_ZERO = Quantity(Fraction(0))


def keyed(path: Path, key: str) -> Path:
    """The path of a map's entry as field errors write it: ``limits[cpu]``."""
    return (*path[:-1], f"{path[-1]}[{key}]")


def is_extended(name: str) -> bool:
    """Whether a resource is somebody's own (``example.com/gpu``)."""
    return not _is_native(name) and not name.startswith("requests.") and not formats.qualified_name(f"requests.{name}")


def _is_native(name: str) -> bool:
    return "/" not in name or "kubernetes.io/" in name


def _is_overcommitted(name: str) -> bool:
    return _is_native(name) and not name.startswith("hugepages-")


def validate_resources(resources: Tree, claims: list[str], path: Path) -> list[FieldError]:
    """Known names, amounts from zero on, requests not above their limits."""
    limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
    if not limits and not requests and not resources.get("claims"):
        return []
    errors: list[FieldError] = []
    for name in sorted(limits):
        errors += _amount(name, limits[name], keyed((*path, "limits"), name))
    for name in sorted(requests):
        errors += _amount(name, requests[name], keyed((*path, "requests"), name))
        amount = parse(requests[name]) or _ZERO
        if name in limits:
            limit = parse(limits[name]) or _ZERO
            if amount.value != limit.value and not _is_overcommitted(name):
                errors.append(invalid((*path, "requests"), str(amount), f"must be equal to {name} limit of {limit}"))
            elif amount.value > limit.value:
                errors.append(
                    invalid((*path, "requests"), str(amount), f"must be less than or equal to {name} limit of {limit}")
                )
        elif not _is_overcommitted(name):
            errors.append(required((*path, "limits"), "Limit must be set for non overcommitable resources"))
    names = {*limits, *requests}
    if any(name.startswith("hugepages-") for name in names) and not names & {"cpu", "memory"}:
        errors.append(forbidden(path, "HugePages require cpu or memory"))
    return errors + _claims(resources.get("claims") or [], claims, (*path, "claims"))


def _amount(name: str, text: str, path: Path) -> list[FieldError]:
    errors = each(path, name, formats.qualified_name(name))
    if not errors:
        if "/" not in name:
            if name not in _STANDARD and not name.startswith("hugepages-"):
                errors.append(invalid(path, name, "must be a standard resource for containers"))
        elif not _is_native(name) and not is_extended(name):
            errors.append(invalid(path, name, "doesn't follow extended resource name standard"))
    amount = parse(text) or _ZERO
    if amount.value < 0:
        errors.append(invalid(path, str(amount), "must be greater than or equal to 0"))
    if is_extended(name) and amount.value.denominator != 1:
        errors.append(invalid(path, str(amount), "must be an integer"))
    if name.startswith("hugepages-"):
        size = parse(name.removeprefix("hugepages-"))
        if size is None or size.value <= 0 or (amount.value / size.value).denominator != 1:
            errors.append(invalid(path, str(amount), f"{amount} is not positive integer multiple of {name}"))
    return errors


def _claims(used: list[Tree], known: list[str], path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    seen: set[str] = set()
    for at, claim in enumerate(used):
        name, request = claim.get("name", ""), claim.get("request", "")
        if not name:
            errors.append(required((*path, at)))
            continue
        if name in seen:
            errors.append(duplicate((*path, at), name))
        else:
            key = name
            if request:
                errors += each((*path, at, "request"), request, formats.dns1123_label(request))
                key = f"{name}/{request}"
            if key in seen:
                errors.append(duplicate((*path, at), key))
            elif not request and any(one.startswith(f"{name}/") for one in seen):
                errors.append(duplicate((*path, at), name))
            seen.add(key)
        if name not in known:
            listed = f": {', '.join(sorted(known))}" if known else " which is empty"
            errors.append(
                not_found((*path, at), name)._replace(
                    detail=f"must be one of the names in pod.spec.resourceClaims{listed}"
                )
            )
    return errors
