"""StatefulSets (apps/v1): ``pkg/apis/apps/{v1/defaults,validation}`` and their strategy, v1.37.

The pod spec of the template is not looked into when a StatefulSet is written; a mistake there
shows when its controller cannot make a pod.
"""

from __future__ import annotations

from typing import Any

from sandbox.engine.api import deployment, label_selector
from sandbox.engine.api.errors import FieldError, forbidden, invalid
from sandbox.engine.api.formats import dns1123_label
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.meta import check_meta, check_meta_update
from sandbox.engine.api.pod.defaults import default_template
from sandbox.engine.api.pod.template import validate_match, validate_template_metadata
from sandbox.engine.api.status import keep
from sandbox.engine.api.values import amount, at_most_all, each, immutable, int_or_percent, nonnegative, unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State
from sandbox.engine.places import Path

_POLICIES = ("OrderedReady", "Parallel")
_RETENTION = ("Retain", "Delete")


def default(tree: Tree, state: State) -> None:
    """One replica, one after the other, claims that stay."""
    spec = tree.setdefault("spec", {})
    default_template(spec.setdefault("template", {}))
    spec.setdefault("serviceName", "")
    if not spec.get("podManagementPolicy"):
        spec["podManagementPolicy"] = "OrderedReady"
    strategy = spec["updateStrategy"] = spec.get("updateStrategy") or {}
    if not strategy.get("type"):
        strategy["type"] = "RollingUpdate"
    if strategy["type"] == "RollingUpdate":
        rolling = strategy["rollingUpdate"] = strategy.get("rollingUpdate") or {}
        for field, value in (("partition", 0), ("maxUnavailable", 1)):
            if rolling.get(field) is None:
                rolling[field] = value
    retention = spec["persistentVolumeClaimRetentionPolicy"] = spec.get("persistentVolumeClaimRetentionPolicy") or {}
    for field in ("whenDeleted", "whenScaled"):
        if not retention.get(field):
            retention[field] = "Retain"
    if spec.get("replicas") is None:
        spec["replicas"] = 1
    if spec.get("revisionHistoryLimit") is None:
        spec["revisionHistoryLimit"] = 10
    for claim in spec.get("volumeClaimTemplates") or ():
        claim.setdefault("apiVersion", "v1")
        claim.setdefault("kind", "PersistentVolumeClaim")
        claim.setdefault("spec", {}).setdefault("volumeMode", "Filesystem")
        claim["status"] = {"phase": "Pending"}


def prepare(new: Tree, old: Tree | None, state: State) -> None:
    """The status is the controller's."""
    if old is None:
        new["status"] = {"replicas": 0}
    else:
        keep(new, old, "status")


def validate(tree: Tree, state: State) -> list[FieldError]:
    """A new StatefulSet; its pods' names begin with its own, so that is a DNS label."""
    return check_meta(tree, is_namespaced=True, name_rule=dns1123_label) + _spec(tree["spec"], is_new=True)


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """A changed one: what pods and claims are named after stays."""
    after, before = new["spec"], old["spec"]
    errors = [*check_meta_update(new, old), *_spec(after, is_new=False)]
    errors += deployment.selector_stays(new, old)
    errors += immutable(
        after.get("volumeClaimTemplates") or None,
        before.get("volumeClaimTemplates") or None,
        ("spec", "volumeClaimTemplates"),
    )
    errors += immutable(after.get("serviceName", ""), before.get("serviceName", ""), ("spec", "serviceName"))
    return errors + immutable(
        after.get("podManagementPolicy"), before.get("podManagementPolicy"), ("spec", "podManagementPolicy")
    )


def _spec(spec: Tree, *, is_new: bool) -> list[FieldError]:
    path: Path = ("spec",)
    errors: list[FieldError] = []
    policy = spec["podManagementPolicy"]
    if policy not in _POLICIES:
        errors.append(invalid((*path, "podManagementPolicy"), policy, "must be 'OrderedReady' or 'Parallel'"))
    errors += _strategy(spec["updateStrategy"], (*path, "updateStrategy"))
    for field, value in spec["persistentVolumeClaimRetentionPolicy"].items():
        if value not in _RETENTION:
            errors.append(unsupported((*path, "persistentVolumeClaimRetentionPolicy", field), value, _RETENTION))
    errors += nonnegative(spec.get("replicas"), (*path, "replicas"))
    errors += nonnegative(spec.get("minReadySeconds"), (*path, "minReadySeconds"))
    errors += nonnegative((spec.get("ordinals") or {}).get("start"), (*path, "ordinals.start"))
    name = spec.get("serviceName", "")
    if is_new and name:
        errors += each((*path, "serviceName"), name, dns1123_label(name))
    errors += deployment.validate_selector(spec, "statefulset", (*path, "selector"))
    template = spec["template"]
    if label_selector.is_readable(spec.get("selector")):
        errors += validate_match(spec.get("selector"), template, (*path, "template"))
        errors += validate_template_metadata(template, (*path, "template"))
    else:
        errors.append(invalid((*path, "selector"), label_selector.shown(spec.get("selector")), ""))
    return errors + _pod(template["spec"], (*path, "template", "spec"))


def _pod(spec: Tree, path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    if spec["restartPolicy"] != "Always":
        errors.append(unsupported((*path, "restartPolicy"), spec["restartPolicy"], ("Always",)))
    if spec.get("activeDeadlineSeconds") is not None:
        errors.append(
            forbidden((*path, "activeDeadlineSeconds"), "activeDeadlineSeconds in StatefulSet is not Supported")
        )
    return errors


def _strategy(strategy: Tree, path: Path) -> list[FieldError]:
    kind, rolling = strategy["type"], strategy.get("rollingUpdate")
    shown: Any = (
        None
        if rolling is None
        else {"Partition": rolling.get("partition", 0), "MaxUnavailable": rolling.get("maxUnavailable")}
    )
    if kind == "OnDelete":
        if rolling is None:
            return []
        return [invalid((*path, "rollingUpdate"), shown, "only allowed for updateStrategy 'RollingUpdate'")]
    if kind != "RollingUpdate" or rolling is None:
        return [invalid(path, {"Type": kind, "RollingUpdate": shown}, "must be 'RollingUpdate' or 'OnDelete'")]
    here = (*path, "rollingUpdate")
    errors = nonnegative(rolling["partition"], (*here, "partition"))
    unavailable = rolling["maxUnavailable"]
    errors += int_or_percent(unavailable, (*here, "maxUnavailable"))
    if amount(unavailable) == 0:
        errors.append(invalid((*here, "maxUnavailable"), unavailable, "cannot be 0"))
    return errors + at_most_all(unavailable, (*here, "maxUnavailable"))


def warn(new: Tree, old: Tree | None, state: State) -> list[str]:
    """Oddities of the template, and a history that grows for ever."""
    found = deployment.warn_of_template(new, old, state)
    if (old is None or old.get("spec") != new["spec"]) and new["spec"]["revisionHistoryLimit"] < 0:
        found.append(
            "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended"
        )
    return found


KIND = Kind(
    "StatefulSet",
    "statefulsets",
    "io.k8s.api.apps.v1.StatefulSet",
    group="apps",
    short_names=("sts",),
    categories=("all",),
    subresources=("scale", "status"),
    default=default,
    prepare=prepare,
    validate=validate,
    validate_existing=validate_existing,
    warn=warn,
)
