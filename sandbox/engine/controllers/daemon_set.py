"""The DaemonSet controller: one pod on each node that fits (pkg/controller/daemon)."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.controllers import revisions
from sandbox.engine.controllers.controller import Controller, Desk, Key, itself
from sandbox.engine.controllers.deployment.replica_sets import scaled
from sandbox.engine.controllers.endpoint_slice.pods import is_ready
from sandbox.engine.controllers.owners import keys_of_owner
from sandbox.engine.controllers.pods import claimed, create_pod, is_active, is_available, pod_tree
from sandbox.engine.controllers.scheduler import selects, tolerates

REVISION = "controller-revision-hash"
GENERATION = "pod-template-generation"

#: The tolerations that every pod of a DaemonSet gets: (key, effect).
TOLERATED = (
    ("node.kubernetes.io/not-ready", "NoExecute"),
    ("node.kubernetes.io/unreachable", "NoExecute"),
    ("node.kubernetes.io/disk-pressure", "NoSchedule"),
    ("node.kubernetes.io/memory-pressure", "NoSchedule"),
    ("node.kubernetes.io/pid-pressure", "NoSchedule"),
    ("node.kubernetes.io/unschedulable", "NoSchedule"),
)


def _sets_of_pod(state: State, event: Event) -> Iterable[Key]:
    return keys_of_owner(event, "DaemonSet")


def _every_set(state: State, event: Event) -> Iterable[Key]:
    return [(one.namespace, one.name) for one in state.all("DaemonSet")]


def reconcile(desk: Desk, key: Key) -> None:
    """Bring one DaemonSet's pods to where they belong, and its status up to date."""
    daemon_set = desk.state.get("DaemonSet", *key)
    if daemon_set is None:
        return
    revision = revisions.ensure(desk, daemon_set, daemon_set.status.get("collisionCount") or 0)
    by_node: dict[str, list[Object]] = {}
    for pod in claimed(desk, daemon_set):
        by_node.setdefault(_target(pod), []).append(pod)
    nodes = desk.state.all("Node")
    template = _template(daemon_set, revision)
    if not daemon_set.is_terminating:
        for node in nodes:
            _one_on_each(desk, daemon_set, template, node, by_node.get(node.name, []))
        _update(desk, daemon_set, revision, nodes, by_node)
    _report(desk, key, nodes, template, revision)


def _template(daemon_set: Object, revision: Object) -> Tree:
    tree = pod_tree(daemon_set, daemon_set.spec.get("template") or {})
    hashed = revision.labels[revisions.HASH]
    generation = daemon_set.annotations.get("deprecated.daemonset.template.generation") or str(
        daemon_set.metadata.get("generation", 1)
    )
    labels = {**tree["metadata"].get("labels", {}), REVISION: hashed, GENERATION: generation}
    keys = [
        *TOLERATED,
        *([("node.kubernetes.io/network-unavailable", "NoSchedule")] if tree["spec"].get("hostNetwork") else []),
    ]
    tolerations = list(tree["spec"].get("tolerations") or ())
    tolerations += [{"key": key, "operator": "Exists", "effect": effect} for key, effect in keys]
    return {
        **tree,
        "metadata": {**tree["metadata"], "labels": labels},
        "spec": {**tree["spec"], "tolerations": tolerations},
    }


def _target(pod: Object) -> str:
    """The node that a pod is on, or is meant for."""
    if pod.spec.get("nodeName"):
        return str(pod.spec["nodeName"])
    affinity = ((pod.spec.get("affinity") or {}).get("nodeAffinity") or {}).get(
        "requiredDuringSchedulingIgnoredDuringExecution"
    ) or {}
    for term in affinity.get("nodeSelectorTerms") or ():
        for field in term.get("matchFields") or ():
            if field.get("key") == "metadata.name" and field.get("values"):
                return str(field["values"][0])
    return ""


def _should_run(template: Tree, node: Object) -> tuple[bool, bool]:
    """Whether a pod of the template should start on the node, and whether one that is there may stay."""
    pod = Object("Pod", "", "", template)
    if not selects(pod, node) or (pod.spec.get("nodeName") or node.name) != node.name:
        return False, False
    against = {
        taint.get("effect")
        for taint in node.spec.get("taints") or ()
        if not any(tolerates(one, taint) for one in pod.spec.get("tolerations") or ())
    }
    return not against & {"NoSchedule", "NoExecute"}, "NoExecute" not in against


