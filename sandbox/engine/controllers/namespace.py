"""The namespace controller: a namespace that is deleted takes everything in it along.

A new namespace gets its ServiceAccount ``default`` and the ConfigMap ``kube-root-ca.crt``.
"""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.engine.api import KINDS
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.controllers.controller import EVERY_KIND, Controller, Desk, Key

ROOT_CA = "kube-root-ca.crt"

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nsandbox\n-----END CERTIFICATE-----\n"

#: What a namespace's root certificate says of itself.
DESCRIPTION = ("Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such "
               "as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across "
               "distributions of Kubernetes clusters.")


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
    left = 0
    for kind in KINDS:
        if not kind.is_namespaced or not desk.state.count(kind.name):
            continue
        for obj in desk.state.all(kind.name, namespace.name):
            if not obj.is_terminating:
                desk.delete(obj)
            left += desk.state.get(obj.kind, obj.namespace, obj.name) is not None
    if left:
        return
    finalizers = [one for one in namespace.spec.get("finalizers") or () if one != "kubernetes"]
    if finalizers or namespace.metadata.get("finalizers"):
        desk.write(namespace, spec={**namespace.spec, "finalizers": finalizers})
    else:
        desk.state.remove("Namespace", "", namespace.name)


def _furnish(desk: Desk, namespace: Object) -> None:
    known = {kind.name for kind in KINDS}
    if "ServiceAccount" in known and desk.state.get("ServiceAccount", namespace.name, "default") is None:
        desk.add("ServiceAccount", "v1", namespace.name, "default", {})
    if "ConfigMap" in known and desk.state.get("ConfigMap", namespace.name, ROOT_CA) is None:
        desk.add("ConfigMap", "v1", namespace.name, ROOT_CA, {
            "metadata": {"annotations": {"kubernetes.io/description": DESCRIPTION}}, "data": {"ca.crt": CERTIFICATE}})


CONTROLLER = Controller("namespace-controller", {EVERY_KIND: _watch}, reconcile)
