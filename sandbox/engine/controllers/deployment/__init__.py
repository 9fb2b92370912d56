"""The Deployment controller: one ReplicaSet for each version of the pod template (pkg/controller/deployment)."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.controllers.controller import Controller, Desk, Key, itself
from sandbox.engine.controllers.deployment import conditions, replica_sets, rollout, scaling, status
from sandbox.engine.controllers.owners import watch_owned


def reconcile(desk: Desk, key: Key) -> None:
    """Take one Deployment a step further."""
    deployment = desk.state.get("Deployment", *key)
    if deployment is None:
        return
    owned = replica_sets.owned(desk, deployment)
    if deployment.is_terminating:
        status.report(desk, key, is_rollout=False)
        return
    if deployment.spec.get("paused"):
        _paused(desk, deployment, is_paused=True)
        scaling.proportionally(desk, key)
        status.report(desk, key, is_rollout=False)
        return
    _paused(desk, deployment, is_paused=False)
    if scaling.is_due(deployment, owned):
        scaling.proportionally(desk, key)
        status.report(desk, key, is_rollout=False)
        return
    if (deployment.spec.get("strategy") or {}).get("type") == "Recreate":
        rollout.recreate(desk, key)
    else:
        rollout.rolling(desk, key)
    replica_sets.clean_up(desk, key)
    status.report(desk, key, is_rollout=True)


def _paused(desk: Desk, deployment: Object, *, is_paused: bool) -> None:
    """The condition Progressing says that a Deployment was paused or goes on again."""
    if not deployment.spec.get("progressDeadlineSeconds"):
        return
    held = conditions.condition(deployment.status, "Progressing")
    if held is not None and held.get("reason") == conditions.TIMED_OUT:
        return
    was_paused = held is not None and held.get("reason") == conditions.PAUSED
    if is_paused and not was_paused:
        conditions.note(desk, deployment, "Unknown", conditions.PAUSED, "Deployment is paused")
    elif was_paused and not is_paused:
        conditions.note(desk, deployment, "Unknown", conditions.RESUMED, "Deployment is resumed")


CONTROLLER = Controller(
    "deployment-controller",
    {"Deployment": itself, "ReplicaSet": watch_owned("Deployment")},
    reconcile,
    overlooks=frozenset({"Deployment"}),
)
