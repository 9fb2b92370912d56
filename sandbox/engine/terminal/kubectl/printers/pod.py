"""The table of pods: how a pod's containers together give its READY, STATUS and RESTARTS."""

from __future__ import annotations

from typing import Any

from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.terminal.kubectl import ages
from sandbox.engine.terminal.kubectl.printers.printer import Printer, View, columns


def _cells(pod: Object, view: View) -> list[str]:
    spec, status = pod.spec, pod.status
    ready, total, reason, restarts = _summary(pod, view)
    addresses = status.get("podIPs") or ()
    return [
        pod.name,
        f"{ready}/{total}",
        reason,
        restarts,
        view.age(pod),
        (addresses[0].get("ip") if addresses else "") or "<none>",
        spec.get("nodeName") or "<none>",
        status.get("nominatedNodeName") or "<none>",
        _gates(pod),
    ]


def _gates(pod: Object) -> str:
    gates = pod.spec.get("readinessGates") or ()
    if not gates:
        return "<none>"
    states = {one.get("type"): one.get("status") for one in reversed(pod.status.get("conditions") or ())}
    return f"{sum(states.get(gate.get('conditionType')) == 'True' for gate in gates)}/{len(gates)}"


class _Restarts:
    """How often containers began anew, and when the last one did."""

    def __init__(self) -> None:
        self.count = 0
        self.last = ""

    def add(self, container: Tree) -> None:
        self.count += container.get("restartCount") or 0
        ended = ((container.get("lastState") or {}).get("terminated") or {}).get("finishedAt") or ""
        self.last = max(self.last, ended)

    def text(self, view: View) -> str:
        if self.count and self.last:
            return f"{self.count} ({ages.since(self.last, view.now)} ago)"
        return str(self.count)


def _summary(pod: Object, view: View) -> tuple[int, int, str, str]:
    spec, status = pod.spec, pod.status
    conditions = status.get("conditions") or ()
    phase = status.get("phase", "")
    reason = status.get("reason") or phase
    if any(one.get("type") == "PodScheduled" and one.get("reason") == "SchedulingGated" for one in conditions):
        reason = "SchedulingGated"
    sidecars = {one.get("name") for one in spec.get("initContainers") or () if one.get("restartPolicy") == "Always"}
    total = len(spec.get("containers") or ()) + len(sidecars)
    ready, init_reason, restarts, of_sidecars = _initial(pod, sidecars)
    is_initializing = bool(init_reason)
    reason = init_reason or reason
    if not is_initializing or any(
        one.get("type") == "Initialized" and one.get("status") == "True" for one in conditions
    ):
        restarts = of_sidecars
        of_containers, reason = _running(status.get("containerStatuses") or (), conditions, reason, restarts)
        ready += of_containers
    if pod.is_terminating and status.get("reason") == "NodeLost":
        reason = "Unknown"
    elif pod.is_terminating and phase not in ("Succeeded", "Failed"):
        reason = "Terminating"
    return ready, total, str(reason), restarts.text(view)


def _initial(pod: Object, sidecars: set[Any]) -> tuple[int, str, _Restarts, _Restarts]:
    """Ready sidecars, what the first unfinished init container does, and restarts of all and of sidecars."""
    restarts, of_sidecars = _Restarts(), _Restarts()
    ready = 0
    number = len(pod.spec.get("initContainers") or ())
    for position, container in enumerate(pod.status.get("initContainerStatuses") or ()):
        is_sidecar = container.get("name") in sidecars
        restarts.add(container)
        if is_sidecar:
            of_sidecars.add(container)
        state = container.get("state") or {}
        ended, waiting = state.get("terminated"), state.get("waiting")
        if ended is not None and not ended.get("exitCode"):
            continue
        if is_sidecar and container.get("started"):
            ready += bool(container.get("ready"))
            continue
        if ended is not None:
            return ready, f"Init:{_end(ended)}", restarts, of_sidecars
        if waiting is not None and waiting.get("reason") and waiting["reason"] != "PodInitializing":
            return ready, f"Init:{waiting['reason']}", restarts, of_sidecars
        return ready, f"Init:{position}/{number}", restarts, of_sidecars
    return ready, "", restarts, of_sidecars


def _end(ended: Tree) -> str:
    if ended.get("reason"):
        return str(ended["reason"])
    return f"Signal:{ended['signal']}" if ended.get("signal") else f"ExitCode:{ended.get('exitCode', 0)}"


def _running(containers: Any, conditions: Any, reason: str, restarts: _Restarts) -> tuple[int, str]:
    """Ready containers, and what the containers say of the pod's state: the first one has the last word."""
    ready, is_running, error = 0, False, ""
    for container in reversed(containers):
        restarts.add(container)
        state = container.get("state") or {}
        waiting, ended = state.get("waiting"), state.get("terminated")
        if waiting is not None and waiting.get("reason"):
            reason = waiting["reason"]
        elif ended is not None:
            reason = _end(ended)
            if ended.get("exitCode"):
                error = reason
        elif container.get("ready") and state.get("running") is not None:
            is_running = True
            ready += 1
    if reason == "Completed":
        is_ready = any(one.get("type") == "Ready" and one.get("status") == "True" for one in conditions)
        if is_running and is_ready:
            reason = "Running"
        elif error:
            reason = error
        elif is_running:
            reason = "NotReady"
    return ready, reason


PRINTER = Printer(
    columns("Name", "Ready", "Status", "Restarts", "Age", wide=("IP", "Node", "Nominated Node", "Readiness Gates")),
    _cells,
)
