"""The kubelets of all nodes: a pod's addresses, containers, probes and end.

A pod whose node does not exist has no kubelet, and stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.engine.cluster import former_addresses
from sandbox.engine.cluster.clock import from_text
from sandbox.engine.cluster.indexes import PODS_BY_NODE
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.controllers.controller import Controller, Desk, Key
from sandbox.engine.controllers.kubelet.addresses import addresses, free
from sandbox.engine.controllers.kubelet.status import is_finished, status

#: The state's memory of pods for which no address was left.
WAITING = "pods without an address"


def _bound(state: State, event: Event) -> Iterable[Key]:
    """Pods that are on a node; and when one goes, the first that waits for an address."""
    pod = event.new
    if pod is None:
        former_addresses.leave(state, event.object)
        return list(state.memory.get(WAITING, {}))[:1]
    return [(pod.namespace, pod.name)] if pod.spec.get("nodeName") else []


def _pods_of_a_node(state: State, event: Event) -> Iterable[Key]:
    """A node that comes or goes changes the lot of its pods; what else changes of it does not."""
    if event.verb == "modified":
        return []
    return [(pod.namespace, pod.name) for pod in state.found(PODS_BY_NODE, event.object.name)]


def reconcile(desk: Desk, key: Key) -> None:
    """Bring one pod's status up to date, or end it when its grace period is over."""
    pod = desk.state.get("Pod", *key)
    if pod is None or not pod.spec.get("nodeName"):
        return
    node = desk.state.get("Node", "", pod.spec["nodeName"])
    if node is None:
        return
    if pod.is_terminating:
        asked_for = pod.metadata.get("deletionGracePeriodSeconds")
        due = from_text(pod.metadata["deletionTimestamp"])
        if due <= desk.state.now or asked_for == 0 or is_finished(pod):
            if not pod.metadata.get("finalizers"):
                former_addresses.leave(desk.state, pod)
                desk.state.remove("Pod", *key)
                return
            if not is_finished(pod):
                desk.write(pod, status=status(desk, pod, node, addresses(desk.state, pod, node), has_ended=True))
            return
        desk.later(due, key)
    if is_finished(pod):
        return
    desk.write(pod, status=status(desk, pod, node, _addresses(desk, pod, node)))


def _addresses(desk: Desk, pod: Object, node: Object) -> list[str] | None:
    """The pod's addresses; one that gets none waits until another pod is gone."""
    waiting = desk.state.memory.get(WAITING)
    key = (pod.namespace, pod.name)
    if waiting and key in waiting:
        del waiting[key]
        free(desk.state)
    found = addresses(desk.state, pod, node)
    if found is None:
        desk.state.memory.setdefault(WAITING, {})[key] = None
    return found


CONTROLLER = Controller("kubelet", {"Pod": _bound, "Node": _pods_of_a_node}, reconcile, overlooks=frozenset({"Pod"}))
