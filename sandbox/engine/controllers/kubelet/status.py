"""A pod's status as its kubelet reports it: phase, conditions, containers.

Order and reasons of the conditions follow ``pkg/kubelet/status/generate.go`` (v1.37).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.controllers.controller import Desk
from sandbox.engine.controllers.kubelet.addresses import node_addresses
from sandbox.engine.controllers.kubelet.probes import succeeds
from sandbox.engine.controllers.owners import controller_of
from sandbox.engine.controllers.scheduler import scheduled_since

#: The conditions that the kubelet writes, in the order in which it writes them.
CONDITIONS = ("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady")


def is_finished(pod: Object) -> bool:
    """Whether the pod has run to its end."""
    return pod.status.get("phase") in ("Succeeded", "Failed")


def status(desk: Desk, pod: Object, node: Object, ips: list[str] | None, *, has_ended: bool = False) -> Tree:
    """The pod's new status. ``ips`` is None where no address was left for it; ``has_ended``
    says that its containers have been ended."""
    old = pod.status
    generation = pod.metadata.get("generation", 1)
    new: Tree = {key: value for key, value in old.items() if key not in ("message", "reason")}
    new["observedGeneration"] = generation
    new.setdefault("startTime", desk.now)
    hosts = node_addresses(node)
    if hosts:
        new["hostIP"] = hosts[0]
        new["hostIPs"] = _host_ips(tuple(hosts))
    if ips is None:
        new["phase"] = "Pending"
        new["containerStatuses"] = [_waiting(container) for container in pod.spec.get("containers") or ()]
        new["conditions"] = _conditions(desk, pod, generation, False, False, _names(pod), "ContainersNotReady")
        return new
    if ips:
        new["podIP"] = ips[0]
        new["podIPs"] = [{"ip": ip} for ip in ips]
    is_done = has_ended or _succeeds_at_once(pod)
    known = {entry["name"]: entry for entry in old.get("containerStatuses") or ()}
    containers = [
        _container(desk, pod, container, known.get(container["name"]), is_done)
        for container in pod.spec.get("containers") or ()
    ]
    inits, is_initialized = _init_containers(desk, pod, is_done)
    new["phase"] = "Succeeded" if is_done else "Running"
    new["containerStatuses"] = sorted(containers, key=lambda entry: str(entry["name"]))
    if inits:
        new["initContainerStatuses"] = inits
    unready = [entry["name"] for entry in containers if not entry["ready"]]
    unready = [entry["name"] for entry in inits if not entry["ready"]] + unready
    new["conditions"] = _conditions(
        desk, pod, generation, not is_done, is_initialized, unready, "PodCompleted" if is_done else "ContainersNotReady"
    )
    return new


# Parts that read the same in very many pods are made once and shared (nothing in the state is
# changed in place): in a large cluster they are more than half of what all statuses take.


@lru_cache(maxsize=256)
def _host_ips(ips: tuple[str, ...]) -> list[Tree]:
    return [{"ip": ip} for ip in ips]


@lru_cache(maxsize=1024)
def _running_since(started_at: str) -> Tree:
    return {"running": {"startedAt": started_at}}


@lru_cache(maxsize=4096)
def _condition_since(name: str, value: str, reason: str, message: str, since: str, generation: int) -> Tree:
    new: Tree = {"lastProbeTime": None, "lastTransitionTime": since}
    if message:
        new["message"] = message
    new["observedGeneration"] = generation
    if reason:
        new["reason"] = reason
    return {**new, "status": value, "type": name}


def _names(pod: Object) -> list[str]:
    return [container["name"] for container in pod.spec.get("containers") or ()]


def _succeeds_at_once(pod: Object) -> bool:
    owner = controller_of(pod)
    return owner is not None and owner.get("kind") == "Job" and pod.spec.get("restartPolicy") != "Always"


def _init_containers(desk: Desk, pod: Object, is_done: bool) -> tuple[list[Tree], bool]:
    """The statuses of init containers; those that are no sidecars have succeeded by now."""
    known = {entry["name"]: entry for entry in pod.status.get("initContainerStatuses") or ()}
    found = []
    for container in pod.spec.get("initContainers") or ():
        is_sidecar = container.get("restartPolicy") == "Always"
        entry = _container(desk, pod, container, known.get(container["name"]), is_done or not is_sidecar)
        found.append(entry if is_sidecar else {**entry, "ready": True, "started": False})
    return found, True


def _container(desk: Desk, pod: Object, container: Tree, known: Tree | None, is_done: bool) -> Tree:
    has_started = succeeds(desk.state, pod, container, container.get("startupProbe"))
    is_ready = not is_done and has_started and succeeds(desk.state, pod, container, container.get("readinessProbe"))
    number = hashlib.sha256(f"{pod.metadata.get('uid')}/{container['name']}".encode()).hexdigest()
    identity = f"containerd://{number}"
    began = ((known or {}).get("state") or {}).get("running") or {}
    started_at = began.get("startedAt") or desk.now
    state = _running_since(started_at)
    if is_done:
        ended = ((known or {}).get("state") or {}).get("terminated")
        state = {
            "terminated": ended
            or {
                "containerID": identity,
                "exitCode": 0,
                "finishedAt": desk.now,
                "reason": "Completed",
                "startedAt": started_at,
            }
        }
    return {
        "containerID": identity,
        "image": container.get("image", ""),
        "imageID": "",
        "lastState": {},
        "name": container["name"],
        "ready": is_ready,
        "restartCount": 0,
        "started": has_started and not is_done,
        "state": state,
    }


def _waiting(container: Tree) -> Tree:
    return {
        "image": container.get("image", ""),
        "imageID": "",
        "lastState": {},
        "name": container["name"],
        "ready": False,
        "restartCount": 0,
        "started": False,
        "state": {"waiting": {"reason": "ContainerCreating"}},
    }


def _conditions(
    desk: Desk, pod: Object, generation: int, has_sandbox: bool, is_initialized: bool, unready: list[str], reason: str
) -> list[Tree]:
    held = {one.get("type"): one for one in pod.status.get("conditions") or ()}
    complete = reason == "PodCompleted"
    message = "" if complete else f"containers with unready status: [{' '.join(unready)}]"
    containers_ready = not unready and not complete
    verdicts: dict[str, tuple[bool, str, str]] = {
        "PodReadyToStartContainers": (has_sandbox, "", ""),
        "Initialized": (is_initialized or complete, "PodCompleted" if complete else "", ""),
        "Ready": (True, "", "") if containers_ready else (False, reason, message),
        "ContainersReady": (True, "", "") if containers_ready else (False, reason, message),
    }
    if containers_ready:
        verdicts["Ready"] = _gates(pod, held)
    found = [_condition(desk, held.get(name), name, verdicts[name], generation) for name in CONDITIONS]
    scheduled = held.pop("PodScheduled", None)
    if scheduled is None or scheduled.get("status") != "True":
        scheduled = scheduled_since(desk.now)
    others = [one for name, one in held.items() if name not in CONDITIONS]
    return [*found, scheduled, *others]


def _gates(pod: Object, held: dict[Any, Tree]) -> tuple[bool, str, str]:
    """Whether every readiness gate's condition is True; the words are the kubelet's."""
    missing = []
    for gate in pod.spec.get("readinessGates") or ():
        name = gate.get("conditionType")
        if name not in held:
            missing.append(f'corresponding condition of pod readiness gate "{name}" does not exist.')
        elif held[name].get("status") != "True":
            missing.append(f'the status of pod readiness gate "{name}" is not "True", but {held[name].get("status")}')
    return (False, "ReadinessGatesNotReady", ", ".join(missing)) if missing else (True, "", "")


def _condition(desk: Desk, held: Tree | None, name: str, verdict: tuple[bool, str, str], generation: int) -> Tree:
    is_true, reason, message = verdict
    value = "True" if is_true else "False"
    since = (
        held["lastTransitionTime"]
        if held and held.get("status") == value and held.get("lastTransitionTime")
        else desk.now
    )
    return _condition_since(name, value, reason, message, since, generation)
