"""The garbage collector: what belonged to an object that is gone goes too.

Follows ``pkg/controller/garbagecollector``: in the background after the owner, in the
foreground before it (finalizer ``foregroundDeletion``), or not at all (``orphan``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sandbox.engine.cluster.indexes import DEPENDENTS
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.controllers.controller import EVERY_KIND, Controller, Desk, Key

FOREGROUND = "foregroundDeletion"
ORPHAN = "orphan"

#: Kinds that may own others without a namespace of their own.
CLUSTER_WIDE = frozenset({"Namespace", "Node"})


def _watch(state: State, event: Event) -> Iterable[Key]:
    """An owner that is gone gives its uid; what has owners, or waits for its dependents, itself."""
    obj = event.object
    keys: list[Key] = []
    if event.verb == "deleted":
        keys.append(("gone", obj.metadata.get("uid") or ""))
        keys += [
            ("owner", str(one.get("kind")), obj.namespace, str(one.get("name")))
            for one in obj.metadata.get("ownerReferences") or ()
            if one.get("blockOwnerDeletion")
        ]
        return keys
    old = event.old
    if obj.metadata.get("ownerReferences") and (
        old is None or old.metadata.get("ownerReferences") != obj.metadata["ownerReferences"]
    ):
        keys.append(("dependent", obj.kind, obj.namespace, obj.name))
    if obj.is_terminating and {FOREGROUND, ORPHAN} & set(obj.metadata.get("finalizers") or ()):
        keys.append(("owner", obj.kind, obj.namespace, obj.name))
    return keys


def reconcile(desk: Desk, key: Key) -> None:
    """Look after the dependents of an owner that is gone, one dependent, or an owner that waits."""
    if key[0] == "gone":
        for dependent in list(_dependents(desk.state, key[1])):
            _attend(desk, dependent)
        return
    obj = desk.state.get(key[1], key[2], key[3])
    if obj is None:
        return
    if key[0] == "dependent":
        _attend(desk, obj)
    elif obj.is_terminating:
        _attend_owner(desk, obj)


def _dependents(state: State, uid: str) -> Iterator[Object]:
    for index in DEPENDENTS:
        yield from state.found(index, uid)


def _owner(state: State, dependent: Object, reference: Tree) -> Object | None:
    """The owner that a reference means, None where it is not there (any more)."""
    kind = str(reference.get("kind"))
    namespace = "" if kind in CLUSTER_WIDE else dependent.namespace
    found = state.get(kind, namespace, str(reference.get("name")))
    return found if found is not None and found.metadata.get("uid") == reference.get("uid") else None


def _attend(desk: Desk, dependent: Object) -> None:
    """Delete a dependent none of whose owners is left; otherwise drop the references to those that are gone."""
    references = dependent.metadata.get("ownerReferences") or []
    solid: list[Tree] = []
    waiting: list[Tree] = []
    for reference in references:
        owner = _owner(desk.state, dependent, reference)
        if owner is None:
            continue
        waits = owner.is_terminating and FOREGROUND in (owner.metadata.get("finalizers") or ())
        (waiting if waits and reference.get("blockOwnerDeletion") else solid).append(reference)
    if solid:
        if len(solid) != len(references):
            desk.relabel(dependent, ownerReferences=solid)
    elif references and not dependent.is_terminating:
        has_own = any(True for _ in _dependents(desk.state, dependent.metadata.get("uid") or ""))
        desk.delete(dependent, propagation="Foreground" if waiting and has_own else "Background")


def _attend_owner(desk: Desk, owner: Object) -> None:
    finalizers = owner.metadata.get("finalizers") or []
    uid = owner.metadata.get("uid") or ""
    if ORPHAN in finalizers:
        for dependent in list(_dependents(desk.state, uid)):
            desk.relabel(
                dependent,
                ownerReferences=[one for one in dependent.metadata["ownerReferences"] if one.get("uid") != uid],
            )
        _release(desk, owner, ORPHAN)
    elif FOREGROUND in finalizers:
        blocking = [
            dependent
            for dependent in _dependents(desk.state, uid)
            if any(
                one.get("uid") == uid and one.get("blockOwnerDeletion") for one in dependent.metadata["ownerReferences"]
            )
        ]
        for dependent in blocking:
            _attend(desk, dependent)
        if not blocking or not any(desk.state.get(one.kind, one.namespace, one.name) for one in blocking):
            _release(desk, owner, FOREGROUND)


def _release(desk: Desk, owner: Object, finalizer: str) -> None:
    """Take a finalizer away; an object that has none left is gone."""
    left = [one for one in owner.metadata.get("finalizers") or () if one != finalizer]
    if left:
        desk.relabel(owner, finalizers=left)
    else:
        desk.remove(owner)


CONTROLLER = Controller("garbage-collector", {EVERY_KIND: _watch}, reconcile)
