"""ReplicaSets (apps/v1): ``pkg/apis/apps/{v1/defaults,validation}`` and their strategy, v1.37."""

from __future__ import annotations

from sandbox.engine.api import deployment
from sandbox.engine.api.errors import FieldError
from sandbox.engine.api.formats import dns1123_subdomain
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.meta import check_meta, check_meta_update
from sandbox.engine.api.pod.defaults import default_template
from sandbox.engine.api.status import reset_status
from sandbox.engine.api.values import nonnegative
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State
from sandbox.engine.places import Path


def default(tree: Tree, state: State) -> None:
    """One replica."""
    spec = tree.setdefault("spec", {})
    default_template(spec.setdefault("template", {}))
    if spec.get("replicas") is None:
        spec["replicas"] = 1


def validate(tree: Tree, state: State) -> list[FieldError]:
    """A new ReplicaSet."""
    return check_meta(tree, is_namespaced=True, name_rule=dns1123_subdomain) + _spec(tree["spec"])


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """A changed one: its selector stays."""
    return [*check_meta_update(new, old), *_spec(new["spec"]), *deployment.selector_stays(new, old)]


def _spec(spec: Tree) -> list[FieldError]:
    path: Path = ("spec",)
    errors = nonnegative(spec.get("replicas"), (*path, "replicas"))
    errors += nonnegative(spec.get("minReadySeconds"), (*path, "minReadySeconds"))
    errors += deployment.validate_selector(spec, "deployment", (*path, "selector"))
    return errors + deployment.validate_replicated_template(spec, (*path, "template"))


KIND = Kind(
    "ReplicaSet",
    "replicasets",
    "io.k8s.api.apps.v1.ReplicaSet",
    group="apps",
    short_names=("rs",),
    categories=("all",),
    subresources=("scale", "status"),
    default=default,
    prepare=reset_status,
    validate=validate,
    validate_existing=validate_existing,
    warn=deployment.warn,
)