def _one_on_each(desk: Desk, daemon_set: Object, template: Tree, node: Object, pods: list[Object]) -> None:
    starts, stays = _should_run(template, node)
    for pod in pods:
        if pod.status.get("phase") in ("Failed", "Succeeded") and not pod.is_terminating:
            desk.delete(pod)
    active = [pod for pod in pods if is_active(pod)]
    if starts and not active and not any(pod.is_terminating for pod in pods):
        terms = [{"matchFields": [{"key": "metadata.name", "operator": "In", "values": [node.name]}]}]
        affinity = {
            **(template["spec"].get("affinity") or {}),
            "nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}},
        }
        create_pod(
            desk,
            daemon_set,
            {**template, "spec": {**template["spec"], "affinity": affinity}},
            prefix=f"{daemon_set.name}-",
        )
    spare = active[1:] if stays else active
    for pod in spare:
        desk.delete(pod)


def _update(
    desk: Desk, daemon_set: Object, revision: Object, nodes: list[Object], by_node: dict[str, list[Object]]
) -> None:
    """Replace pods of older versions, never more at a time than maxUnavailable."""
    strategy = daemon_set.spec.get("updateStrategy") or {}
    if strategy.get("type") == "OnDelete":
        return
    most = max(1, scaled((strategy.get("rollingUpdate") or {}).get("maxUnavailable", 1), len(nodes), up=True))
    hashed = revision.labels[revisions.HASH]
    old: list[Object] = []
    missing = 0
    for node in nodes:
        pods = by_node.get(node.name, [])
        active = [pod for pod in pods if is_active(pod)]
        missing += not any(is_ready(pod) for pod in active)
        old += [pod for pod in active if pod.labels.get(REVISION) != hashed]
    for pod in sorted(old, key=is_ready):
        if is_ready(pod):
            if missing >= most:
                return
            missing += 1
        desk.delete(pod)


def _report(desk: Desk, key: Key, nodes: list[Object], template: Tree, revision: Object) -> None:
    daemon_set = desk.state.get("DaemonSet", *key)
    if daemon_set is None:
        return
    by_node: dict[str, list[Object]] = {}
    for pod in claimed(desk, daemon_set):
        if not pod.is_terminating:
            by_node.setdefault(_target(pod), []).append(pod)
    counts = dict.fromkeys(
        (
            "desiredNumberScheduled",
            "currentNumberScheduled",
            "numberMisscheduled",
            "numberReady",
            "numberAvailable",
            "updatedNumberScheduled",
        ),
        0,
    )
    seconds = daemon_set.spec.get("minReadySeconds") or 0
    for node in nodes:
        pods = by_node.get(node.name, [])
        if not _should_run(template, node)[0]:
            counts["numberMisscheduled"] += bool(pods)
            continue
        counts["desiredNumberScheduled"] += 1
        if pods:
            counts["currentNumberScheduled"] += 1
            counts["numberReady"] += is_ready(pods[0])
            counts["numberAvailable"] += is_available(desk, pods[0], seconds, (key[0], key[1]))
            counts["updatedNumberScheduled"] += pods[0].labels.get(REVISION) == revision.labels[revisions.HASH]
    always = ("currentNumberScheduled", "desiredNumberScheduled", "numberMisscheduled", "numberReady")
    status: Tree = {field: number for field, number in counts.items() if number or field in always}
    if counts["desiredNumberScheduled"] > counts["numberAvailable"]:
        status["numberUnavailable"] = counts["desiredNumberScheduled"] - counts["numberAvailable"]
    status["observedGeneration"] = daemon_set.metadata.get("generation", 1)
    desk.write(daemon_set, status=status)


CONTROLLER = Controller(
    "daemonset-controller",
    {"DaemonSet": itself, "Pod": _sets_of_pod, "Node": _every_set},
    reconcile,
    overlooks=frozenset({"DaemonSet"}),
)
