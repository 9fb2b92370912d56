"""The pods of a StatefulSet: ordinals, names, and what marks each as itself (stateful_set_utils.go)."""

from __future__ import annotations

from sandbox.engine.apiserver.status import Reply
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.controllers.controller import Desk
from sandbox.engine.controllers.endpoint_slice.pods import is_ready
from sandbox.engine.controllers.pods import create_pod, pod_tree
from sandbox.engine.controllers.revisions import template_of

POD_NAME = "statefulset.kubernetes.io/pod-name"
POD_INDEX = "apps.kubernetes.io/pod-index"
REVISION = "controller-revision-hash"


def ordinal(stateful_set: Object, pod: Object) -> int:
    """The number at the end of the pod's name, -1 for a pod of another name."""
    parent, _, number = pod.name.rpartition("-")
    return int(number) if parent == stateful_set.name and number.isdecimal() else -1


def first_ordinal(stateful_set: Object) -> int:
    """``spec.ordinals.start``, 0 if it is not given."""
    return int((stateful_set.spec.get("ordinals") or {}).get("start") or 0)


def is_running_and_ready(pod: Object) -> bool:
    """Whether the pod runs and is ready."""
    return pod.status.get("phase") == "Running" and is_ready(pod)


def build(desk: Desk, stateful_set: Object, revision: Object, number: int) -> Reply:
    """Ask for the pod of an ordinal, from the template of a revision."""
    name = f"{stateful_set.name}-{number}"
    tree = pod_tree(stateful_set, template_of(revision))
    labels = {**tree["metadata"].get("labels", {}), POD_NAME: name, POD_INDEX: str(number), REVISION: revision.name}
    spec: Tree = {**tree["spec"], "hostname": name}
    if stateful_set.spec.get("serviceName"):
        spec["subdomain"] = stateful_set.spec["serviceName"]
    claims = [
        claim.get("metadata", {}).get("name", "") for claim in stateful_set.spec.get("volumeClaimTemplates") or ()
    ]
    if claims:
        others = [one for one in spec.get("volumes") or () if one.get("name") not in claims]
        spec["volumes"] = [
            {"name": claim, "persistentVolumeClaim": {"claimName": f"{claim}-{name}"}} for claim in claims
        ] + others
    tree = {**tree, "metadata": {**tree["metadata"], "labels": labels}, "spec": spec}
    return create_pod(desk, stateful_set, tree, name)


def put_identity_right(desk: Desk, stateful_set: Object, pod: Object) -> None:
    """Give the pod back the labels that make it this ordinal."""
    marks = {POD_NAME: pod.name, POD_INDEX: str(ordinal(stateful_set, pod))}
    if any(pod.labels.get(key) != value for key, value in marks.items()):
        desk.relabel(pod, labels={**pod.labels, **marks})
