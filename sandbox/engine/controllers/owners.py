"""Owner references: who made an object and keeps it in order."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.controllers.controller import Key, Watch


def reference(owner: Object) -> Tree:
    """The reference to a controlling owner, as metav1.NewControllerRef makes it."""
    return {
        "apiVersion": owner.tree["apiVersion"],
        "kind": owner.kind,
        "name": owner.name,
        "uid": owner.metadata.get("uid"),
        "controller": True,
        "blockOwnerDeletion": True,
    }


def controller_of(obj: Object) -> Tree | None:
    """The reference to the owner that controls the object, None where nobody does."""
    for owner in obj.metadata.get("ownerReferences") or ():
        if owner.get("controller"):
            found: Tree = owner
            return found
    return None


def is_controlled_by(obj: Object, owner: Object) -> bool:
    """Whether ``owner`` controls the object."""
    found = controller_of(obj)
    return found is not None and found.get("uid") == owner.metadata.get("uid")


def keys_of_owner(event: Event, kind: str) -> list[Key]:
    """The keys of the owners of that kind before and after a change."""
    new, old = event.new, event.old
    after = new.metadata.get("ownerReferences") if new is not None else None
    before = old.metadata.get("ownerReferences") if old is not None else None
    if not after and not before:
        return []
    found: dict[Key, None] = {}
    seen = None
    for references in (after, before):
        if not references or references is seen:
            continue
        seen = references
        for owner in references:
            if owner.get("controller") and owner.get("kind") == kind:
                found[event.object.namespace, str(owner.get("name"))] = None
    return list(found)


def watch_owned(kind: str) -> Watch:
    """A watch of dependents: the keys of their controlling owner of that kind."""

    def watch(state: State, event: Event) -> list[Key]:
        return keys_of_owner(event, kind)

    return watch
