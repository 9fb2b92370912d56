"""Pods as workloads see them: made from a template, active, ready, available, ranked for deletion."""

from __future__ import annotations

from sandbox.engine.api.label_selector import matches
from sandbox.engine.apiserver.status import Reply
from sandbox.engine.cluster.clock import from_text
from sandbox.engine.cluster.indexes import PODS_BY_CONTROLLER
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.controllers.controller import Desk
from sandbox.engine.controllers.endpoint_slice.pods import is_ready
from sandbox.engine.controllers.owners import controller_of, reference
from sandbox.engine.controllers.selectors import selected_pods
from sandbox.engine.places import Origin

DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"
PHASES = {"Pending": 0, "Unknown": 1, "Running": 2}


def pod_tree(owner: Object, template: Tree) -> Tree:
    """A pod as the template describes it, under the control of ``owner``."""
    held = template.get("metadata") or {}
    metadata: Tree = {"ownerReferences": [reference(owner)]}
    for field in ("labels", "annotations", "finalizers"):
        if held.get(field):
            metadata[field] = held[field]
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template.get("spec") or {}}


def create_pod(desk: Desk, owner: Object, tree: Tree, name: str = "", prefix: str = "") -> Reply:
    """Ask for a pod called ``name``, or one with a made-up name behind ``prefix``."""
    metadata = dict(tree["metadata"])
    if prefix:
        metadata["generateName"] = prefix
        name = desk.generated_name("Pod", owner.namespace, prefix)
    metadata |= {"name": name, "namespace": owner.namespace}
    return desk.create("Pod", owner.namespace, {**tree, "metadata": metadata}, template_origin(owner))


def template_origin(owner: Object) -> Origin | None:
    """The place of the owner's pod template in the learner's text."""
    return owner.origin.within(("spec", "template")) if owner.origin is not None else None


def is_active(pod: Object) -> bool:
    """Neither finished nor being deleted."""
    return pod.status.get("phase") not in ("Succeeded", "Failed") and not pod.is_terminating


def claimed(desk: Desk, owner: Object) -> list[Object]:
    """The pods that ``owner`` controls, after it took over orphans that its selector matches
    and let go of pods that it does not match any more."""
    selector = owner.spec.get("selector")
    found: dict[str, Object] = {}
    for pod in list(desk.state.found(PODS_BY_CONTROLLER, owner.metadata.get("uid") or "")):
        if selector is None or matches(selector, pod.labels) or owner.is_terminating:
            found[pod.name] = pod
        else:
            references = [one for one in pod.metadata["ownerReferences"] if one.get("uid") != owner.metadata.get("uid")]
            desk.relabel(pod, ownerReferences=references)
    if not owner.is_terminating:
        for pod in selected_pods(desk.state, owner.namespace, selector):
            if controller_of(pod) is None and is_active(pod):
                references = [*(pod.metadata.get("ownerReferences") or ()), reference(owner)]
                found[pod.name] = desk.relabel(pod, ownerReferences=references)
    return list(found.values())


def ready_since(pod: Object) -> float | None:
    """The virtual time since when the pod has been ready, None while it is not."""
    for one in pod.status.get("conditions") or ():
        if one.get("type") == "Ready" and one.get("status") == "True":
            return from_text(one.get("lastTransitionTime") or "")
    return None


def is_available(desk: Desk, pod: Object, min_ready_seconds: int, key: tuple[str, str]) -> bool:
    """Ready for so many seconds; if that lies ahead, the key is looked at again then."""
    since = ready_since(pod)
    if since is None:
        return False
    if since + min_ready_seconds <= desk.state.now or not min_ready_seconds:
        return True
    desk.later(since + min_ready_seconds, key)
    return False


def by_deletion_rank(pods: list[Object], on_node: dict[str, int]) -> list[Object]:
    """The pods in the order in which a workload gives them up (ActivePodsWithRanks).

    First those without a node, those not running, not ready, with a lower deletion cost, on
    a node with more pods of the kind, ready for less long, restarted more often, newer.
    """

    def rank(pod: Object) -> tuple[object, ...]:
        restarts = max((entry.get("restartCount", 0) for entry in pod.status.get("containerStatuses") or ()), default=0)
        return (
            bool(pod.spec.get("nodeName")),
            PHASES.get(pod.status.get("phase", "Pending"), 0),
            is_ready(pod),
            _cost(pod),
            -on_node.get(pod.spec.get("nodeName") or "", 0),
            -(ready_since(pod) or 0.0),
            -restarts,
            -from_text(pod.metadata.get("creationTimestamp") or ""),
            pod.metadata.get("uid") or "",
        )

    return sorted(pods, key=rank)


def _cost(pod: Object) -> int:
    try:
        return int(pod.annotations.get(DELETION_COST, "0"))
    except ValueError:
        return 0
