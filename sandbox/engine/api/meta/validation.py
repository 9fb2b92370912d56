"""Validation of ObjectMeta, in the order of ``k8s.io/apimachinery/pkg/api/validation/objectmeta.go``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.engine.api import formats
from sandbox.engine.api.errors import FieldError, forbidden, invalid, required, too_long
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path

ANNOTATIONS_LIMIT = 256 * 1024
METADATA: Path = ("metadata",)

#: Fields of ObjectMeta that stay what they were.
UNCHANGING = ("name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds")

NameRule = Callable[[str], list[str]]


def check_meta(tree: Tree, *, is_namespaced: bool, name_rule: NameRule, path: Path = METADATA) -> list[FieldError]:
    """All mistakes in an object's metadata on creation; ``name_rule`` says how the kind is named."""
    meta: Tree = tree.get("metadata") or {}
    errors: list[FieldError] = []
    prefix = meta.get("generateName")
    if prefix:
        # The dash in front of what will be generated is allowed.
        bare = prefix[:-2] + "a" if len(prefix) > 1 and prefix.endswith("-") else prefix
        errors += [invalid((*path, "generateName"), prefix, said) for said in name_rule(bare)]
    name = meta.get("name")
    if not name:
        errors.append(required((*path, "name"), "name or generateName is required"))
    else:
        errors += [invalid((*path, "name"), name, said) for said in name_rule(name)]
    errors += _check_namespace(meta, is_namespaced, path)
    return errors + _check_parts(meta, path)


def check_common(tree: Tree, *, is_namespaced: bool) -> list[FieldError]:
    """The rules that hold for every kind besides its own: a name that fits into a URL."""
    return check_meta(tree, is_namespaced=is_namespaced, name_rule=formats.path_segment)


def check_meta_update(new: Tree, old: Tree, path: Path = METADATA) -> list[FieldError]:
    """Mistakes in a change of metadata."""
    meta: Tree = new.get("metadata") or {}
    before: Tree = old.get("metadata") or {}
    errors: list[FieldError] = []
    if before.get("deletionTimestamp") is not None:
        added = sorted(set(meta.get("finalizers") or ()) - set(before.get("finalizers") or ()))
        if added:
            listed = ", ".join(f'"{one}"' for one in added)
            errors.append(
                forbidden(
                    (*path, "finalizers"),
                    "no new finalizers can be added if the object is being "
                    f"deleted, found new finalizers []string{{{listed}}}",
                )
            )
    for field in UNCHANGING:
        errors += check_immutable(meta.get(field), before.get(field), (*path, field))
    return errors + _check_parts(meta, path)


def check_common_update(new: Tree, old: Tree, *, is_namespaced: bool) -> list[FieldError]:
    """What the registry checks on every update in front of the kind's own rules."""
    return check_common(new, is_namespaced=is_namespaced) + check_meta_update(new, old)


def check_immutable(new: Any, old: Any, path: Path) -> list[FieldError]:
    """Nothing where both are the same (absent and empty are); else ``field is immutable``."""
    return [] if new == old or (not new and not old) else [invalid(path, new, "field is immutable")]


def check_labels(labels: Tree | None, path: Path) -> list[FieldError]:
    """Keys and values of labels (or of a plain selector)."""
    errors: list[FieldError] = []
    for key, value in sorted((labels or {}).items()):
        errors += [invalid(path, key, said) for said in formats.qualified_name(key)]
        errors += [invalid(path, value, said) for said in formats.label_value(value)]
    return errors


def check_annotations(annotations: Tree | None, path: Path) -> list[FieldError]:
    """Keys of annotations (in any case of letters) and their size altogether."""
    errors: list[FieldError] = []
    size = 0
    for key, value in sorted((annotations or {}).items()):
        errors += [invalid(path, key, said) for said in formats.qualified_name(key.lower())]
        size += len(key.encode()) + len(value.encode("utf-8", "surrogatepass"))
    if size > ANNOTATIONS_LIMIT:
        errors.append(too_long(path, f"may not be more than {ANNOTATIONS_LIMIT} bytes"))
    return errors


def _check_namespace(meta: Tree, is_namespaced: bool, path: Path) -> list[FieldError]:
    namespace = meta.get("namespace")
    where = (*path, "namespace")
    if not is_namespaced:
        return [forbidden(where, "not allowed on this type")] if namespace else []
    if not namespace:
        return [required(where)]
    return [invalid(where, namespace, said) for said in formats.dns1123_label(namespace)]


def _check_parts(meta: Tree, path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    if meta.get("generation", 0) < 0:
        errors.append(invalid((*path, "generation"), meta["generation"], "must be greater than or equal to 0"))
    if meta.get("labels"):
        errors += check_labels(meta["labels"], (*path, "labels"))
    if meta.get("annotations"):
        errors += check_annotations(meta["annotations"], (*path, "annotations"))
    if meta.get("ownerReferences"):
        errors += _check_owners(meta["ownerReferences"], (*path, "ownerReferences"))
    if meta.get("finalizers"):
        errors += _check_finalizers(meta["finalizers"], (*path, "finalizers"))
    return errors


def _check_owners(owners: list[Tree], path: Path) -> list[FieldError]:
    errors: list[FieldError] = []
    controller = ""
    for owner in owners:
        if not str(owner.get("apiVersion") or "").rpartition("/")[2]:
            errors.append(invalid((*path, "apiVersion"), owner.get("apiVersion", ""), "version must not be empty"))
        errors += [
            invalid((*path, field), owner.get(field, ""), "must not be empty")
            for field in ("kind", "name", "uid")
            if not owner.get(field)
        ]
        if owner.get("controller"):
            this = f"{owner.get('kind', '')}/{owner.get('name', '')}"
            if controller:
                errors.append(
                    invalid(
                        path,
                        owners,
                        'Only one reference can have Controller set to true. Found "true" '
                        f"in references for {controller} and {this}",
                    )
                )
            else:
                controller = this
    return errors


def _check_finalizers(finalizers: list[str], path: Path) -> list[FieldError]:
    errors = [invalid(path, one, said) for one in finalizers for said in formats.qualified_name(one)]
    if "orphan" in finalizers and "foregroundDeletion" in finalizers:
        errors.append(invalid(path, finalizers, "finalizer orphan and foregroundDeletion cannot be both set"))
    return errors
