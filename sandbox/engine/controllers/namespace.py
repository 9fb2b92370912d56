"""The namespace controller: a namespace that is deleted takes everything in it along.

Follows ``pkg/controller/namespace`` (v1.37): nothing is deleted in the first five seconds; then
the pods are, and everything else once no pod is left (KEP-5080), so that a Service goes on
serving while its pods do. Between two looks lies half of the longest grace period, or five
seconds where the last one changed what the namespace's conditions say.

A new namespace gets its ServiceAccount ``default`` and the ConfigMap ``kube-root-ca.crt``.
"""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.engine.api import KINDS
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.controllers.controller import EVERY_KIND, Controller, Desk, Key

ROOT_CA = "kube-root-ca.crt"

#: Seconds between a namespace's deletion and the first look at it (namespaceDeletionGracePeriod).
GRACE_PERIOD = 5.0

#: Seconds that objects with finalizers are taken to need (finalizerEstimateSeconds).
FINALIZERS_NEED = 15

#: The state's memory of when each namespace that is being deleted is looked at next, and how much
#: the last look left, by its uid.
MEMORY = "namespace deletion"

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nsandbox\n-----END CERTIFICATE-----\n"

#: What a namespace's root certificate says of itself.
DESCRIPTION = (
    "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such "
    "as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across "
    "distributions of Kubernetes clusters."
)


def _watch(state: State, event: Event) -> Iterable[Key]:
    """The namespaces themselves, and what leaves a namespace that is being deleted."""
    obj = event.object
    if obj.kind == "Namespace":
        return [(obj.name,)]
    if event.verb == "deleted" and obj.namespace:
        namespace = state.get("Namespace", "", obj.namespace)
        if (namespace is not None and namespace.is_terminating) or obj.name in (ROOT_CA, "default"):
            return [(obj.namespace,)]
    return []


def reconcile(desk: Desk, key: Key) -> None:
    """Furnish one namespace, or clear it out and let it go when nothing is left in it."""
    namespace = desk.state.get("Namespace", "", key[0])
    if namespace is None:
        return
    if not namespace.is_terminating:
        _furnish(desk, namespace)
        return
    if not _is_due(desk, namespace, key):
        return
    pods = _delete(desk, namespace, "Pod")
    left = pods or [
        obj
        for kind in KINDS
        if kind.is_namespaced and kind.name != "Pod"
        for obj in _delete(desk, namespace, kind.name)
    ]
    if left:
        needs = max((_grace(pod) for pod in pods), default=FINALIZERS_NEED)
        _look_again(desk, namespace, key, needs // 2 + 1, len(left))
        return
    finalizers = [one for one in namespace.spec.get("finalizers") or () if one != "kubernetes"]
    if finalizers or namespace.metadata.get("finalizers"):
        desk.write(namespace, spec={**namespace.spec, "finalizers": finalizers})
    else:
        desk.state.remove("Namespace", "", namespace.name)


def _is_due(desk: Desk, namespace: Object, key: Key) -> bool:
    """Whether it is time to look at a namespace that is being deleted; changes in it alone are no reason to."""
    held = desk.state.memory.get(MEMORY, {}).get(namespace.metadata.get("uid"))
    if held is None:
        _look_again(desk, namespace, key, GRACE_PERIOD, 0)
        return False
    return bool(held[0] <= desk.state.now)


def _look_again(desk: Desk, namespace: Object, key: Key, seconds: float, left: int) -> None:
    memory, uid = desk.state.memory.setdefault(MEMORY, {}), namespace.metadata.get("uid")
    _, before = memory.get(uid, (0.0, left))
    due = desk.state.now + (seconds if left == before else min(seconds, GRACE_PERIOD))
    memory[uid] = due, left
    desk.later(due, key)


def _delete(desk: Desk, namespace: Object, kind: str) -> list[Object]:
    """Delete all objects of a kind in the namespace; those that are still there afterwards come back."""
    found = list(desk.state.all(kind, namespace.name)) if desk.state.count(kind) else []
    for obj in found:
        if not obj.is_terminating:
            desk.delete(obj)
    return [obj for obj in found if desk.state.get(kind, obj.namespace, obj.name) is not None]


def _grace(pod: Object) -> int:
    if pod.status.get("phase") in ("Succeeded", "Failed"):
        return 0
    return int(pod.spec.get("terminationGracePeriodSeconds") or 0)


def _furnish(desk: Desk, namespace: Object) -> None:
    known = {kind.name for kind in KINDS}
    if "ServiceAccount" in known and desk.state.get("ServiceAccount", namespace.name, "default") is None:
        desk.add("ServiceAccount", "v1", namespace.name, "default", {})
    if "ConfigMap" in known and desk.state.get("ConfigMap", namespace.name, ROOT_CA) is None:
        desk.add(
            "ConfigMap",
            "v1",
            namespace.name,
            ROOT_CA,
            {"metadata": {"annotations": {"kubernetes.io/description": DESCRIPTION}}, "data": {"ca.crt": CERTIFICATE}},
        )


CONTROLLER = Controller("namespace-controller", {EVERY_KIND: _watch}, reconcile)
