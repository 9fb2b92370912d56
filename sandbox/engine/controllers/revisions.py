"""ControllerRevisions: the versions of a StatefulSet's or DaemonSet's template (pkg/controller/history)."""

from __future__ import annotations

import json
from dataclasses import replace

from sandbox.engine.cluster.indexes import REVISIONS_BY_CONTROLLER
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.controllers.controller import Desk
from sandbox.engine.controllers.names import fnv32, safe_encoded
from sandbox.engine.controllers.owners import reference

HASH = "controller.kubernetes.io/hash"


def revisions(desk: Desk, owner: Object) -> list[Object]:
    """The owner's revisions, oldest first."""
    return sorted(
        desk.state.found(REVISIONS_BY_CONTROLLER, owner.metadata.get("uid") or ""),
        key=lambda one: (one.tree.get("revision", 0), one.name),
    )


def ensure(desk: Desk, owner: Object, collisions: int = 0) -> Object:
    """The revision of the owner's template, made or brought back to the front where need be."""
    data: Tree = {"spec": {"template": {**(owner.spec.get("template") or {}), "$patch": "replace"}}}
    held = revisions(desk, owner)
    newest = held[-1] if held else None
    number = newest.tree.get("revision", 0) + 1 if newest is not None else 1
    same = [one for one in held if one.tree.get("data") == data]
    if same:
        return (
            same[-1]
            if same[-1] is newest
            else desk.state.put(replace(same[-1], tree={**same[-1].tree, "revision": number}))
        )
    hashed = revision_hash(data, collisions)
    labels = {**(((owner.spec.get("template") or {}).get("metadata") or {}).get("labels") or {}), HASH: hashed}
    return desk.add(
        "ControllerRevision",
        "apps/v1",
        owner.namespace,
        f"{owner.name}-{hashed}",
        {"metadata": {"labels": labels, "ownerReferences": [reference(owner)]}, "data": data, "revision": number},
    )


def revision_hash(data: Tree, collisions: int) -> str:
    """The hash that names a revision: FNV-1 over the patch as Go's encoder writes it, and the collision count."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return safe_encoded(str(fnv32(f"{text}{collisions}".encode())))


def template_of(revision: Object) -> Tree:
    """The pod template that a revision keeps."""
    held = ((revision.tree.get("data") or {}).get("spec") or {}).get("template") or {}
    return {key: value for key, value in held.items() if key != "$patch"}


def clean_up(desk: Desk, owner: Object, live: set[str]) -> None:
    """Forget the oldest revisions that no pod has, beyond ``revisionHistoryLimit``."""
    limit = owner.spec.get("revisionHistoryLimit", 10)
    dead = [one for one in revisions(desk, owner) if one.name not in live]
    for one in dead[: max(0, len(dead) - limit)]:
        desk.state.remove("ControllerRevision", one.namespace, one.name)
