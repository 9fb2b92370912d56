"""The Job controller: pods that run to their end, so many in all and so many at a time (pkg/controller/job)."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.controllers.controller import Controller, Desk, Key, itself
from sandbox.engine.controllers.endpoint_slice.pods import is_ready
from sandbox.engine.controllers.owners import keys_of_owner
from sandbox.engine.controllers.pods import claimed, create_pod, is_active, pod_tree

INDEX = "batch.kubernetes.io/job-completion-index"


def _jobs_of_pod(state: State, event: Event) -> Iterable[Key]:
    return keys_of_owner(event, "Job")


def reconcile(desk: Desk, key: Key) -> None:
    """Start the pods of one Job that are due, and bring its status up to date."""
    job = desk.state.get("Job", *key)
    if job is None or job.is_terminating or _is_over(job):
        return
    pods = claimed(desk, job)
    succeeded = [pod for pod in pods if pod.status.get("phase") == "Succeeded"]
    failed = [pod for pod in pods if pod.status.get("phase") == "Failed"]
    active = [pod for pod in pods if is_active(pod)]
    completions = job.spec.get("completions")
    is_suspended = bool(job.spec.get("suspend"))
    if is_suspended:
        for pod in active:
            desk.delete(pod)
        active = []
    elif len(failed) <= job.spec.get("backoffLimit", 6):
        active += _start(desk, job, active, succeeded)
    _report(desk, key, active, succeeded, failed, completions, is_suspended)


def _is_over(job: Object) -> bool:
    return any(
        one.get("type") in ("Complete", "Failed") and one.get("status") == "True"
        for one in job.status.get("conditions") or ()
    )


def _is_indexed(job: Object) -> bool:
    return job.spec.get("completionMode") == "Indexed"


def _start(desk: Desk, job: Object, active: list[Object], succeeded: list[Object]) -> list[Object]:
    """Start pods up to the parallelism, for the lowest indexes that are open where the Job is indexed."""
    parallelism, completions = job.spec.get("parallelism", 1), job.spec.get("completions")
    wanted = parallelism
    if completions is None:
        wanted = len(active) if succeeded else parallelism
    else:
        wanted = min(parallelism, completions - len(succeeded))
    missing = max(0, wanted - len(active))
    taken = {_index(pod) for pod in [*active, *succeeded]}
    opened = iter([number for number in range(completions or 0) if number not in taken])
    found = []
    for _ in range(missing):
        tree = pod_tree(job, job.spec.get("template") or {})
        prefix = f"{job.name}-"
        if _is_indexed(job):
            number = next(opened, None)
            if number is None:
                break
            metadata = tree["metadata"]
            tree = {
                **tree,
                "metadata": {
                    **metadata,
                    "annotations": {**metadata.get("annotations", {}), INDEX: str(number)},
                    "labels": {**metadata.get("labels", {}), INDEX: str(number)},
                },
                "spec": {**tree["spec"], "hostname": f"{job.name}-{number}"},
            }
            prefix = f"{job.name}-{number}-"
        reply = create_pod(desk, job, tree, prefix=prefix)
        if reply.object is None:
            break
        found.append(reply.object)
    return found


def _index(pod: Object) -> int:
    text = pod.annotations.get(INDEX, "")
    return int(text) if text.isdecimal() else -1


def _report(
    desk: Desk,
    key: Key,
    active: list[Object],
    succeeded: list[Object],
    failed: list[Object],
    completions: int | None,
    is_suspended: bool,
) -> None:
    job = desk.state.get("Job", *key)
    if job is None:
        return
    status: Tree = {"ready": sum(is_ready(pod) for pod in active), "terminating": 0, "uncountedTerminatedPods": {}}
    if not is_suspended:
        status["startTime"] = job.status.get("startTime") or desk.now
    for field, pods in (("active", active), ("succeeded", succeeded), ("failed", failed)):
        if pods:
            status[field] = len(pods)
    if _is_indexed(job) and succeeded:
        status["completedIndexes"] = _intervals(sorted({_index(pod) for pod in succeeded}))
    conditions: list[Tree] = list(job.status.get("conditions") or ())
    is_complete = len(succeeded) >= completions if completions is not None else bool(succeeded) and not active
    if is_complete:
        message = "Reached expected number of succeeded pods"
        conditions += [
            _condition(desk, name, "CompletionsReached", message) for name in ("SuccessCriteriaMet", "Complete")
        ]
        status["completionTime"] = desk.now
    elif len(failed) > job.spec.get("backoffLimit", 6):
        message = "Job has reached the specified backoff limit"
        conditions += [_condition(desk, name, "BackoffLimitExceeded", message) for name in ("FailureTarget", "Failed")]
    elif is_suspended and not any(one.get("type") == "Suspended" and one.get("status") == "True" for one in conditions):
        conditions = [one for one in conditions if one.get("type") != "Suspended"]
        conditions.append(_condition(desk, "Suspended", "JobSuspended", "Job suspended"))
    elif not is_suspended:
        conditions = [
            one
            if one.get("type") != "Suspended" or one.get("status") == "False"
            else {**_condition(desk, "Suspended", "JobResumed", "Job resumed"), "status": "False"}
            for one in conditions
        ]
    if conditions:
        status["conditions"] = conditions
    desk.write(job, status=status)


def _condition(desk: Desk, name: str, reason: str, message: str) -> Tree:
    return {
        "lastProbeTime": desk.now,
        "lastTransitionTime": desk.now,
        "message": message,
        "reason": reason,
        "status": "True",
        "type": name,
    }


def _intervals(numbers: list[int]) -> str:
    """``0-2,5`` for 0, 1, 2 and 5."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ",".join(str(a) if a == b else f"{a},{b}" if b == a + 1 else f"{a}-{b}" for a, b in parts)


CONTROLLER = Controller("job-controller", {"Job": itself, "Pod": _jobs_of_pod}, reconcile, overlooks=frozenset({"Job"}))
