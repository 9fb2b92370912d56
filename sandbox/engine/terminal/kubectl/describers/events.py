"""Events about workloads, read off what has happened in this cluster.

The controllers that write them: deployment/sync.go, replica_set.go, stateful_pod_control.go,
daemon_controller.go, job_controller.go (v1.37). The engine keeps no Event objects: it looks
through the changes since the cluster began. Kubelets and the scheduler write none here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sandbox.engine.cluster.clock import to_text
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.terminal.kubectl import ages, wording


class Said(NamedTuple):
    """One event: why, who says so, what, and when it was (an RFC 3339 time)."""

    reason: str
    source: str
    message: str
    time: str


def about(state: State, obj: Object) -> list[Said]:
    """The events about an object, oldest first; the same one again stands at its last time."""
    tell = _TELLERS.get(obj.kind)
    found = list(tell(state, obj)) if tell is not None else []
    return list({(one.reason, one.message): one for one in found}.values())


def _of_owner(state: State, obj: Object, kind: str) -> Iterator[Event]:
    uid = obj.metadata.get("uid")
    for event in state.since(0):
        if event.kind == kind:
            owner = wording.controller_of(event.object)
            if owner is not None and owner.get("uid") == uid:
                yield event


def _deployment(state: State, deployment: Object) -> Iterator[Said]:
    for event in _of_owner(state, deployment, "ReplicaSet"):
        if event.new is None:
            continue
        before = event.old.spec.get("replicas", 0) if event.old is not None else 0
        after = event.new.spec.get("replicas", 0)
        if before != after:
            way = "up" if after > before else "down"
            yield Said(
                "ScalingReplicaSet",
                "deployment-controller",
                f"Scaled {way} replica set {event.new.name} from {before} to {after}",
                _time(event),
            )


def _pods(state: State, owner: Object, source: str, created: str, deleted: str) -> Iterator[Said]:
    """Pods made and taken away by a controller; those that somebody else deletes it says nothing about."""
    uid = owner.metadata.get("uid")
    alive: set[str] = set()
    for event in state.since(0):
        if event.kind == owner.kind and event.new is not None and event.new.metadata.get("uid") == uid:
            owner = event.new
        elif event.kind == "Pod" and (wording.controller_of(event.object) or {}).get("uid") == uid:
            name = event.object.name
            if event.old is None:
                alive.add(name)
                yield Said("SuccessfulCreate", source, created.format(name, owner.name), _time(event))
            elif name in alive and (event.new is None or event.new.is_terminating):
                alive.discard(name)
                if len(alive) >= owner.spec.get("replicas", len(alive) + 1):
                    yield Said("SuccessfulDelete", source, deleted.format(name, owner.name), _time(event))


def _replica_set(state: State, owner: Object) -> Iterator[Said]:
    return _pods(state, owner, "replicaset-controller", "Created pod: {0}", "Deleted pod: {0}")


def _stateful_set(state: State, owner: Object) -> Iterator[Said]:
    return _pods(
        state,
        owner,
        "statefulset-controller",
        "create Pod {0} in StatefulSet {1} successful",
        "delete Pod {0} in StatefulSet {1} successful",
    )


def _daemon_set(state: State, owner: Object) -> Iterator[Said]:
    return _pods(state, owner, "daemonset-controller", "Created pod: {0}", "Deleted pod: {0}")


def _job(state: State, owner: Object) -> Iterator[Said]:
    yield from _pods(state, owner, "job-controller", "Created pod: {0}", "Deleted pod: {0}")
    complete = wording.condition(owner, "Complete")
    if complete is not None and complete.get("status") == "True":
        yield Said("Completed", "job-controller", "Job completed", str(complete.get("lastTransitionTime", "")))


def _time(event: Event) -> str:
    """When the object was made, or asked to go."""
    metadata = event.object.metadata
    ends = metadata.get("deletionTimestamp") if event.old is not None else None
    if ends is None:
        return str(metadata.get("creationTimestamp", ""))
    return to_text(ages.seconds_of(ends) - (metadata.get("deletionGracePeriodSeconds") or 0))


_TELLERS: dict[str, Callable[[State, Object], Iterator[Said]]] = {
    "DaemonSet": _daemon_set,
    "Deployment": _deployment,
    "Job": _job,
    "ReplicaSet": _replica_set,
    "StatefulSet": _stateful_set,
}
