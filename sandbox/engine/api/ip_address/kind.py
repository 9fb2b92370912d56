"""The kind IPAddress (networking.k8s.io/v1, release 1.37; ``pkg/apis/networking/validation``)."""

from __future__ import annotations

from sandbox.engine.api import formats
from sandbox.engine.api.addresses import check_new_ip
from sandbox.engine.api.errors import FieldError, invalid, required
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.meta import check_immutable, check_meta, check_meta_update
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State

PARENT = ("spec", "parentRef")


def name_rule(name: str) -> list[str]:
    """An IPAddress is named by its address in canonical spelling."""
    return [error.detail for error in check_new_ip((), name)]


def validate(tree: Tree, state: State) -> list[FieldError]:
    errors = check_meta(tree, is_namespaced=False, name_rule=name_rule)
    parent = (tree.get("spec") or {}).get("parentRef")
    if parent is None:
        return [*errors, required(PARENT)]
    if parent.get("group"):
        errors += [
            invalid((*PARENT, "group"), parent["group"], said) for said in formats.dns1123_subdomain(parent["group"])
        ]
    for field, is_needed in (("resource", True), ("name", True), ("namespace", False)):
        value = parent.get(field)
        if value:
            errors += [invalid((*PARENT, field), value, said) for said in formats.path_segment(value)]
        elif is_needed:
            errors.append(required((*PARENT, field)))
    return errors


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """Whose address it is stays."""
    after, before = ((tree.get("spec") or {}).get("parentRef") for tree in (new, old))
    return [*check_meta_update(new, old), *check_immutable(after, before, PARENT)]


KIND = Kind(
    name="IPAddress",
    plural="ipaddresses",
    singular="ipaddress",
    group="networking.k8s.io",
    short_names=("ip",),
    struct="io.k8s.api.networking.v1.IPAddress",
    is_namespaced=False,
    counts_generation=False,
    validate=validate,
    validate_existing=validate_existing,
)
