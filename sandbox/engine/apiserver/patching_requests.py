"""PATCH requests: read the object, apply the patch, decode what comes out, and update with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.engine.api.errors import invalid
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.schema import Decoded, decode
from sandbox.engine.apiserver.answers import no, not_found
from sandbox.engine.apiserver.patching import patched, server_side, to_json, undecodable
from sandbox.engine.apiserver.status import Reply, Status
from sandbox.engine.cluster.clock import to_text
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Origin

if TYPE_CHECKING:
    from sandbox.engine.apiserver.server import ApiServer, PatchType


def patch(
    api: ApiServer,
    kind: Kind,
    namespace: str,
    name: str,
    patch: Any,
    patch_type: PatchType,
    *,
    field_manager: str,
    force: bool,
    origin: Origin | None,
    dry_run: bool,
    subresource: str,
    field_validation: str,
) -> Reply:
    """The reply to a patch of any type; ``field_manager`` and ``force`` matter to ``apply``."""
    old = api.state.get(kind.name, namespace if kind.is_namespaced else "", name)
    now = to_text(api.state.now)
    result: Tree | Status
    if patch_type == "apply":
        mistake = _strict(decode(kind.struct, patch), field_validation)
        if mistake:
            return no(Status(400, "BadRequest", mistake))
        result = server_side.applied(old.tree if old else None, patch, kind.struct, field_manager, force, now)
        if isinstance(result, Status):
            return no(result)
        if old is None:
            return api.create(kind, namespace, result, origin=origin, dry_run=dry_run, field_validation="Ignore")
    else:
        if old is None:
            return no(not_found(kind, name))
        result = patched(old.tree, patch, patch_type, kind.struct)
        if isinstance(result, Status):
            return no(result)
        decoded = decode(kind.struct, result)
        strict = _strict(decoded, field_validation)
        if strict:
            return no(_undecodable(patch, patch_type, result, decoded, strict))
        if old.metadata.get("managedFields"):
            result = server_side.updated(old.tree, result, kind.struct, field_manager, now, subresource)
    return api.update(
        kind,
        namespace,
        name,
        result,
        origin=origin,
        dry_run=dry_run,
        subresource=subresource,
        field_validation="Warn" if field_validation == "Warn" else "Ignore",
    )


def _strict(decoded: Decoded, field_validation: str) -> str:
    if decoded.error:
        return decoded.error
    if decoded.unknown and field_validation == "Strict":
        return "strict decoding error: " + ", ".join(decoded.unknown)
    return ""


def _undecodable(patch: Any, patch_type: str, result: Tree, decoded: Decoded, said: str) -> Status:
    """A strategic merge is shown as the patch, any other as the whole object that came out; the
    first is converted from a map in memory, which has words of its own for a wrong type."""
    if patch_type == "strategic":
        return undecodable(patch, decoded.conversion or said)
    error = invalid(("patch",), to_json(result), said)
    return Status(422, "Invalid", f' "" is invalid: {error}', errors=(error,))
