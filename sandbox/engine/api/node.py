"""Nodes: ``ValidateNode``, ``ValidateNodeUpdate`` and their strategy, v1.37."""

from __future__ import annotations

from sandbox.engine.api import addresses, formats
from sandbox.engine.api.errors import FieldError, duplicate, forbidden, invalid, required
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.meta import check_meta, check_meta_update
from sandbox.engine.api.status import keep
from sandbox.engine.api.values import each, is_same, unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State
from sandbox.engine.places import Path

_EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")


def default(tree: Tree, state: State) -> None:
    """What fits onto a node is what it has."""
    tree.setdefault("spec", {})
    status = tree.get("status") or {}
    if status.get("capacity") and not status.get("allocatable"):
        status["allocatable"] = dict(status["capacity"])


def prepare(new: Tree, old: Tree | None, state: State) -> None:
    """A node comes with its status, as the kubelet registers it; afterwards a request leaves it."""
    if old is not None:
        keep(new, old, "status")
    elif new.get("status") is None:
        new["status"] = {}


def validate(tree: Tree, state: State) -> list[FieldError]:
    """A new node."""
    errors = check_meta(tree, is_namespaced=False, name_rule=formats.dns1123_subdomain)
    return errors + _spec(tree.get("spec") or {})


def _spec(spec: Tree) -> list[FieldError]:
    errors = _taints(spec.get("taints") or [], ("spec", "taints"))
    ranges = spec.get("podCIDRs") or []
    for at, text in enumerate(ranges):
        errors += addresses.check_cidr(("spec", "podCIDRs", at), text)
    families = [addresses.family(text.partition("/")[0]) for text in ranges]
    if len(ranges) > 1 and (len(ranges) > 2 or len(set(families)) < 2):
        errors.append(invalid(("spec", "podCIDRs"), ranges, "may specify no more than one CIDR for each IP family"))
    return errors


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """Of a node's spec little may change."""
    after, before = new.get("spec") or {}, old.get("spec") or {}
    errors = check_meta_update(new, old)
    errors += _taints(after.get("taints") or [], ("spec", "taints"))
    ranges = before.get("podCIDRs") or []
    if ranges and not is_same(after.get("podCIDRs"), ranges):
        errors.append(forbidden(("spec", "podCIDRs"), 'node updates may not change podCIDR except from "" to valid'))
    if before.get("providerID") and after.get("providerID") != before["providerID"]:
        errors.append(
            forbidden(("spec", "providerID"), 'node updates may not change providerID except from "" to valid')
        )
    may_change = ("taints", "unschedulable", "podCIDR", "podCIDRs", "providerID", "configSource")
    if not is_same(
        {key: value for key, value in after.items() if key not in may_change},
        {key: value for key, value in before.items() if key not in may_change},
    ):
        errors.append(
            forbidden(
                ("spec",),
                "node updates may only change labels, taints, or capacity "
                "(or configSource, if the DynamicKubeletConfig feature gate is enabled)",
            )
        )
    return errors


def _taints(taints: list[Tree], path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    seen: set[tuple[str, str]] = set()
    for at, taint in enumerate(taints):
        key, value, effect = taint.get("key", ""), taint.get("value", ""), taint.get("effect", "")
        here = (*path, at)
        errors += each((*here, "key"), key, formats.qualified_name(key))
        complaints = formats.label_value(value)
        if complaints:
            errors.append(invalid((*here, "value"), value, ";".join(complaints)))
        if not effect:
            errors.append(required((*here, "effect")))
        elif effect not in _EFFECTS:
            errors.append(unsupported((*here, "effect"), effect, _EFFECTS))
        if (key, effect) in seen:
            errors.append(
                duplicate(here, {"Key": key, "Value": value, "Effect": effect, "TimeAdded": None})._replace(
                    detail="taints must be unique by key and effect pair"
                )
            )
        seen.add((key, effect))
    return errors


KIND = Kind(
    "Node",
    "nodes",
    "io.k8s.api.core.v1.Node",
    short_names=("no",),
    is_namespaced=False,
    counts_generation=False,
    subresources=("proxy", "status"),
    default=default,
    prepare=prepare,
    validate=validate,
    validate_existing=validate_existing,
)
