"""A Deployment's ReplicaSets: which are its own, which is the new one, and what is written on them."""

from __future__ import annotations

from sandbox.engine.api.label_selector import matches
from sandbox.engine.cluster.indexes import REPLICA_SETS_BY_CONTROLLER
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.controllers.controller import Desk, Key
from sandbox.engine.controllers.deployment import conditions
from sandbox.engine.controllers.owners import controller_of, reference
from sandbox.engine.controllers.pod_template import template_hash

HASH = "pod-template-hash"
REVISION = "deployment.kubernetes.io/revision"
REVISION_HISTORY = "deployment.kubernetes.io/revision-history"
DESIRED = "deployment.kubernetes.io/desired-replicas"
MOST = "deployment.kubernetes.io/max-replicas"

#: Annotations of a Deployment that its ReplicaSets do not take over.
NOT_COPIED = frozenset(
    {
        "kubectl.kubernetes.io/last-applied-configuration",
        REVISION,
        REVISION_HISTORY,
        DESIRED,
        MOST,
        "deprecated.deployment.rollback.to",
    }
)


def owned(desk: Desk, deployment: Object) -> list[Object]:
    """The Deployment's ReplicaSets, oldest first; orphans that fit are taken over when it is new."""
    found = [
        one
        for one in desk.state.found(REPLICA_SETS_BY_CONTROLLER, deployment.metadata.get("uid") or "")
        if matches(deployment.spec.get("selector"), one.labels)
    ]
    if "observedGeneration" not in deployment.status and not deployment.is_terminating:
        for one in desk.state.all("ReplicaSet", deployment.namespace):
            if controller_of(one) is None and matches(deployment.spec.get("selector"), one.labels):
                references = [*(one.metadata.get("ownerReferences") or ()), reference(deployment)]
                found.append(desk.relabel(one, ownerReferences=references))
    return sorted(found, key=lambda one: (one.metadata.get("creationTimestamp") or "", revision(one), one.name))


def new_and_old(desk: Desk, deployment: Object) -> tuple[Object | None, list[Object]]:
    """The ReplicaSet with the Deployment's template, if there is one, and all others."""
    found = owned(desk, deployment)
    template = without_hash(deployment.spec.get("template") or {})
    new = next((one for one in found if without_hash(one.spec.get("template") or {}) == template), None)
    return new, [one for one in found if one is not new]


def ensure_new(desk: Desk, deployment: Object) -> Object | None:
    """The new ReplicaSet, made where there is none; its notes and the Deployment's revision are brought up to date."""
    new, old = new_and_old(desk, deployment)
    number = str(max((revision(one) for one in old), default=0) + 1)
    if new is not None:
        annotations = _noted(deployment, new, number)
        spec = {**new.spec, "minReadySeconds": deployment.spec.get("minReadySeconds") or 0}
        if not spec["minReadySeconds"]:
            del spec["minReadySeconds"]
        new = desk.write(new, metadata={**new.metadata, "annotations": annotations}, spec=spec)
        _set_revision(desk, deployment, annotations[REVISION])
        current = desk.state.get("Deployment", deployment.namespace, deployment.name)
        if (
            current is not None
            and current.spec.get("progressDeadlineSeconds")
            and conditions.condition(current.status, "Progressing") is None
        ):
            conditions.note(desk, current, "True", "FoundNewReplicaSet", f'Found new replica set "{new.name}"')
        return new
    return _create(desk, deployment, old, number)


def _create(desk: Desk, deployment: Object, old: list[Object], number: str) -> Object | None:
    template = deployment.spec.get("template") or {}
    hashed = template_hash(template, deployment.status.get("collisionCount"))
    labels = {**((template.get("metadata") or {}).get("labels") or {}), HASH: hashed}
    selector = deployment.spec.get("selector") or {}
    spec: Tree = {
        "replicas": wanted_of_new(deployment, None, old),
        "selector": {**selector, "matchLabels": {**(selector.get("matchLabels") or {}), HASH: hashed}},
        "template": {**template, "metadata": {**(template.get("metadata") or {}), "labels": labels}},
    }
    if deployment.spec.get("minReadySeconds"):
        spec["minReadySeconds"] = deployment.spec["minReadySeconds"]
    tree: Tree = {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "spec": spec,
        "metadata": {
            "name": f"{deployment.name}-{hashed}",
            "namespace": deployment.namespace,
            "labels": labels,
            "annotations": _noted(deployment, None, number),
            "ownerReferences": [reference(deployment)],
        },
    }
    reply = desk.create("ReplicaSet", deployment.namespace, tree, deployment.origin)
    current = desk.state.get("Deployment", deployment.namespace, deployment.name) or deployment
    if reply.object is None:
        said = reply.status.message if reply.status is not None else ""
        conditions.note(
            desk,
            current,
            "False",
            "ReplicaSetCreateError",
            f'Failed to create new replica set "{tree["metadata"]["name"]}": {said}',
        )
        return None
    _set_revision(desk, current, number)
    current = desk.state.get("Deployment", deployment.namespace, deployment.name) or deployment
    if current.spec.get("progressDeadlineSeconds"):
        conditions.note(desk, current, "True", "NewReplicaSetCreated", f'Created new replica set "{reply.object.name}"')
    return reply.object


