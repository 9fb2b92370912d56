"""The kind Service."""

from __future__ import annotations

from sandbox.engine.api.kind import Kind
from sandbox.engine.api.service.address_allocation import keep_addresses
from sandbox.engine.api.service.allocation import allocate
from sandbox.engine.api.service.changes import canonicalize, prepare
from sandbox.engine.api.service.defaults import default
from sandbox.engine.api.service.holders import blame
from sandbox.engine.api.service.validation import validate, validate_existing, validate_status, validate_update
from sandbox.engine.api.service.warnings import warn
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State


def _follow(old: Object | None, new: Object | None, state: State) -> None:
    """The Service's IPAddresses; and the Endpoints of its name go with it."""
    keep_addresses(old, new, state)
    if new is None and old is not None:
        state.remove("Endpoints", old.namespace, old.name)


KIND = Kind(
    name="Service",
    plural="services",
    singular="service",
    short_names=("svc",),
    categories=("all",),
    struct="io.k8s.api.core.v1.Service",
    subresources=("status", "proxy"),
    is_created_by_update=True,
    counts_generation=False,
    default=default,
    allocate=allocate,
    prepare=prepare,
    validate=validate,
    validate_existing=validate_existing,
    validate_update=validate_update,
    validate_status=validate_status,
    warn=warn,
    canonicalize=canonicalize,
    follow=_follow,
    blame=blame,
)
