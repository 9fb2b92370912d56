"""From what a request holds to a tree of the API's shape, or the refusal of it."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from sandbox.engine.api.kind import Kind
from sandbox.engine.api.schema import decode
from sandbox.engine.apiserver.answers import bad_request
from sandbox.engine.apiserver.status import Status
from sandbox.engine.cluster.objects import Tree

FieldValidation = Literal["Strict", "Warn", "Ignore"]


class Body(NamedTuple):
    """A request's object: the tree, or the status that refuses it; warnings about unknown fields."""

    tree: Tree
    status: Status | None = None
    warnings: tuple[str, ...] = ()


def read(kind: Kind, tree: Any, validation: FieldValidation = "Strict") -> Body:
    """Decode an object; ``validation`` says what becomes of fields that nobody knows."""
    found = decode(kind.struct, tree)
    said = found.error
    if not said and found.unknown and validation == "Strict":
        said = "strict decoding error: " + ", ".join(found.unknown)
    if said:
        return Body(
            {}, bad_request(f'{kind.name} in version "{kind.version}" cannot be handled as a {kind.name}: {said}')
        )
    new = found.tree
    new["apiVersion"] = kind.api_version
    new["kind"] = kind.name
    new.setdefault("metadata", {})
    return Body(new, None, found.unknown if validation == "Warn" else ())
