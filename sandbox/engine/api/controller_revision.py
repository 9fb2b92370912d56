"""ControllerRevisions (apps/v1): ``ValidateControllerRevision``, v1.37."""

from __future__ import annotations

from sandbox.engine.api.errors import FieldError, required
from sandbox.engine.api.formats import dns1123_subdomain
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.meta import check_meta, check_meta_update
from sandbox.engine.api.values import immutable, nonnegative
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State


def validate(tree: Tree, state: State) -> list[FieldError]:
    """A new revision."""
    errors = check_meta(tree, is_namespaced=True, name_rule=dns1123_subdomain)
    errors += nonnegative(tree.get("revision"), ("revision",))
    return errors if tree.get("data") is not None else [*errors, required(("data",), "data is mandatory")]


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """Its data stays."""
    errors = check_meta_update(new, old) + nonnegative(new.get("revision"), ("revision",))
    return errors + immutable(new.get("data"), old.get("data"), ("data",))


KIND = Kind(
    "ControllerRevision",
    "controllerrevisions",
    "io.k8s.api.apps.v1.ControllerRevision",
    group="apps",
    validate=validate,
    validate_existing=validate_existing,
)
