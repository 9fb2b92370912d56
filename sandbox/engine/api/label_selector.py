"""Label selectors (``metav1.LabelSelector``): their rules, their shown form, what they match.

Follows ``apimachinery/pkg/apis/meta/v1/validation`` and ``LabelSelectorAsSelector`` (v1.37).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.engine.api import formats
from sandbox.engine.api.errors import FieldError, forbidden, invalid, required
from sandbox.engine.api.values import each
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path

OPERATORS = ("In", "NotIn", "Exists", "DoesNotExist")


def shown(selector: Tree | None) -> Any:
    """The selector in the order in which the API server writes its parts."""
    if selector is None:
        return None
    found: Tree = {}
    if selector.get("matchLabels"):
        found["matchLabels"] = dict(sorted(selector["matchLabels"].items()))
    if selector.get("matchExpressions"):
        found["matchExpressions"] = [
            {
                part: one[part]
                for part in ("key", "operator", "values")
                if one.get(part) or (part != "values" and part in one)
            }
            for one in selector["matchExpressions"]
        ]
    return found


def is_empty(selector: Tree | None) -> bool:
    """Whether it has no requirement at all (and so matches everything)."""
    return selector is not None and not selector.get("matchLabels") and not selector.get("matchExpressions")


def validate(selector: Tree | None, path: Path) -> list[FieldError]:
    """The keys, operators and values of a selector."""
    if not selector:
        return []
    errors: list[FieldError] = []
    for key, value in sorted((selector.get("matchLabels") or {}).items()):
        errors += each((*path, "matchLabels"), key, formats.qualified_name(key))
        errors += each((*path, "matchLabels"), value, formats.label_value(value))
    for at, requirement in enumerate(selector.get("matchExpressions") or ()):
        errors += _requirement(requirement, (*path, "matchExpressions", at))
    return errors


def _requirement(requirement: Tree, path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    operator, values = requirement.get("operator", ""), requirement.get("values") or []
    if operator in ("In", "NotIn"):
        if not values:
            errors.append(required((*path, "values"), "must be specified when `operator` is 'In' or 'NotIn'"))
    elif operator in ("Exists", "DoesNotExist"):
        if values:
            errors.append(
                forbidden((*path, "values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
            )
    else:
        errors.append(invalid((*path, "operator"), operator, "not a valid selector operator"))
    errors += each((*path, "key"), requirement.get("key", ""), formats.qualified_name(requirement.get("key", "")))
    for at, value in enumerate(values):
        errors += each((*path, "values", at), value, formats.label_value(value))
    return errors


def is_readable(selector: Tree | None) -> bool:
    """Whether the API server can turn it into something to match with."""
    return not validate(selector, ())


def matches(selector: Tree | None, labels: Mapping[str, str]) -> bool:
    """Whether the labels fulfil the selector; none matches nothing, an empty one everything."""
    if selector is None:
        return False
    if any(labels.get(key) != value for key, value in (selector.get("matchLabels") or {}).items()):
        return False
    return all(_holds(one, labels) for one in selector.get("matchExpressions") or ())


def _holds(requirement: Tree, labels: Mapping[str, str]) -> bool:
    key, values = requirement.get("key", ""), requirement.get("values") or ()
    match requirement.get("operator"):
        case "In":
            return labels.get(key) in values
        case "NotIn":
            return key not in labels or labels[key] not in values
        case "Exists":
            return key in labels
        case _:
            return key not in labels
