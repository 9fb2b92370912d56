"""How a Deployment gets from one version to the next: rolling, or all at once (rolling.go, recreate.go)."""

from __future__ import annotations

from sandbox.engine.cluster.indexes import PODS_BY_CONTROLLER
from sandbox.engine.cluster.objects import Object
from sandbox.engine.controllers.controller import Desk, Key
from sandbox.engine.controllers.deployment.replica_sets import (
    ensure_new,
    new_and_old,
    scale,
    unavailable,
    wanted_of_new,
)


def rolling(desk: Desk, key: Key) -> None:
    """Scale the new ReplicaSet up as far as maxSurge lets, else the old ones down as far as maxUnavailable lets."""
    deployment = desk.state.get("Deployment", *key)
    new = ensure_new(desk, deployment) if deployment is not None else None
    deployment = desk.state.get("Deployment", *key)
    if deployment is None or new is None:
        return
    _, old = new_and_old(desk, deployment)
    wanted, has = deployment.spec.get("replicas", 1), new.spec.get("replicas", 1)
    if has > wanted:
        scale(desk, deployment, new, wanted)
        return
    allowed = wanted_of_new(deployment, new, old)
    if has != wanted and allowed != has:
        scale(desk, deployment, new, allowed)
        return
    _scale_old_down(desk, deployment, new, [one for one in old if one.spec.get("replicas", 1)])


def _scale_old_down(desk: Desk, deployment: Object, new: Object, old: list[Object]) -> None:
    if not old:
        return
    least = deployment.spec.get("replicas", 1) - unavailable(deployment)
    total = sum(one.spec.get("replicas", 1) for one in [*old, new])
    new_unavailable = new.spec.get("replicas", 1) - new.status.get("availableReplicas", 0)
    most = total - least - new_unavailable
    if most <= 0:
        return
    old = [*_drop_unhealthy(desk, deployment, old, most)]
    spare = sum(one.status.get("availableReplicas", 0) for one in [*old, new]) - least
    for one in old:
        has = one.spec.get("replicas", 1)
        down = min(has, spare)
        if down > 0:
            spare -= down
            scale(desk, deployment, one, has - down)


def _drop_unhealthy(desk: Desk, deployment: Object, old: list[Object], most: int) -> list[Object]:
    """Pods of old versions that do not serve anyway go first."""
    found = []
    for one in old:
        has, available = one.spec.get("replicas", 1), one.status.get("availableReplicas", 0)
        down = min(most, has - available)
        if down > 0:
            most -= down
            one = scale(desk, deployment, one, has - down)
        found.append(one)
    return found


def recreate(desk: Desk, key: Key) -> None:
    """All pods of old versions go, and when the last is gone the new version starts."""
    deployment = desk.state.get("Deployment", *key)
    if deployment is None:
        return
    _, old = new_and_old(desk, deployment)
    active = [one for one in old if one.spec.get("replicas", 1)]
    for one in active:
        scale(desk, deployment, one, 0)
    if active or any(_has_pods(desk, one) for one in old):
        return
    new = ensure_new(desk, deployment)
    deployment = desk.state.get("Deployment", *key)
    if new is not None and deployment is not None:
        scale(desk, deployment, new, deployment.spec.get("replicas", 1))


def _has_pods(desk: Desk, replica_set: Object) -> bool:
    return any(
        pod.status.get("phase") not in ("Succeeded", "Failed")
        for pod in desk.state.found(PODS_BY_CONTROLLER, replica_set.metadata.get("uid") or "")
    )
