"""What a pod says about the nodes it may go to.

Follows the affinity, toleration, spread constraint and gate rules of
``pkg/apis/core/validation`` (v1.37).
"""

from __future__ import annotations

from typing import Any

from sandbox.engine.api import formats, label_selector
from sandbox.engine.api.errors import FieldError, duplicate, forbidden, invalid, required
from sandbox.engine.api.values import each, unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path

#: What admission adds: a node may be away for five minutes before its pods are given up.
DEFAULT_TOLERATIONS: tuple[Tree, ...] = tuple(
    {"effect": "NoExecute", "key": key, "operator": "Exists", "tolerationSeconds": 300}
    for key in ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")
)
_EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


def validate_affinity(affinity: Tree | None, path: Path) -> list[FieldError]:
    """Node affinity, pod affinity and pod anti-affinity."""
    if not affinity:
        return []
    errors: list[FieldError] = []
    node = affinity.get("nodeAffinity")
    if node is not None:
        here = (*path, "nodeAffinity")
        if node.get(_REQUIRED) is not None:
            errors += validate_node_selector(node[_REQUIRED], (*here, _REQUIRED))
        for at, term in enumerate(node.get(_PREFERRED) or ()):
            errors += _weight(term, (*here, _PREFERRED, at))
            errors += _node_term(term.get("preference") or {}, (*here, _PREFERRED, at, "preference"), is_strict=False)
    for name in ("podAffinity", "podAntiAffinity"):
        part = affinity.get(name)
        if part is None:
            continue
        for at, term in enumerate(part.get(_REQUIRED) or ()):
            errors += _pod_term(term, (*path, name, _REQUIRED, at))
        for at, term in enumerate(part.get(_PREFERRED) or ()):
            errors += _weight(term, (*path, name, _PREFERRED, at))
            errors += _pod_term(term.get("podAffinityTerm") or {}, (*path, name, _PREFERRED, at, "podAffinityTerm"))
    return errors


def _weight(term: Tree, path: Path) -> list[FieldError]:
    weight = term.get("weight", 0)
    return [] if 1 <= weight <= 100 else [invalid((*path, "weight"), weight, "must be in the range 1-100")]


def validate_node_selector(selector: Tree, path: Path) -> list[FieldError]:
    """A node selector with one term at least."""
    terms = selector.get("nodeSelectorTerms") or []
    if not terms:
        return [required((*path, "nodeSelectorTerms"), "must have at least one node selector term")]
    return [
        error
        for at, term in enumerate(terms)
        for error in _node_term(term, (*path, "nodeSelectorTerms", at), is_strict=True)
    ]


def _node_term(term: Tree, path: Path, *, is_strict: bool) -> list[FieldError]:
    errors: list[FieldError] = []
    for at, one in enumerate(term.get("matchExpressions") or ()):
        errors += _node_requirement(one, (*path, "matchExpressions", at), is_strict=is_strict)
    for at, one in enumerate(term.get("matchFields") or ()):
        errors += _field_requirement(one, (*path, "matchFields", at))
    return errors


