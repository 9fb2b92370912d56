"""The ReplicaSet controller: as many pods as asked for, no more and no fewer (pkg/controller/replicaset)."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.engine.api.label_selector import matches
from sandbox.engine.cluster.indexes import PODS_BY_CONTROLLER, REPLICA_SETS_BY_CONTROLLER
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.controllers.controller import Controller, Desk, Key, itself
from sandbox.engine.controllers.endpoint_slice.pods import is_ready
from sandbox.engine.controllers.owners import controller_of, keys_of_owner
from sandbox.engine.controllers.pods import by_deletion_rank, claimed, create_pod, is_active, is_available, pod_tree


def _replica_sets_of_pod(state: State, event: Event) -> Iterable[Key]:
    keys = keys_of_owner(event, "ReplicaSet")
    pod = event.new
    if pod is not None and state.count("ReplicaSet") and controller_of(pod) is None and is_active(pod):
        keys += [
            (rs.namespace, rs.name)
            for rs in state.all("ReplicaSet", pod.namespace)
            if matches(rs.spec.get("selector"), pod.labels)
        ]
    return keys


def reconcile(desk: Desk, key: Key) -> None:
    """Bring one ReplicaSet to its number of pods, and its status up to date."""
    replica_set = desk.state.get("ReplicaSet", *key)
    if replica_set is None:
        return
    pods = claimed(desk, replica_set)
    active = [pod for pod in pods if is_active(pod)]
    failure: Tree | None = None
    if not replica_set.is_terminating:
        failure = _manage(desk, replica_set, active)
    _report(desk, replica_set, failure)


def _manage(desk: Desk, replica_set: Object, active: list[Object]) -> Tree | None:
    """Create or delete pods; gives the condition that says why a creation failed."""
    missing = replica_set.spec.get("replicas", 1) - len(active)
    template = replica_set.spec.get("template") or {}
    for _ in range(missing):
        reply = create_pod(desk, replica_set, pod_tree(replica_set, template), prefix=f"{replica_set.name}-")
        if reply.status is not None:
            return {
                "lastTransitionTime": desk.now,
                "message": reply.status.message,
                "reason": "FailedCreate",
                "status": "True",
                "type": "ReplicaFailure",
            }
    if missing < 0:
        for pod in by_deletion_rank(active, _on_nodes(desk.state, replica_set))[:-missing]:
            desk.delete(pod)
    return None


def _on_nodes(state: State, replica_set: Object) -> dict[str, int]:
    """How many active pods of the ReplicaSet and its siblings (of the same Deployment) each node has."""
    owner = controller_of(replica_set)
    siblings = list(state.found(REPLICA_SETS_BY_CONTROLLER, owner["uid"])) if owner else [replica_set]
    counts: dict[str, int] = {}
    for one in siblings:
        for pod in state.found(PODS_BY_CONTROLLER, one.metadata.get("uid") or ""):
            if is_active(pod) and pod.spec.get("nodeName"):
                counts[pod.spec["nodeName"]] = counts.get(pod.spec["nodeName"], 0) + 1
    return counts


def _report(desk: Desk, replica_set: Object, failure: Tree | None) -> None:
    current = desk.state.get("ReplicaSet", replica_set.namespace, replica_set.name)
    if current is None:
        return
    pods = list(desk.state.found(PODS_BY_CONTROLLER, current.metadata.get("uid") or ""))
    active = [pod for pod in pods if is_active(pod)]
    template_labels = ((current.spec.get("template") or {}).get("metadata") or {}).get("labels") or {}
    key = (current.namespace, current.name)
    seconds = current.spec.get("minReadySeconds") or 0
    labeled = sum(all(pod.labels.get(k) == v for k, v in template_labels.items()) for pod in active)
    ready = sum(is_ready(pod) for pod in active)
    available = sum(is_available(desk, pod, seconds, key) for pod in active)
    status: Tree = {"replicas": len(active)}
    counts = {"fullyLabeledReplicas": labeled, "readyReplicas": ready, "availableReplicas": available}
    for field, number in counts.items():
        if number:
            status[field] = number
    status["terminatingReplicas"] = sum(pod.is_terminating for pod in pods)
    status["observedGeneration"] = current.metadata.get("generation", 1)
    held = next((one for one in current.status.get("conditions") or () if one.get("type") == "ReplicaFailure"), None)
    if failure is not None:
        if held is not None and held.get("message") == failure["message"]:
            failure = held
        status["conditions"] = [failure]
    desk.write(current, status=status)


CONTROLLER = Controller(
    "replicaset-controller",
    {"ReplicaSet": itself, "Pod": _replica_sets_of_pod},
    reconcile,
    overlooks=frozenset({"ReplicaSet"}),
)
