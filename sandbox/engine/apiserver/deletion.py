"""Deleting: at once, after a grace period, or when the last finalizer is gone.

Follows ``k8s.io/apiserver/pkg/registry`` (rest/delete.go, generic/registry/store.go; 1.37).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from sandbox.engine.api.kind import Kind
from sandbox.engine.apiserver.answers import no, not_found, refused
from sandbox.engine.apiserver.status import Reply
from sandbox.engine.cluster.clock import to_text
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State

Propagation = Literal["Background", "Foreground", "Orphan"]

#: The finalizer that the garbage collector works off, by how dependents are to be treated.
FINALIZERS: dict[str, str] = {"Foreground": "foregroundDeletion", "Orphan": "orphan"}


def delete(
    kind: Kind,
    namespace: str,
    name: str,
    state: State,
    *,
    grace: int | None = None,
    propagation: Propagation = "Background",
    dry_run: bool = False,
) -> Reply:
    """Delete an object; the reply holds it as it was last, or as it waits for its end."""
    found = state.get(kind.name, namespace, name)
    if found is None:
        return no(not_found(kind, name))
    answer = kind.check_delete(found, state)
    if answer is not None:
        return no(refused(kind, name, answer))
    if dry_run:
        return Reply(found)
    finalizers = list(found.metadata.get("finalizers") or ())
    wanted = FINALIZERS.get(propagation)
    if wanted is not None and wanted not in finalizers:
        finalizers.append(wanted)
    seconds = kind.grace(found, grace)
    # A namespace has finalizers of its own in its spec.
    if not finalizers and not found.spec.get("finalizers") and seconds <= 0:
        return Reply(remove(kind, found, state))
    marked = _marked(found, finalizers, seconds, state)
    if marked is None:
        return Reply(found, was_changed=False)
    left = kind.linger(marked, state)
    if left is None:
        return Reply(remove(kind, found, state))
    return Reply(state.put(left))


def remove(kind: Kind, obj: Object, state: State) -> Object:
    """Take an object away for good, and what goes with it."""
    state.remove(kind.name, obj.namespace, obj.name)
    kind.follow(obj, None, state)
    return obj


def _marked(found: Object, finalizers: list[str], seconds: int, state: State) -> Object | None:
    """The object with the time at which it is to go; None if nothing changes by that.

    A second request may only shorten what an earlier one set.
    """
    meta = dict(found.metadata)
    earlier = meta.get("deletionGracePeriodSeconds")
    if (
        found.is_terminating
        and earlier is not None
        and seconds >= earlier
        and finalizers == list(meta.get("finalizers") or ())
    ):
        return None
    if finalizers:
        meta["finalizers"] = finalizers
    if not found.is_terminating or (earlier is not None and seconds < earlier):
        meta["deletionTimestamp"] = to_text(state.now + seconds)
        meta["deletionGracePeriodSeconds"] = seconds
        if "generation" in meta:
            meta["generation"] += 1
    return replace(found, tree={**found.tree, "metadata": meta})
