"""Namespaces: ``ValidateNamespace``, their strategy and admission plugin NamespaceLifecycle, v1.37."""

from __future__ import annotations

from dataclasses import replace

from sandbox.engine.api.errors import FieldError, invalid
from sandbox.engine.api.formats import dns1123_label, qualified_name
from sandbox.engine.api.kind import Kind, Refused
from sandbox.engine.api.meta import check_meta, check_meta_update
from sandbox.engine.api.status import keep
from sandbox.engine.api.values import each
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import State

#: The label by which selectors can name a namespace.
NAME_LABEL = "kubernetes.io/metadata.name"
FINALIZER = "kubernetes"
#: Namespaces that may not go.
IMMORTAL = ("default", "kube-system", "kube-public")
_STANDARD_FINALIZERS = (FINALIZER, "orphan", "foregroundDeletion")


def default(tree: Tree, state: State) -> None:
    """Every namespace carries its own name as a label."""
    metadata = tree.setdefault("metadata", {})
    if metadata.get("name"):
        metadata["labels"] = {**(metadata.get("labels") or {}), NAME_LABEL: metadata["name"]}


def prepare(new: Tree, old: Tree | None, state: State) -> None:
    """A new namespace is active and waits for its content when it is deleted."""
    if old is not None:
        keep(new, old, "status")
        new["spec"] = {**(new.get("spec") or {}), "finalizers": (old.get("spec") or {}).get("finalizers") or []}
        if not new["spec"]["finalizers"]:
            del new["spec"]["finalizers"]
        return
    new["status"] = {"phase": "Active"}
    finalizers = (new.get("spec") or {}).get("finalizers") or []
    new["spec"] = {"finalizers": finalizers if FINALIZER in finalizers else [*finalizers, FINALIZER]}


def validate(tree: Tree, state: State) -> list[FieldError]:
    """A new namespace; its name is a part of DNS names."""
    errors = check_meta(tree, is_namespaced=False, name_rule=dns1123_label)
    for at, name in enumerate((tree.get("spec") or {}).get("finalizers") or ()):
        here = ("spec", "finalizers", at)
        wrong = each(here, name, qualified_name(name))
        if not wrong and "/" not in name and name not in _STANDARD_FINALIZERS:
            wrong.append(invalid(here, name, "name is neither a standard finalizer name nor is it fully qualified"))
        errors += wrong
    return errors


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """Only metadata can change."""
    return check_meta_update(new, old)


def check_delete(obj: Object, state: State) -> Refused | None:
    """The namespaces that a cluster cannot do without."""
    if obj.name not in IMMORTAL:
        return None
    return Refused(403, "Forbidden", f'namespaces "{obj.name}" is forbidden: this namespace may not be deleted')


def linger(namespace: Object, state: State) -> Object | None:
    """Being deleted, it waits until its content is gone."""
    return replace(namespace, tree={**namespace.tree, "status": {**namespace.status, "phase": "Terminating"}})


KIND = Kind(
    "Namespace",
    "namespaces",
    "io.k8s.api.core.v1.Namespace",
    short_names=("ns",),
    is_namespaced=False,
    counts_generation=False,
    subresources=("finalize", "status"),
    default=default,
    prepare=prepare,
    validate=validate,
    validate_existing=validate_existing,
    check_delete=check_delete,
    linger=linger,
)
