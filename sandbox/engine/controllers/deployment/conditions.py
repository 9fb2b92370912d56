"""A Deployment's conditions, and when it is complete (deployment/util)."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.controllers.controller import Desk

AVAILABLE, UNAVAILABLE = "MinimumReplicasAvailable", "MinimumReplicasUnavailable"
COMPLETE, UPDATED, TIMED_OUT = "NewReplicaSetAvailable", "ReplicaSetUpdated", "ProgressDeadlineExceeded"
PAUSED, RESUMED = "DeploymentPaused", "DeploymentResumed"

#: A progressDeadlineSeconds of this much stands for none.
NO_DEADLINE = 2**31 - 1


def condition(status: Tree, name: str) -> Tree | None:
    """The condition of that type, None where there is none."""
    return next((one for one in status.get("conditions") or () if one.get("type") == name), None)


def with_condition(desk: Desk, status: Tree, name: str, value: str, reason: str, message: str) -> Tree:
    """The status with a condition; it moves to the end unless status and reason stay the same."""
    held = condition(status, name)
    if held is not None and (held.get("status"), held.get("reason")) == (value, reason):
        return status
    since = held["lastTransitionTime"] if held is not None and held.get("status") == value else desk.now
    new = {
        "lastTransitionTime": since,
        "lastUpdateTime": desk.now,
        "message": message,
        "reason": reason,
        "status": value,
        "type": name,
    }
    return {**status, "conditions": [*_others(status, name), new]}


def without_condition(status: Tree, name: str) -> Tree:
    """The status without the condition of that type."""
    return {**status, "conditions": _others(status, name)} if condition(status, name) else status


def _others(status: Tree, name: str) -> list[Tree]:
    return [one for one in status.get("conditions") or () if one.get("type") != name]


def note(desk: Desk, deployment: Object, value: str, reason: str, message: str) -> None:
    """Write the condition Progressing."""
    desk.write(deployment, status=with_condition(desk, deployment.status, "Progressing", value, reason, message))


def is_complete(deployment: Object, status: Tree) -> bool:
    """All replicas are of the new version, available, and there are no others."""
    wanted = deployment.spec.get("replicas", 1)
    numbers = {status.get(field, 0) for field in ("updatedReplicas", "replicas", "availableReplicas")}
    return bool(numbers == {wanted} and status.get("observedGeneration", 0) >= deployment.metadata.get("generation", 1))
