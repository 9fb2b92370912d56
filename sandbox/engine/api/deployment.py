"""Deployments (apps/v1): ``pkg/apis/apps/{v1/defaults,validation}`` and their strategy, v1.37."""

from __future__ import annotations

from sandbox.engine.api import label_selector
from sandbox.engine.api.errors import FieldError, forbidden, invalid, required
from sandbox.engine.api.formats import dns1123_label, dns1123_subdomain
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.meta import check_meta, check_meta_update
from sandbox.engine.api.pod.defaults import default_template
from sandbox.engine.api.pod.template import validate_always, validate_match, validate_template
from sandbox.engine.api.pod.warnings import warn_of_pod
from sandbox.engine.api.status import reset_status
from sandbox.engine.api.values import amount, at_most_all, immutable, int_or_percent, nonnegative, unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State
from sandbox.engine.places import Path

_STRATEGIES = ("Recreate", "RollingUpdate")


def default(tree: Tree, state: State) -> None:
    """One replica, rolled out a quarter at a time."""
    spec = tree.setdefault("spec", {})
    default_template(spec.setdefault("template", {}))
    if spec.get("replicas") is None:
        spec["replicas"] = 1
    strategy = spec["strategy"] = spec.get("strategy") or {}
    if not strategy.get("type"):
        strategy["type"] = "RollingUpdate"
    if strategy["type"] == "RollingUpdate":
        rolling = strategy["rollingUpdate"] = strategy.get("rollingUpdate") or {}
        for field in ("maxUnavailable", "maxSurge"):
            if rolling.get(field) is None:
                rolling[field] = "25%"
    if spec.get("revisionHistoryLimit") is None:
        spec["revisionHistoryLimit"] = 10
    if spec.get("progressDeadlineSeconds") is None:
        spec["progressDeadlineSeconds"] = 600


def validate(tree: Tree, state: State) -> list[FieldError]:
    """A new Deployment."""
    return check_meta(tree, is_namespaced=True, name_rule=dns1123_subdomain) + _spec(tree["spec"])


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """A changed one: its selector stays."""
    return [*check_meta_update(new, old), *_spec(new["spec"]), *selector_stays(new, old)]


def selector_stays(new: Tree, old: Tree) -> list[FieldError]:
    """The selector of a workload may not change."""
    return immutable(
        label_selector.shown(new["spec"].get("selector")),
        label_selector.shown(old["spec"].get("selector")),
        ("spec", "selector"),
    )


def validate_selector(spec: Tree, kind: str, path: Path) -> list[FieldError]:
    """A selector has to be there and to ask for something."""
    selector = spec.get("selector")
    if selector is None:
        return [required(path)]
    errors = label_selector.validate(selector, path)
    if label_selector.is_empty(selector):
        errors.append(invalid(path, {}, f"empty selector is invalid for {kind}"))
    return errors


def validate_replicated_template(spec: Tree, path: Path) -> list[FieldError]:
    """The template of a Deployment or ReplicaSet, selector and labels included."""
    if not label_selector.is_readable(spec.get("selector")):
        return [invalid(("spec", "selector"), label_selector.shown(spec.get("selector")), "invalid label selector")]
    template = spec["template"]
    return [
        *validate_match(spec.get("selector"), template, path),
        *validate_template(template, path),
        *validate_always(template, "ReplicaSet", path),
    ]


def _spec(spec: Tree) -> list[FieldError]:
    path: Path = ("spec",)
    errors = nonnegative(spec.get("replicas"), (*path, "replicas"))
    errors += validate_selector(spec, "deployment", (*path, "selector"))
    errors += validate_replicated_template(spec, (*path, "template"))
    errors += _strategy(spec["strategy"], (*path, "strategy"))
    errors += nonnegative(spec.get("minReadySeconds"), (*path, "minReadySeconds"))
    errors += nonnegative(spec.get("revisionHistoryLimit"), (*path, "revisionHistoryLimit"))
    deadline = spec.get("progressDeadlineSeconds")
    if deadline is not None:
        errors += nonnegative(deadline, (*path, "progressDeadlineSeconds"))
        if deadline <= spec.get("minReadySeconds", 0):
            errors.append(invalid((*path, "progressDeadlineSeconds"), deadline, "must be greater than minReadySeconds"))
    return errors


def _strategy(strategy: Tree, path: Path) -> list[FieldError]:
    kind, rolling = strategy["type"], strategy.get("rollingUpdate")
    here = (*path, "rollingUpdate")
    if kind == "Recreate":
        if rolling is None:
            return []
        return [forbidden(here, "may not be specified when strategy `type` is 'Recreate'")]
    if kind != "RollingUpdate" or rolling is None:
        return [unsupported(path, {"Type": kind, "RollingUpdate": _shown(rolling)}, _STRATEGIES)]
    unavailable, surge = rolling["maxUnavailable"], rolling["maxSurge"]
    errors = int_or_percent(unavailable, (*here, "maxUnavailable")) + int_or_percent(surge, (*here, "maxSurge"))
    if amount(unavailable) == 0 and amount(surge) == 0:
        errors.append(invalid((*here, "maxUnavailable"), unavailable, "may not be 0 when `maxSurge` is 0"))
    return errors + at_most_all(unavailable, (*here, "maxUnavailable"))


def _shown(rolling: Tree | None) -> Tree | None:
    if rolling is None:
        return None
    return {"MaxUnavailable": rolling.get("maxUnavailable", 0), "MaxSurge": rolling.get("maxSurge", 0)}


def warn(new: Tree, old: Tree | None, state: State) -> list[str]:
    """A name that pods cannot be called after, and oddities of the template, when the spec is new."""
    return (warn_of_name(new) if old is None else []) + warn_of_template(new, old, state)


def warn_of_name(tree: Tree) -> list[str]:
    """Pods' host names begin with the name of their workload."""
    complaints = dns1123_label((tree.get("metadata") or {}).get("name", ""))
    if not complaints:
        return []
    return [
        "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; "
        f"a DNS label is recommended: [{' '.join(complaints)}]"
    ]


def warn_of_template(new: Tree, old: Tree | None, state: State) -> list[str]:
    """Oddities of the template, unless the spec is what it was."""
    if old is not None and old.get("spec") == new["spec"]:
        return []
    return warn_of_pod(new["spec"]["template"], ("spec", "template"))


KIND = Kind(
    "Deployment",
    "deployments",
    "io.k8s.api.apps.v1.Deployment",
    group="apps",
    short_names=("deploy",),
    categories=("all",),
    subresources=("scale", "status"),
    counts_annotations=True,
    default=default,
    prepare=reset_status,
    validate=validate,
    validate_existing=validate_existing,
    warn=warn,
)
