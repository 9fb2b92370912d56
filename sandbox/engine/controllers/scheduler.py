"""The scheduler: a pod without a node gets one, in turn.

Nodes are taken in the order of their names; those that ``nodeSelector``, required node
affinity, taints or ``unschedulable`` rule out are passed over. The pod then carries its
node's zone and region as labels (admission plugin PodTopologyLabels, v1.35).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.controllers.controller import Controller, Desk, Key

#: The state's memory of the node that the last pod went to.
MEMORY = "scheduler"

#: The labels that a pod takes over from its node.
TOPOLOGY = ("topology.kubernetes.io/region", "topology.kubernetes.io/zone")

UNSCHEDULABLE = "node.kubernetes.io/unschedulable"


def _unbound(state: State, event: Event) -> Iterable[Key]:
    """Pods without a node, and those that stop waiting for one."""
    pod = event.object
    if pod.spec.get("nodeName") and (pod.namespace, pod.name) not in state.memory.get("unschedulable", {}):
        return []
    return [(pod.namespace, pod.name)]


def _waiting_pods(state: State, event: Event) -> Iterable[Key]:
    """A change among the nodes gives the pods that found none another chance."""
    return list(state.memory.get("unschedulable", {}))


def reconcile(desk: Desk, key: Key) -> None:
    """Bind one pod, or say why it cannot be bound."""
    pod = desk.state.get("Pod", *key)
    waiting = desk.state.memory.setdefault("unschedulable", {})
    if pod is None or pod.spec.get("nodeName") or pod.is_terminating:
        waiting.pop(key, None)
        return
    if pod.spec.get("schedulingGates"):
        _say(desk, pod, "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates")
        return
    nodes = desk.state.all("Node")
    refusals = [(_refusal(pod, node), node) for node in nodes]
    fitting = [node for words, node in refusals if not words]
    if not fitting:
        waiting[key] = None
        _say(desk, pod, "Unschedulable", _explained([words for words, _ in refusals]))
        return
    waiting.pop(key, None)
    memory = desk.state.memory.setdefault(MEMORY, {})
    last = memory.get("last", "")
    node = next((node for node in fitting if node.name > last), fitting[0])
    memory["last"] = node.name
    _bind(desk, pod, node)


def _bind(desk: Desk, pod: Object, node: Object) -> None:
    labels = {name: node.labels[name] for name in TOPOLOGY if name in node.labels}
    metadata = {**pod.metadata, "labels": {**pod.labels, **labels}} if labels else pod.metadata
    conditions = [one for one in pod.status.get("conditions") or () if one.get("type") != "PodScheduled"]
    conditions.append(scheduled_since(desk.now))
    desk.write(
        pod,
        metadata=metadata,
        spec={**pod.spec, "nodeName": node.name},
        status={**pod.status, "conditions": conditions},
    )


@lru_cache(maxsize=1024)
def scheduled_since(since: str) -> Tree:
    """The condition of a pod that has found its node; all pods of one instant share it."""
    return {"lastProbeTime": None, "lastTransitionTime": since, "status": "True", "type": "PodScheduled"}


def _say(desk: Desk, pod: Object, reason: str, message: str) -> None:
    held = [one for one in pod.status.get("conditions") or () if one.get("type") == "PodScheduled"]
    if held and held[0].get("reason") == reason and held[0].get("message") == message:
        return
    others = [one for one in pod.status.get("conditions") or () if one.get("type") != "PodScheduled"]
    condition: Tree = {
        "lastProbeTime": None,
        "lastTransitionTime": desk.now,
        "message": message,
        "reason": reason,
        "status": "False",
        "type": "PodScheduled",
    }
    desk.write(pod, status={**pod.status, "phase": "Pending", "conditions": [*others, condition]})


def _refusal(pod: Object, node: Object) -> str:
    """Why the pod cannot go to the node, in the scheduler's words; empty where it can."""
    spec = node.spec
    taints = list(spec.get("taints") or ())
    if spec.get("unschedulable") and not any(t.get("key") == UNSCHEDULABLE for t in taints):
        taints.append({"key": UNSCHEDULABLE, "effect": "NoSchedule"})
    for taint in taints:
        if taint.get("effect") in ("NoSchedule", "NoExecute") and not any(
            tolerates(one, taint) for one in pod.spec.get("tolerations") or ()
        ):
            if taint.get("key") == UNSCHEDULABLE:
                return "node(s) were unschedulable"
            return "node(s) had untolerated taint(s)"
    if not selects(pod, node):
        return "node(s) didn't match Pod's node affinity/selector"
    return ""


def selects(pod: Object, node: Object) -> bool:
    """Whether the pod's nodeSelector and required node affinity allow the node."""
    spec = pod.spec
    if not spec.get("nodeSelector") and not spec.get("affinity"):
        return True
    labels = node.labels
    if any(labels.get(key) != value for key, value in (pod.spec.get("nodeSelector") or {}).items()):
        return False
    required = ((pod.spec.get("affinity") or {}).get("nodeAffinity") or {}).get(
        "requiredDuringSchedulingIgnoredDuringExecution"
    )
    if not required:
        return True
    return any(_term_holds(term, node) for term in required.get("nodeSelectorTerms") or ())


def _term_holds(term: Tree, node: Object) -> bool:
    """All of a term's requirements; a term without any matches nothing."""
    expressions, fields = term.get("matchExpressions") or [], term.get("matchFields") or []
    if not expressions and not fields:
        return False
    return all(_holds(one, node.labels) for one in expressions) and all(
        _holds(one, {"metadata.name": node.name}) for one in fields
    )


def _holds(requirement: Tree, labels: dict[str, str]) -> bool:
    key, values = requirement.get("key", ""), requirement.get("values") or []
    held = labels.get(key)
    match requirement.get("operator"):
        case "In":
            return held in values
        case "NotIn":
            return held not in values
        case "Exists":
            return held is not None
        case "DoesNotExist":
            return held is None
        case "Gt" | "Lt" as operator if held is not None and values:
            try:
                return int(held) > int(values[0]) if operator == "Gt" else int(held) < int(values[0])
            except ValueError:
                return False
    return False


def tolerates(toleration: Tree, taint: Tree) -> bool:
    """Whether a toleration covers a taint."""
    if toleration.get("effect") and toleration["effect"] != taint.get("effect"):
        return False
    if toleration.get("key") and toleration["key"] != taint.get("key"):
        return False
    if toleration.get("operator", "Equal") == "Exists":
        return True
    return bool(toleration.get("key")) and toleration.get("value", "") == taint.get("value", "")


def _explained(refusals: list[str]) -> str:
    counts: dict[str, int] = {}
    for words in refusals:
        counts[words] = counts.get(words, 0) + 1
    reasons = ", ".join(sorted(f"{number} {words}" for words, number in counts.items()))
    if not refusals:
        return "no nodes available to schedule pods"
    total = len(refusals)
    return (
        f"0/{total} nodes are available: {reasons}. preemption: 0/{total} nodes are available: "
        f"{total} Preemption is not helpful for scheduling."
    )


CONTROLLER = Controller("scheduler", {"Pod": _unbound, "Node": _waiting_pods}, reconcile, overlooks=frozenset({"Pod"}))
