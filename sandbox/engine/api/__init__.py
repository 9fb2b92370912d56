"""The API: every kind a room of its own.

:data:`KINDS` is the list of all kinds; one more kind is a room and a line in it. ``kind`` finds
one by its name, ``resource`` by any word kubectl takes for it.
"""

from __future__ import annotations

from sandbox.engine.api import (
    config_map,
    controller_revision,
    daemon_set,
    deployment,
    endpoint_slice,
    endpoints,
    ingress,
    ip_address,
    job,
    namespace,
    node,
    pod,
    replica_set,
    secret,
    service,
    service_account,
    service_cidr,
    stateful_set,
)
from sandbox.engine.api.kind import Kind

#: In the order in which ``kubectl api-resources`` names them: core first, then by group.
KINDS: tuple[Kind, ...] = (
    config_map.KIND,
    endpoints.KIND,
    namespace.KIND,
    node.KIND,
    pod.KIND,
    secret.KIND,
    service_account.KIND,
    service.KIND,
    controller_revision.KIND,
    daemon_set.KIND,
    deployment.KIND,
    replica_set.KIND,
    stateful_set.KIND,
    job.KIND,
    endpoint_slice.KIND,
    ingress.KIND,
    ip_address.KIND,
    service_cidr.KIND,
)

_BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}


def _words(kind: Kind) -> list[str]:
    plain = [kind.plural, kind.singular or kind.name.lower(), *kind.short_names]
    grouped = (
        [
            f"{kind.plural}.{kind.group}",
            f"{kind.plural}.{kind.version}.{kind.group}",
            f"{kind.singular or kind.name.lower()}.{kind.group}",
        ]
        if kind.group
        else []
    )
    return plain + grouped


_BY_WORD: dict[str, Kind] = {word: kind for kind in reversed(KINDS) for word in _words(kind)}


def kind(name: str) -> Kind | None:
    """The kind of that name (``Service``), None where there is none."""
    return _BY_NAME.get(name)


def resource(word: str) -> Kind | None:
    """The kind that kubectl takes a word for: plural, singular, short name, with or without group."""
    return _BY_WORD.get(word)


__all__ = ["KINDS", "Kind", "kind", "resource"]
