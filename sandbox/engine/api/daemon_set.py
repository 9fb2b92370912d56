"""DaemonSets (apps/v1): ``pkg/apis/apps/{v1/defaults,validation}`` and their strategy, v1.37."""

from __future__ import annotations

from typing import Any

from sandbox.engine.api import deployment, label_selector
from sandbox.engine.api.errors import FieldError, invalid, required
from sandbox.engine.api.formats import dns1123_subdomain
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.meta import check_meta, check_meta_update
from sandbox.engine.api.pod.defaults import default_template
from sandbox.engine.api.pod.template import labels_of, mismatch, validate_always, validate_template
from sandbox.engine.api.status import keep
from sandbox.engine.api.values import amount, at_most_all, int_or_percent, is_same, nonnegative, unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State
from sandbox.engine.places import Path

#: The annotation that stands for the field of the first API version.
TEMPLATE_GENERATION = "deprecated.daemonset.template.generation"
_EMPTY_STATUS = {"currentNumberScheduled": 0, "desiredNumberScheduled": 0, "numberMisscheduled": 0, "numberReady": 0}
_STRATEGIES = ("RollingUpdate", "OnDelete")


def default(tree: Tree, state: State) -> None:
    """One pod at a time may be missing during an update."""
    spec = tree.setdefault("spec", {})
    default_template(spec.setdefault("template", {}))
    strategy = spec["updateStrategy"] = spec.get("updateStrategy") or {}
    if not strategy.get("type"):
        strategy["type"] = "RollingUpdate"
    if strategy["type"] == "RollingUpdate":
        rolling = strategy["rollingUpdate"] = strategy.get("rollingUpdate") or {}
        for field, value in (("maxUnavailable", 1), ("maxSurge", 0)):
            if rolling.get(field) is None:
                rolling[field] = value
    if spec.get("revisionHistoryLimit") is None:
        spec["revisionHistoryLimit"] = 10


def prepare(new: Tree, old: Tree | None, state: State) -> None:
    """The status is the controller's; the template's generation counts its changes."""
    if old is None:
        new["status"] = dict(_EMPTY_STATUS)
        number = 1
    else:
        keep(new, old, "status")
        held = ((old.get("metadata") or {}).get("annotations") or {}).get(TEMPLATE_GENERATION, "1")
        number = int(held) if held.isdigit() else 1
        if not is_same(new["spec"].get("template"), old["spec"].get("template")):
            number += 1
    metadata = new.setdefault("metadata", {})
    metadata["annotations"] = {**(metadata.get("annotations") or {}), TEMPLATE_GENERATION: str(number)}


def validate(tree: Tree, state: State) -> list[FieldError]:
    """A new DaemonSet."""
    return check_meta(tree, is_namespaced=True, name_rule=dns1123_subdomain) + _spec(tree["spec"])


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """A changed one: its selector stays."""
    return [*check_meta_update(new, old), *_spec(new["spec"]), *deployment.selector_stays(new, old)]


def _spec(spec: Tree) -> list[FieldError]:
    path: Path = ("spec",)
    selector, template = spec.get("selector"), spec["template"]
    errors = label_selector.validate(selector, (*path, "selector"))
    if selector is None:
        errors.append(required((*path, "selector")))
    if label_selector.is_readable(selector) and not label_selector.matches(selector, labels_of(template)):
        errors.append(mismatch(template, (*path, "template")))
    if label_selector.is_empty(selector):
        errors.append(invalid((*path, "selector"), {}, "empty selector is invalid for daemonset"))
    errors += validate_template(template, (*path, "template"))
    errors += validate_always(template, "DaemonSet", (*path, "template"))
    errors += nonnegative(spec.get("minReadySeconds"), (*path, "minReadySeconds"))
    errors += _strategy(spec["updateStrategy"], (*path, "updateStrategy"))
    return errors + nonnegative(spec.get("revisionHistoryLimit"), (*path, "revisionHistoryLimit"))


def _strategy(strategy: Tree, path: Path) -> list[FieldError]:
    kind = strategy["type"]
    if kind == "OnDelete":
        return []
    if kind != "RollingUpdate":
        shown: Any = {"Type": kind, "RollingUpdate": None}
        return [unsupported(path, shown, _STRATEGIES)]
    here = (*path, "rollingUpdate")
    unavailable, surge = strategy["rollingUpdate"]["maxUnavailable"], strategy["rollingUpdate"]["maxSurge"]
    errors = int_or_percent(unavailable, (*here, "maxUnavailable")) + int_or_percent(surge, (*here, "maxSurge"))
    errors += at_most_all(unavailable, (*here, "maxUnavailable")) + at_most_all(surge, (*here, "maxSurge"))
    if amount(unavailable) and amount(surge):
        errors.append(invalid((*here, "maxSurge"), surge, "may not be set when maxUnavailable is non-zero"))
    elif not amount(unavailable) and not amount(surge):
        errors.append(required((*here, "maxUnavailable"), "cannot be 0 when maxSurge is 0"))
    return errors


KIND = Kind(
    "DaemonSet",
    "daemonsets",
    "io.k8s.api.apps.v1.DaemonSet",
    group="apps",
    short_names=("ds",),
    categories=("all",),
    subresources=("status",),
    default=default,
    prepare=prepare,
    validate=validate,
    validate_existing=validate_existing,
    warn=deployment.warn_of_template,
)
