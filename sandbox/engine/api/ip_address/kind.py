"""The kind IPAddress (networking.k8s.io/v1, release 1.37; ``pkg/apis/networking/validation``)."""

from __future__ import annotations

from sandbox.engine.api import formats
from sandbox.engine.api.addresses import ip
from sandbox.engine.api.errors import FieldError, invalid, required
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.meta import check_immutable, check_meta, check_meta_update
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State

PARENT = ("spec", "parentRef")


def name_rule(name: str) -> list[str]:
    """An IPAddress is named by its address in canonical spelling."""
    found = ip(name)
    if found is None:
        return ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]
    return [] if found.canonical == name else ["must be a canonical format IP address"]


def validate(tree: Tree, state: State) -> list[FieldError]:
    errors = check_meta(tree, is_namespaced=False, name_rule=name_rule)
    parent = (tree.get("spec") or {}).get("parentRef")
    if parent is None:
        return [*errors, required(PARENT)]
    if not parent.get("resource"):
        errors.append(required((*PARENT, "resource")))
    else:
        errors += [invalid((*PARENT, "resource"), parent["resource"], said)
                   for said in formats.path_segment(parent["resource"])]
    if not parent.get("name"):
        errors.append(required((*PARENT, "name")))
    else:
        errors += [invalid((*PARENT, "name"), parent["name"], said) for said in formats.path_segment(parent["name"])]
    if parent.get("namespace"):
        errors += [invalid((*PARENT, "namespace"), parent["namespace"], said)
                   for said in formats.path_segment(parent["namespace"])]
    return errors


def validate_update(new: Tree, old: Tree, state: State) -> list[FieldError]:
    after, before = ((tree.get("spec") or {}).get("parentRef") for tree in (new, old))
    return [*check_meta_update(new, old), *check_immutable(after, before, PARENT)]


KIND = Kind(
    name="IPAddress", plural="ipaddresses", singular="ipaddress", group="networking.k8s.io", short_names=("ip",),
    struct="io.k8s.api.networking.v1.IPAddress", is_namespaced=False, counts_generation=False,
    validate=validate, validate_update=validate_update,
)
