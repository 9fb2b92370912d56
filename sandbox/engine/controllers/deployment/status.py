"""A Deployment's status: counts, availability, progress (progress.go, sync.go)."""

from __future__ import annotations

from sandbox.engine.cluster.clock import from_text
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.controllers.controller import Desk, Key
from sandbox.engine.controllers.deployment.conditions import (
    AVAILABLE,
    COMPLETE,
    NO_DEADLINE,
    TIMED_OUT,
    UNAVAILABLE,
    UPDATED,
    condition,
    is_complete,
    with_condition,
    without_condition,
)
from sandbox.engine.controllers.deployment.replica_sets import new_and_old, unavailable


def report(desk: Desk, key: Key, *, is_rollout: bool) -> None:
    """Bring the status up to date; ``is_rollout`` says that progress is to be judged."""
    deployment = desk.state.get("Deployment", *key)
    if deployment is None:
        return
    new, old = new_and_old(desk, deployment)
    status = _counted(desk, deployment, new, old)
    if is_rollout:
        status = _progressed(desk, deployment, new, status, key)
        failure = next(
            (
                one
                for rs in [*([new] if new else []), *old]
                for one in rs.status.get("conditions") or ()
                if one.get("type") == "ReplicaFailure"
            ),
            None,
        )
        if failure is None:
            status = without_condition(status, "ReplicaFailure")
        else:
            status = with_condition(
                desk, status, "ReplicaFailure", failure["status"], failure["reason"], failure["message"]
            )
    desk.write(deployment, status=status)


def _counted(desk: Desk, deployment: Object, new: Object | None, old: list[Object]) -> Tree:
    every = [*old, *([new] if new is not None else [])]
    total = sum(one.status.get("replicas", 0) for one in every)
    available = sum(one.status.get("availableReplicas", 0) for one in every)
    numbers = {
        "observedGeneration": deployment.metadata.get("generation", 1),
        "replicas": total,
        "updatedReplicas": new.status.get("replicas", 0) if new is not None else 0,
        "readyReplicas": sum(one.status.get("readyReplicas", 0) for one in every),
        "availableReplicas": available,
        "unavailableReplicas": max(0, sum(one.spec.get("replicas", 1) for one in every) - available),
    }
    status: Tree = {name: number for name, number in numbers.items() if number}
    status["terminatingReplicas"] = sum(one.status.get("terminatingReplicas", 0) for one in every)
    for field in ("collisionCount", "conditions"):
        if deployment.status.get(field):
            status[field] = deployment.status[field]
    if available >= deployment.spec.get("replicas", 1) - unavailable(deployment):
        return with_condition(desk, status, "Available", "True", AVAILABLE, "Deployment has minimum availability.")
    return with_condition(
        desk, status, "Available", "False", UNAVAILABLE, "Deployment does not have minimum availability."
    )


def _progressed(desk: Desk, deployment: Object, new: Object | None, status: Tree, key: Key) -> Tree:
    deadline = deployment.spec.get("progressDeadlineSeconds")
    if not deadline or deadline == NO_DEADLINE:
        return without_condition(status, "Progressing")
    held = condition(deployment.status, "Progressing")
    if (
        status.get("replicas", 0) == status.get("updatedReplicas", 0)
        and held is not None
        and held.get("reason") == COMPLETE
    ):
        return status
    who = f'ReplicaSet "{new.name}"' if new is not None else f'Deployment "{deployment.name}"'
    if is_complete(deployment, status):
        return with_condition(desk, status, "Progressing", "True", COMPLETE, f"{who} has successfully progressed.")
    if _has_progressed(deployment.status, status):
        since = held["lastTransitionTime"] if held is not None and held.get("status") == "True" else desk.now
        status = with_condition(
            desk, without_condition(status, "Progressing"), "Progressing", "True", UPDATED, f"{who} is progressing."
        )
        status["conditions"][-1]["lastTransitionTime"] = since
        held = condition(status, "Progressing")
    elif (
        held is not None
        and held.get("reason") != TIMED_OUT
        and (from_text(held["lastUpdateTime"]) + deadline < desk.state.now)
    ):
        return with_condition(desk, status, "Progressing", "False", TIMED_OUT, f"{who} has timed out progressing.")
    if held is not None and held.get("reason") != TIMED_OUT:
        desk.later(from_text(held["lastUpdateTime"]) + deadline + 1, key)
    return status


def _has_progressed(old: Tree, new: Tree) -> bool:
    def others(status: Tree) -> int:
        return int(status.get("replicas", 0) - status.get("updatedReplicas", 0))

    return (
        new.get("updatedReplicas", 0) > old.get("updatedReplicas", 0)
        or others(new) < others(old)
        or new.get("readyReplicas", 0) > old.get("readyReplicas", 0)
        or new.get("availableReplicas", 0) > old.get("availableReplicas", 0)
    )