def _noted(deployment: Object, new: Object | None, number: str) -> dict[str, str]:
    """The annotations of the new ReplicaSet."""
    held = dict(new.annotations) if new is not None else {}
    held |= {key: value for key, value in deployment.annotations.items() if key not in NOT_COPIED}
    before = held.get(REVISION)
    if before is None or _number(before) < _number(number):
        held[REVISION] = number
        if before is not None:
            history = held.get(REVISION_HISTORY)
            held[REVISION_HISTORY] = f"{history},{before}" if history else before
    replicas = deployment.spec.get("replicas", 1)
    return {**held, DESIRED: str(replicas), MOST: str(replicas + surge(deployment))}


def _set_revision(desk: Desk, deployment: Object, number: str) -> None:
    if deployment.annotations.get(REVISION) != number:
        desk.relabel(deployment, annotations={**deployment.annotations, REVISION: number})


def revision(replica_set: Object) -> int:
    """The number of the version that the ReplicaSet stands for."""
    return _number(replica_set.annotations.get(REVISION, "0"))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def without_hash(template: Tree) -> Tree:
    """The template without the label that the Deployment adds."""
    metadata = template.get("metadata") or {}
    labels = {key: value for key, value in (metadata.get("labels") or {}).items() if key != HASH}
    return {**template, "metadata": {**metadata, "labels": labels}}


def scale(desk: Desk, deployment: Object, replica_set: Object, replicas: int) -> Object:
    """Ask a ReplicaSet for another number of pods, and note the Deployment's own on it."""
    wanted = deployment.spec.get("replicas", 1)
    annotations = {**replica_set.annotations, DESIRED: str(wanted), MOST: str(wanted + surge(deployment))}
    if replica_set.spec.get("replicas", 1) == replicas and replica_set.annotations == annotations:
        return replica_set
    metadata = {**replica_set.metadata, "annotations": annotations}
    if replica_set.spec.get("replicas", 1) != replicas:
        metadata["generation"] = metadata.get("generation", 1) + 1
    return desk.write(replica_set, metadata=metadata, spec={**replica_set.spec, "replicas": replicas})


def wanted_of_new(deployment: Object, new: Object | None, old: list[Object]) -> int:
    """How many pods the new ReplicaSet may have now."""
    wanted: int = deployment.spec.get("replicas", 1)
    if (deployment.spec.get("strategy") or {}).get("type") == "Recreate":
        return wanted
    has = new.spec.get("replicas", 1) if new is not None else 0
    total = has + sum(one.spec.get("replicas", 1) for one in old)
    room = wanted + surge(deployment) - total
    return int(has + min(room, wanted - has)) if room > 0 else int(has)


def surge(deployment: Object) -> int:
    """``maxSurge`` as a number of pods, rounded up."""
    return fenceposts(deployment)[0]


def unavailable(deployment: Object) -> int:
    """``maxUnavailable`` as a number of pods, rounded down, and never more than there are."""
    return min(fenceposts(deployment)[1], int(deployment.spec.get("replicas", 1)))


def fenceposts(deployment: Object) -> tuple[int, int]:
    """maxSurge and maxUnavailable; they are never both nothing."""
    strategy = deployment.spec.get("strategy") or {}
    if strategy.get("type") == "Recreate":
        return 0, 0
    rolling = strategy.get("rollingUpdate") or {}
    replicas = deployment.spec.get("replicas", 1)
    more = scaled(rolling.get("maxSurge", "25%"), replicas, up=True)
    fewer = scaled(rolling.get("maxUnavailable", "25%"), replicas, up=False)
    return (more, fewer) if more or fewer else (0, 1)


def scaled(value: object, total: int, *, up: bool) -> int:
    """An int-or-percentage of a total."""
    if isinstance(value, int):
        return value
    text = str(value).removesuffix("%")
    percent = int(text) if text.isdecimal() else 0
    return -(-total * percent // 100) if up else total * percent // 100


def clean_up(desk: Desk, key: Key) -> None:
    """Delete the oldest ReplicaSets without pods beyond ``revisionHistoryLimit``, once a rollout is done."""
    deployment = desk.state.get("Deployment", *key)
    if deployment is None or not conditions.is_complete(deployment, deployment.status):
        return
    limit = deployment.spec.get("revisionHistoryLimit")
    _, old = new_and_old(desk, deployment)
    if limit is None or len(old) <= limit:
        return
    for one in sorted(old, key=revision)[: len(old) - limit]:
        if not one.status.get("replicas") and not one.spec.get("replicas", 1) and not one.is_terminating:
            desk.delete(one)
