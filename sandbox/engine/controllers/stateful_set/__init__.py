"""The StatefulSet controller: pods with a name and a place each, one after the other.

Follows ``pkg/controller/statefulset/stateful_set_control.go`` (v1.37).
"""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.controllers import revisions
from sandbox.engine.controllers.controller import Controller, Desk, Key, itself
from sandbox.engine.controllers.deployment.replica_sets import scaled
from sandbox.engine.controllers.owners import keys_of_owner
from sandbox.engine.controllers.pods import claimed, is_available
from sandbox.engine.controllers.stateful_set.pods import (
    REVISION,
    build,
    first_ordinal,
    is_running_and_ready,
    ordinal,
    put_identity_right,
)


def _sets_of_pod(state: State, event: Event) -> Iterable[Key]:
    return keys_of_owner(event, "StatefulSet")


def reconcile(desk: Desk, key: Key) -> None:
    """Take one StatefulSet a step further."""
    stateful_set = desk.state.get("StatefulSet", *key)
    if stateful_set is None:
        return
    held = {one.name: one for one in revisions.revisions(desk, stateful_set)}
    update = revisions.ensure(desk, stateful_set, stateful_set.status.get("collisionCount") or 0)
    current = held.get(stateful_set.status.get("currentRevision", ""), update)
    if not stateful_set.is_terminating:
        _step(desk, stateful_set, current, update, claimed(desk, stateful_set))
    _report(desk, stateful_set, current, update)


def _step(desk: Desk, stateful_set: Object, current: Object, update: Object, pods: list[Object]) -> None:
    """Create, wait for, or delete pods; at most one at a time unless the policy is Parallel."""
    start = first_ordinal(stateful_set)
    wanted = range(start, start + stateful_set.spec.get("replicas", 1))
    replicas = {number: pod for pod in pods if (number := ordinal(stateful_set, pod)) in wanted}
    condemned = sorted(
        (pod for pod in pods if ordinal(stateful_set, pod) not in (*replicas, -1)),
        key=lambda pod: -ordinal(stateful_set, pod),
    )
    is_ordered = stateful_set.spec.get("podManagementPolicy", "OrderedReady") != "Parallel"
    for number in wanted:
        if _waits_for_replica(desk, stateful_set, current, update, replicas, number) and is_ordered:
            return
    unhealthy = [
        pod
        for pod in (*(replicas[n] for n in wanted if n in replicas), *reversed(condemned))
        if not _is_available(desk, stateful_set, pod)
    ]
    for pod in condemned:
        if pod.is_terminating:
            if is_ordered:
                return
            continue
        if is_ordered and not _is_available(desk, stateful_set, pod) and unhealthy[:1] != [pod]:
            return
        desk.delete(pod)
        if is_ordered:
            return
    _update(desk, stateful_set, update, replicas, wanted)


def _waits_for_replica(
    desk: Desk, stateful_set: Object, current: Object, update: Object, replicas: dict[int, Object], number: int
) -> bool:
    """Look after one pod that there should be; True while it is not up."""
    pod = replicas.get(number)
    if pod is not None and pod.status.get("phase") in ("Failed", "Succeeded"):
        if not pod.is_terminating:
            desk.delete(pod)
        return True
    if pod is None:
        reply = build(desk, stateful_set, _revision_for(stateful_set, current, update, number), number)
        if reply.object is not None:
            replicas[number] = reply.object
        return True
    if pod.is_terminating or not _is_available(desk, stateful_set, pod):
        return True
    put_identity_right(desk, stateful_set, pod)
    return False


def _revision_for(stateful_set: Object, current: Object, update: Object, number: int) -> Object:
    """A pod below the partition, or one that no update has reached yet, is made from the current version."""
    strategy = stateful_set.spec.get("updateStrategy") or {}
    if strategy.get("type") == "OnDelete":
        return update
    rolling = strategy.get("rollingUpdate")
    start = first_ordinal(stateful_set)
    if rolling is None:
        return current if number < start + stateful_set.status.get("currentReplicas", 0) else update
    return current if number < start + rolling.get("partition", 0) else update


def _update(desk: Desk, stateful_set: Object, update: Object, replicas: dict[int, Object], wanted: range) -> None:
    """Delete pods of another version from the top down, as many at once as maxUnavailable allows."""
    strategy = stateful_set.spec.get("updateStrategy") or {}
    if strategy.get("type") == "OnDelete":
        return
    rolling = strategy.get("rollingUpdate") or {}
    most = max(1, scaled(rolling.get("maxUnavailable", 1), len(wanted), up=True))
    missing = sum(
        number not in replicas or not _is_available(desk, stateful_set, replicas[number]) for number in wanted
    )
    left = most - missing
    lowest = wanted.start + rolling.get("partition", 0)
    for number in reversed(wanted):
        pod = replicas.get(number)
        if number < lowest or left <= 0:
            return
        if pod is not None and pod.labels.get(REVISION) != update.name and not pod.is_terminating:
            desk.delete(pod)
            left -= 1


def _is_available(desk: Desk, stateful_set: Object, pod: Object) -> bool:
    """Up, and not on its way out."""
    return not pod.is_terminating and _counts_as_available(desk, stateful_set, pod)


def _counts_as_available(desk: Desk, stateful_set: Object, pod: Object) -> bool:
    """What the status counts: a pod that is being deleted counts as long as it is ready."""
    return is_running_and_ready(pod) and is_available(
        desk, pod, stateful_set.spec.get("minReadySeconds") or 0, (stateful_set.namespace, stateful_set.name)
    )


def _report(desk: Desk, stateful_set: Object, current: Object, update: Object) -> None:
    fresh = desk.state.get("StatefulSet", stateful_set.namespace, stateful_set.name)
    if fresh is None:
        return
    pods = [pod for pod in claimed(desk, fresh) if ordinal(fresh, pod) >= 0]
    ready = [pod for pod in pods if is_running_and_ready(pod)]
    living = [pod for pod in pods if not pod.is_terminating]
    of_update = sum(pod.labels.get(REVISION) == update.name for pod in living)
    of_current = sum(pod.labels.get(REVISION) == current.name for pod in living)
    available = sum(_counts_as_available(desk, fresh, pod) for pod in pods)
    is_rolling = (fresh.spec.get("updateStrategy") or {}).get("type", "RollingUpdate") == "RollingUpdate"
    if is_rolling and of_update == len(pods) == len(ready) and of_update == fresh.spec.get("replicas", 1):
        current, of_current = update, of_update
    status: Tree = {
        "availableReplicas": available,
        "collisionCount": fresh.status.get("collisionCount") or 0,
        "currentRevision": current.name,
        "observedGeneration": fresh.metadata.get("generation", 1),
        "replicas": len(pods),
        "updateRevision": update.name,
    }
    counts = {"currentReplicas": of_current, "readyReplicas": len(ready), "updatedReplicas": of_update}
    for field, number in counts.items():
        if number:
            status[field] = number
    desk.write(fresh, status=status)
    revisions.clean_up(desk, fresh, {current.name, update.name, *(pod.labels.get(REVISION, "") for pod in pods)})


CONTROLLER = Controller(
    "statefulset-controller",
    {"StatefulSet": itself, "Pod": _sets_of_pod},
    reconcile,
    overlooks=frozenset({"StatefulSet"}),
)
