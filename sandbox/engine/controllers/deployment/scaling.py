"""A Deployment whose number of replicas changed: shared out over its ReplicaSets (sync.go, scale)."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.controllers.controller import Desk, Key
from sandbox.engine.controllers.deployment.replica_sets import DESIRED, MOST, new_and_old, revision, scale, surge


def is_due(deployment: Object, owned: list[Object]) -> bool:
    """Whether a ReplicaSet with pods was last scaled for another number of replicas."""
    wanted = str(deployment.spec.get("replicas", 1))
    return any(one.spec.get("replicas", 1) and one.annotations.get(DESIRED) not in (None, wanted) for one in owned)


def proportionally(desk: Desk, key: Key) -> None:
    """Scale the one ReplicaSet that is active, or all in proportion while a rollout is under way."""
    deployment = desk.state.get("Deployment", *key)
    if deployment is None:
        return
    wanted = deployment.spec.get("replicas", 1)
    new, old = new_and_old(desk, deployment)
    every = [*old, *([new] if new is not None else [])]
    active = [one for one in every if one.spec.get("replicas", 1)]
    if len(active) <= 1:
        only = active[0] if active else new or (old[-1] if old else None)
        if only is not None:
            scale(desk, deployment, only, wanted)
        return
    if new is not None and _is_saturated(deployment, new):
        for one in old:
            if one.spec.get("replicas", 1):
                scale(desk, deployment, one, 0)
        return
    if (deployment.spec.get("strategy") or {}).get("type") == "Recreate":
        return
    total = sum(one.spec.get("replicas", 1) for one in active)
    to_add = (wanted + surge(deployment) if wanted > 0 else 0) - total
    # The largest first; of two of one size the newer gets more, and the older loses more.
    newest_first = -1 if to_add > 0 else 1
    order = sorted(active, key=lambda one: (-one.spec.get("replicas", 1), newest_first * revision(one)))
    sizes: dict[str, int] = {}
    added = 0
    for one in order:
        share = _share(deployment, one, to_add, added) if to_add else 0
        sizes[one.name] = one.spec.get("replicas", 1) + share
        added += share
    for position, one in enumerate(order):
        if position == 0 and to_add:
            sizes[one.name] = max(0, sizes[one.name] + to_add - added)
        scale(desk, deployment, one, sizes[one.name])


def _share(deployment: Object, one: Object, to_add: int, added: int) -> int:
    """A ReplicaSet's part of what is added or taken away."""
    has = int(one.spec.get("replicas", 1))
    before = int(one.annotations.get(MOST) or deployment.status.get("replicas", 0) or 0)
    if not has or not before:
        return 0
    now = deployment.spec.get("replicas", 1) + surge(deployment)
    fraction = int(has * now / before + 0.5) - has
    allowed = to_add - added
    return min(fraction, allowed) if to_add > 0 else max(fraction, allowed)


def _is_saturated(deployment: Object, new: Object) -> bool:
    """Whether the new ReplicaSet has all pods of the Deployment, and all of them are available."""
    wanted = deployment.spec.get("replicas", 1)
    return new.spec.get("replicas", 1) == wanted == new.status.get("availableReplicas", 0) and new.annotations.get(
        DESIRED
    ) == str(wanted)
