"""ServiceAccounts: ``ValidateServiceAccount``, v1.37."""

from __future__ import annotations

from sandbox.engine.api.errors import FieldError
from sandbox.engine.api.formats import dns1123_subdomain
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.meta import check_meta, check_meta_update
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State


def validate(tree: Tree, state: State) -> list[FieldError]:
    """A new ServiceAccount."""
    return check_meta(tree, is_namespaced=True, name_rule=dns1123_subdomain)


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """A changed one."""
    return check_meta_update(new, old)


KIND = Kind(
    "ServiceAccount",
    "serviceaccounts",
    "io.k8s.api.core.v1.ServiceAccount",
    short_names=("sa",),
    subresources=("token",),
    validate=validate,
    validate_existing=validate_existing,
)