def _node_requirement(one: Tree, path: Path, *, is_strict: bool) -> list[FieldError]:
    errors: list[FieldError] = []
    operator, values, key = one.get("operator", ""), one.get("values") or [], one.get("key", "")
    if operator in ("In", "NotIn"):
        if not values:
            errors.append(required((*path, "values"), "must be specified when `operator` is 'In' or 'NotIn'"))
    elif operator in ("Exists", "DoesNotExist"):
        if values:
            errors.append(
                forbidden((*path, "values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
            )
    elif operator in ("Gt", "Lt"):
        if len(values) != 1:
            errors.append(required((*path, "values"), "must be specified single value when `operator` is 'Lt' or 'Gt'"))
    else:
        errors.append(invalid((*path, "operator"), operator, "not a valid selector operator"))
    errors += each((*path, "key"), key, formats.qualified_name(key))
    if is_strict:
        for at, value in enumerate(values):
            errors += each((*path, "values", at), value, formats.label_value(value))
    return errors


def _field_requirement(one: Tree, path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    operator, values, key = one.get("operator", ""), one.get("values") or [], one.get("key", "")
    if operator not in ("In", "NotIn"):
        errors.append(invalid((*path, "operator"), operator, "not a valid selector operator"))
    elif len(values) != 1:
        errors.append(
            required(
                (*path, "values"), "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
            )
        )
    if key != "metadata.name":
        return [*errors, invalid((*path, "key"), key, "not a valid field selector key")]
    for at, value in enumerate(values):
        errors += each((*path, "values", at), value, formats.dns1123_subdomain(value))
    return errors


def _pod_term(term: Tree, path: Path) -> list[FieldError]:
    errors = label_selector.validate(term.get("labelSelector"), (*path, "labelSelector"))
    errors += label_selector.validate(term.get("namespaceSelector"), (*path, "namespaceSelector"))
    for name in term.get("namespaces") or ():
        errors += each((*path, "namespace"), name, formats.dns1123_label(name))
    key = term.get("topologyKey", "")
    if not key:
        errors.append(required((*path, "topologyKey"), "can not be empty"))
    return errors + each((*path, "topologyKey"), key, formats.qualified_name(key))


def validate_tolerations(tolerations: list[Tree], path: Path) -> list[FieldError]:
    """Which taints the pod puts up with."""
    errors: list[FieldError] = []
    for at, one in enumerate(tolerations):
        if one is DEFAULT_TOLERATIONS[0] or one is DEFAULT_TOLERATIONS[1]:
            continue
        key, operator = one.get("key", ""), one.get("operator", "")
        value, effect = one.get("value", ""), one.get("effect", "")
        here = (*path, at)
        if key:
            errors += each((*here, "key"), key, formats.qualified_name(key))
        elif operator != "Exists":
            errors.append(
                invalid(
                    (*here, "operator"),
                    operator,
                    'operator must be Exists when `key` is empty, which means "match all values and all keys"',
                )
            )
        if one.get("tolerationSeconds") is not None and effect != "NoExecute":
            errors.append(
                invalid((*here, "effect"), effect, "effect must be 'NoExecute' when `tolerationSeconds` is set")
            )
        if operator in ("", "Equal"):
            complaints = formats.label_value(value)
            if complaints:
                errors.append(invalid((*here, "operator"), value, ";".join(complaints)))
        elif operator == "Exists":
            if value:
                errors.append(invalid((*here, "operator"), value, "value must be empty when `operator` is 'Exists'"))
        else:
            errors.append(unsupported((*here, "operator"), operator, ("Equal", "Exists")))
        if effect and effect not in _EFFECTS:
            errors.append(unsupported((*here, "effect"), effect, _EFFECTS))
    return errors


def validate_gates(spec: Tree, path: Path) -> list[FieldError]:
    """Readiness gates and scheduling gates have qualified names."""
    errors: list[FieldError] = []
    for at, gate in enumerate(spec.get("readinessGates") or ()):
        kind = gate.get("conditionType", "")
        errors += each((*path, "readinessGates", at, "conditionType"), kind, formats.qualified_name(kind))
    seen: set[str] = set()
    for at, gate in enumerate(spec.get("schedulingGates") or ()):
        name = gate.get("name", "")
        errors += each((*path, "schedulingGates", at), name, formats.qualified_name(name))
        if name in seen:
            errors.append(duplicate((*path, "schedulingGates", at), name))
        seen.add(name)
    return errors


def validate_spread(constraints: list[Tree], path: Path) -> list[FieldError]:
    """Topology spread constraints."""
    errors: list[FieldError] = []
    seen: set[tuple[Any, Any]] = set()
    for at, one in enumerate(constraints):
        here = (*path, at)
        if one.get("maxSkew", 0) <= 0:
            errors.append(invalid((*here, "maxSkew"), one.get("maxSkew", 0), "must be greater than zero"))
        key = one.get("topologyKey", "")
        if not key:
            errors.append(required((*here, "topologyKey"), "can not be empty"))
        else:
            errors += each((*here, "topologyKey"), key, formats.qualified_name(key))
        action = one.get("whenUnsatisfiable", "")
        if action not in ("DoNotSchedule", "ScheduleAnyway"):
            errors.append(unsupported((*here, "whenUnsatisfiable"), action, ("DoNotSchedule", "ScheduleAnyway")))
        if (key, action) in seen:
            errors.append(duplicate((*here, "{topologyKey, whenUnsatisfiable}"), f"{{{key}, {action}}}"))
        seen.add((key, action))
        least = one.get("minDomains")
        if least is not None:
            if least <= 0:
                errors.append(invalid((*here, "minDomains"), least, "must be greater than zero"))
            if action != "DoNotSchedule":
                errors.append(
                    invalid(
                        (*here, "minDomains"),
                        least,
                        f"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}",
                    )
                )
        for field in ("nodeAffinityPolicy", "nodeTaintsPolicy"):
            if one.get(field) is not None and one[field] not in ("Honor", "Ignore"):
                errors.append(unsupported((*here, field), one[field], ("Honor", "Ignore")))
        errors += label_selector.validate(one.get("labelSelector"), (*here, "labelSelector"))
    return errors
