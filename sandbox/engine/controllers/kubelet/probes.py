"""Probes, carried out for real against the programs that listen in the pod.

``httpGet``, ``tcpSocket`` and ``grpc`` succeed where something listens on the port; ``exec``
fails for the command ``false`` and for no other. Delays, periods and thresholds play no
part, and a liveness probe is never asked.
"""

from __future__ import annotations

from sandbox.engine import programs
from sandbox.engine.cluster.indexes import PODS_BY_UID
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import State
from sandbox.engine.controllers.controller import Key


def succeeds(state: State, pod: Object, container: Tree, probe: Tree | None) -> bool:
    """Whether the probe of a container succeeds now; a probe that is not there does."""
    if not probe:
        return True
    if "exec" in probe:
        command = (probe["exec"] or {}).get("command") or []
        return bool(command) and command[0].rsplit("/", 1)[-1] != "false"
    for action in ("httpGet", "tcpSocket", "grpc"):
        if action in probe:
            port = port_number((probe[action] or {}).get("port"), container)
            return port is not None and programs.listening(state, pod, port, "TCP")
    return True


def port_number(port: object, container: Tree) -> int | None:
    """The number of a probe's port, which may be the name of one of the container's ports."""
    if isinstance(port, int):
        return port
    for declared in container.get("ports") or ():
        if declared.get("name") == port:
            number: int = declared["containerPort"]
            return number
    return int(port) if isinstance(port, str) and port.isdecimal() else None


def pods_with_other_programs(state: State, known: dict[object, object]) -> tuple[dict[object, object], list[Key]]:
    """The programs that were stopped or started by now, and the pods of which that is news."""
    current = state.memory.get(programs.MEMORY) or {}
    if current == known:
        return known, []
    changed = {
        entry[0]  # type: ignore[index]
        for entry in current.keys() | known.keys()
        if current.get(entry) != known.get(entry)
    }
    pods: list[Key] = [(pod.namespace, pod.name) for uid in sorted(changed) for pod in state.found(PODS_BY_UID, uid)]
    return dict(current), pods
