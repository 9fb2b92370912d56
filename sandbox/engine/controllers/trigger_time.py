"""When the change happened that a Service's endpoints follow.

The Endpoints and EndpointSlice controllers write it into an annotation, so that the delay of
the dataplane can be measured (``pkg/controller/util/endpoint/trigger_time_tracker.go``,
v1.37). What counts as a change is a new Service, and a pod whose condition Ready moved; where
endpoints change for another reason (a pod that is gone, other ports) the annotation goes.
"""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.engine.cluster.clock import to_text
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State

ANNOTATION = "endpoints.kubernetes.io/last-change-trigger-time"

#: The memory of the state: (controller, Service's uid) -> what was seen of each pod.
_MEMORY = "trigger times"

#: A pod's condition Ready: status and time of its last transition.
Readiness = tuple[str, str]


def changed(state: State, controller: str, service: Object, pods: Iterable[Object]) -> bool:
    """Whether the Service is new to this controller or a pod's readiness moved since it last looked."""
    memory = state.memory.setdefault(_MEMORY, {})
    key = (controller, service.metadata.get("uid"))
    before: dict[str, Readiness] | None = memory.get(key)
    now = {pod.name: _readiness(pod) for pod in pods}
    memory[key] = now
    return before is None or any(seen is not None and before.get(name) != seen for name, seen in now.items())


def _readiness(pod: Object) -> Readiness | None:
    for condition in pod.status.get("conditions") or ():
        if condition.get("type") == "Ready":
            return str(condition.get("status")), str(condition.get("lastTransitionTime") or "")
    return None


def annotated(annotations: dict[str, str], state: State, *, is_triggered: bool) -> dict[str, str]:
    """The annotations of an object that is written now, with or without the time."""
    kept = {name: value for name, value in annotations.items() if name != ANNOTATION}
    return {**kept, ANNOTATION: to_text(state.now)} if is_triggered else kept
