"""Requests to the API server: each goes the same way, for every kind.

    decode -> default -> namespace -> allocate -> prepare -> validate -> store -> follow

A later stage never runs after a refusal. The order is that of release 1.37: a mistake in a type
is all that is said about an object; an address or a port that cannot be had is said alone, before
anything is validated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from sandbox.engine.api.errors import FieldError
from sandbox.engine.api.kind import Kind, Refused
from sandbox.engine.api.meta import check_common_update
from sandbox.engine.apiserver import deletion, patching_requests, system_fields
from sandbox.engine.apiserver.answers import (
    already_exists,
    bad_request,
    conflict,
    is_forbidden,
    is_invalid,
    no,
    not_found,
    refused,
)
from sandbox.engine.apiserver.decoding import FieldValidation, read
from sandbox.engine.apiserver.deletion import Propagation
from sandbox.engine.apiserver.status import Reply, Status
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import State
from sandbox.engine.places import Origin

PatchType = Literal["json", "merge", "strategic", "apply"]

_OTHER_NAMESPACE = "the namespace of the provided object does not match the namespace sent on the request"
_MODIFIED = "the object has been modified; please apply your changes to the latest version and try again"


class ApiServer:
    """Admits, changes and deletes the objects of one state."""

    def __init__(self, state: State) -> None:
        self.state = state

    def get(self, kind: Kind, namespace: str, name: str) -> Reply:
        """The object as it is."""
        found = self.state.get(kind.name, namespace if kind.is_namespaced else "", name)
        if found is None:
            return no(not_found(kind, name), *_deprecation(kind))
        return Reply(found, warnings=_deprecation(kind), was_changed=False)

    def create(
        self,
        kind: Kind,
        namespace: str,
        tree: Any,
        *,
        origin: Origin | None = None,
        dry_run: bool = False,
        field_validation: FieldValidation = "Strict",
    ) -> Reply:
        """POST: a new object, with everything the API server adds to it."""
        body = read(kind, tree, field_validation)
        warnings = [*_deprecation(kind), *body.warnings]
        if body.status is not None:
            return no(body.status, *warnings)
        new = body.tree
        status = self._place(kind, namespace, new)
        if status is None and new["metadata"].get("resourceVersion"):
            status = Status(500, "", "resourceVersion should not be set on objects to be created")
        if status is not None:
            return no(status, *warnings)
        return self._create(kind, new, origin, dry_run, warnings)

    def update(
        self,
        kind: Kind,
        namespace: str,
        name: str,
        tree: Any,
        *,
        origin: Origin | None = None,
        dry_run: bool = False,
        field_validation: FieldValidation = "Strict",
        subresource: str = "",
    ) -> Reply:
        """PUT: an object in place of the one of that name; what it leaves out is gone, except
        what the API server keeps for it. ``subresource`` ``status`` changes the status only."""
        body = read(kind, tree, field_validation)
        warnings = [*_deprecation(kind), *body.warnings]
        if body.status is not None:
            return no(body.status, *warnings)
        new = body.tree
        kind.default(new, self.state)
        meta = new["metadata"]
        if not kind.is_namespaced:
            meta.pop("namespace", None)
        elif meta.setdefault("namespace", namespace) != namespace:
            return no(bad_request(_OTHER_NAMESPACE), *warnings)
        if meta.setdefault("name", name) != name:
            return no(
                bad_request(f"the name of the object ({meta['name']}) does not match the name on the URL ({name})"),
                *warnings,
            )
        old = self.state.get(kind.name, namespace if kind.is_namespaced else "", name)
        if old is None:
            if not kind.is_created_by_update or subresource:
                return no(not_found(kind, name), *warnings)
            status = self._place(kind, namespace, new)
            if status is not None:
                return no(status, *warnings)
            meta.pop("resourceVersion", None)
            return self._create(kind, new, origin, dry_run, warnings)
        return self._update(kind, new, old, origin, dry_run, subresource, warnings)

    def patch(
        self,
        kind: Kind,
        namespace: str,
        name: str,
        patch: Any,
        patch_type: PatchType,
        *,
        field_manager: str = "kubectl",
        force: bool = False,
        origin: Origin | None = None,
        dry_run: bool = False,
        subresource: str = "",
        field_validation: FieldValidation = "Strict",
    ) -> Reply:
        """PATCH: the object with the patch applied to it, as if it had been PUT."""
        return patching_requests.patch(
            self,
            kind,
            namespace,
            name,
            patch,
            patch_type,
            field_manager=field_manager,
            force=force,
            origin=origin,
            dry_run=dry_run,
            subresource=subresource,
            field_validation=field_validation,
        )

    def delete(
        self,
        kind: Kind,
        namespace: str,
        name: str,
        *,
        grace: int | None = None,
        propagation: Propagation = "Background",
        dry_run: bool = False,
    ) -> Reply:
        """DELETE: at once, or after a grace period, or when the last finalizer is gone."""
        reply = deletion.delete(
            kind,
            namespace if kind.is_namespaced else "",
            name,
            self.state,
            grace=grace,
            propagation=propagation,
            dry_run=dry_run,
        )
        return replace(reply, warnings=(*_deprecation(kind), *reply.warnings))

    def _place(self, kind: Kind, namespace: str, new: Tree) -> Status | None:
        """Put a new object into its namespace, which has to be there and not on its way out."""
        meta = new["metadata"]
        if not kind.is_namespaced:
            meta.pop("namespace", None)
            return None
        if meta.setdefault("namespace", namespace) != namespace:
            return bad_request(_OTHER_NAMESPACE)
        found = self.state.get("Namespace", "", namespace)
        if found is None:
            return Status(404, "NotFound", f'namespaces "{namespace}" not found', "namespaces", "", namespace)
        if found.is_terminating:
            return is_forbidden(
                kind,
                meta.get("name", ""),
                f"unable to create new content in namespace {namespace} because it is being terminated",
            )
        return None

    def _create(self, kind: Kind, new: Tree, origin: Origin | None, dry_run: bool, warnings: list[str]) -> Reply:
        kind.default(new, self.state)
        system_fields.fill(kind, new, self.state)
        name = new["metadata"].get("name", "")
        status = self._outcome(kind, name, kind.allocate(new, None, self.state, dry_run))
        if status is not None:
            return no(status, *warnings)
        kind.prepare(new, None, self.state)
        # The rules that hold for every kind (check_common) would follow; each kind's own are stricter.
        errors = kind.validate(new, self.state)
        if errors:
            return no(is_invalid(kind, name, errors), *warnings)
        warnings += kind.warn(new, None, self.state)
        namespace = new["metadata"].get("namespace", "")
        if self.state.get(kind.name, namespace, name) is not None:
            return no(already_exists(kind, name), *warnings)
        kind.canonicalize(new)
        made = Object(kind.name, namespace, name, new, origin)
        if not dry_run:
            made = self.state.put(made)
            kind.follow(None, made, self.state)
        return Reply(made, warnings=tuple(warnings))

    def _update(
        self,
        kind: Kind,
        new: Tree,
        old: Object,
        origin: Origin | None,
        dry_run: bool,
        subresource: str,
        warnings: list[str],
    ) -> Reply:
        meta = new["metadata"]
        version = meta.pop("resourceVersion", None)
        if version and version != old.metadata.get("resourceVersion"):
            return no(conflict(kind, old.name, _MODIFIED), *warnings)
        if meta.get("uid") and meta["uid"] != old.metadata.get("uid"):
            why = (
                f"Precondition failed: UID in precondition: {meta['uid']}, "
                f"UID in object meta: {old.metadata.get('uid')}"
            )
            return no(conflict(kind, old.name, why), *warnings)
        system_fields.keep(kind, new, old)
        errors: Sequence[FieldError]
        if subresource == "status":
            new = {**old.tree, "metadata": meta, "status": new.get("status") or {}}
            errors = kind.validate_status(new, old.tree, self.state)
        else:
            status = self._outcome(kind, old.name, kind.allocate(new, old.tree, self.state, dry_run))
            if status is not None:
                return no(status, *warnings)
            kind.prepare(new, old.tree, self.state)
            system_fields.count(kind, new, old)
            errors = [
                *check_common_update(new, old.tree, is_namespaced=kind.is_namespaced),
                *kind.validate_update(new, old.tree, self.state),
                *(
                    kind.validate(new, self.state)
                    if kind.validate_existing is None
                    else kind.validate_existing(new, old.tree, self.state)
                ),
            ]
        if errors:
            return no(is_invalid(kind, old.name, errors), *warnings)
        if not subresource:
            warnings += kind.warn(new, old.tree, self.state)
        kind.canonicalize(new)
        meta["resourceVersion"] = old.metadata.get("resourceVersion", "")
        if new == old.tree:
            if origin is not None and not dry_run:
                old = self.state.reread(old, origin)
            return Reply(old, warnings=tuple(warnings), was_changed=False)
        changed = replace(old, tree=new, origin=origin if origin is not None else old.origin)
        if dry_run:
            return Reply(changed, warnings=tuple(warnings))
        return Reply(self._store(kind, old, changed), warnings=tuple(warnings))

    def _outcome(self, kind: Kind, name: str, answer: Sequence[FieldError] | Refused) -> Status | None:
        if isinstance(answer, Refused):
            return refused(kind, name, answer)
        if not answer:
            return None
        return is_invalid(kind, name, answer, [one for error in answer for one in kind.blame(error, self.state)])

    def _store(self, kind: Kind, old: Object, changed: Object) -> Object:
        """Keep a changed object; one that waited for its last finalizer goes with it."""
        if (
            changed.is_terminating
            and not changed.metadata.get("finalizers")
            and changed.metadata.get("deletionGracePeriodSeconds", 0) == 0
            and old.metadata.get("finalizers")
        ):
            return deletion.remove(kind, changed, self.state)
        stored = self.state.put(changed)
        kind.follow(old, stored, self.state)
        return stored


def _deprecation(kind: Kind) -> tuple[str, ...]:
    return (kind.deprecation,) if kind.deprecation else ()
