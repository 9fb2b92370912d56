"""``kubectl rollout restart|status|pause|resume`` (``k8s.io/kubectl/pkg/cmd/rollout``, v1.37)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.problems import NotModelled
from sandbox.engine.terminal.kubectl import command, printing
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.failures import Failure, UsageFailure, together
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.resources import Info, existing, visit

_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
_RESTARTABLE = ("Deployment", "StatefulSet", "DaemonSet")
_NOTHING = "required resource not specified"
_TOO_LONG = 600


def _each(call: Call, act: Callable[[Info], None]) -> None:
    infos, failures = existing(
        call,
        call.words,
        selector=call.flags["selector"],
        takes_all=len(call.words) == 1 and "/" not in call.words[0],
        empty=_NOTHING,
    )
    failure = together(visit(infos, failures, act))
    if failure is not None:
        raise failure


def _patch(call: Call, info: Info, spec: Tree, said: str) -> None:
    reply = call.answer(
        call.api.patch(
            info.kind, info.namespace, info.name, {"spec": spec}, "strategic", field_manager="kubectl-rollout"
        )
    )
    printing.operation(call, info, said, reply.object.tree if reply.object is not None else None)


def _restart(call: Call) -> None:
    def act(info: Info) -> None:
        if info.kind.name not in _RESTARTABLE:
            raise Failure(f'{info.kind.resource} "{info.name}" restarting is not supported')
        if info.kind.name == "Deployment" and info.tree["spec"].get("paused"):
            raise Failure(
                f'{info.kind.resource} "{info.name}" can\'t restart paused deployment (run rollout resume first)'
            )
        now = (_BEGINNING + timedelta(seconds=call.state.now)).isoformat().replace("+00:00", "Z")
        _patch(
            call,
            info,
            {"template": {"metadata": {"annotations": {"kubectl.kubernetes.io/restartedAt": now}}}},
            "restarted",
        )

    _each(call, act)


def _pause(call: Call) -> None:
    def act(info: Info) -> None:
        if info.kind.name != "Deployment":
            raise Failure(f'{info.kind.resource} "{info.name}" pausing is not supported')
        if info.tree["spec"].get("paused"):
            raise Failure(f'{info.kind.resource} "{info.name}" is already paused')
        _patch(call, info, {"paused": True}, "paused")

    _each(call, act)


def _resume(call: Call) -> None:
    def act(info: Info) -> None:
        if info.kind.name != "Deployment":
            raise Failure(f'{info.kind.resource} "{info.name}" resuming is not supported')
        if not info.tree["spec"].get("paused"):
            raise Failure(f'{info.kind.resource} "{info.name}" is not paused')
        _patch(call, info, {"paused": None}, "resumed")

    _each(call, act)


def _status(call: Call) -> None:
    def act(info: Info) -> None:
        viewer = _VIEWERS.get(info.kind.name)
        if viewer is None:
            raise Failure(f'no status viewer has been implemented for "{info.kind.name}"')
        said = ""
        for _ in range(_TOO_LONG):
            call.cluster.settle()
            held = call.state.get(info.kind.name, info.namespace, info.name)
            if held is None:
                raise Failure("object has been deleted")
            text, is_done = viewer(info.name, held.spec, held.status)
            if text != said:
                call.stdout.append(text)
                said = text
            if is_done or not call.flags["watch"]:
                return
            call.cluster.advance(1.0)
        raise Failure("timed out waiting for the condition")

    _each(call, act)


def _deployment(name: str, spec: Tree, status: Tree) -> tuple[str, bool]:
    wanted = spec.get("replicas", 1)
    updated, held, available = (status.get(key, 0) for key in ("updatedReplicas", "replicas", "availableReplicas"))
    waiting = f'Waiting for deployment "{name}" rollout to finish: '
    if updated < wanted:
        return f"{waiting}{updated} out of {wanted} new replicas have been updated...\n", False
    if held > updated:
        return f"{waiting}{held - updated} old replicas are pending termination...\n", False
    if available < updated:
        return f"{waiting}{available} of {updated} updated replicas are available...\n", False
    return f'deployment "{name}" successfully rolled out\n', True


def _stateful_set(name: str, spec: Tree, status: Tree) -> tuple[str, bool]:
    wanted, ready = spec.get("replicas", 1), status.get("readyReplicas", 0)
    if ready < wanted:
        return f"Waiting for {wanted - ready} pods to be ready...\n", False
    if status.get("updateRevision") != status.get("currentRevision"):
        return (
            "waiting for statefulset rolling update to complete "
            f"{status.get('updatedReplicas', 0)} pods at revision {status.get('updateRevision')}...\n"
        ), False
    return (
        f"statefulset rolling update complete {status.get('currentReplicas', wanted)} pods at revision "
        f"{status.get('currentRevision')}...\n"
    ), True


def _daemon_set(name: str, spec: Tree, status: Tree) -> tuple[str, bool]:
    wanted, updated, available = (
        status.get(key, 0) for key in ("desiredNumberScheduled", "updatedNumberScheduled", "numberAvailable")
    )
    waiting = f'Waiting for daemon set "{name}" rollout to finish: '
    if updated < wanted:
        return f"{waiting}{updated} out of {wanted} new pods have been updated...\n", False
    if available < wanted:
        return f"{waiting}{available} of {wanted} updated pods are available...\n", False
    return f'daemon set "{name}" successfully rolled out\n', True


_VIEWERS = {"Deployment": _deployment, "StatefulSet": _stateful_set, "DaemonSet": _daemon_set}


def _revisions(call: Call) -> None:
    raise NotModelled(call.command.removeprefix("kubectl "))


def _nothing(call: Call) -> None:
    if call.words:
        raise UsageFailure(f'unknown command "{call.words[0]}"', call.command)
    raise UsageFailure("a subcommand is expected: history, pause, restart, resume, status or undo", call.command)


_FLAGS = (*command.FILES, *command.PRINTING, command.SELECTOR, command.FIELD_MANAGER)

COMMAND = Command(
    "rollout",
    _nothing,
    subcommands=(
        Command("history", _revisions, (*_FLAGS, Flag("revision", "int", default=0))),
        Command("pause", _pause, _FLAGS),
        Command("restart", _restart, _FLAGS),
        Command("resume", _resume, _FLAGS),
        Command(
            "status",
            _status,
            (
                *_FLAGS,
                Flag("watch", "bool", "w", True),
                Flag("revision", "int", default=0),
                Flag("timeout", "duration", default="0s"),
            ),
        ),
        Command("undo", _revisions, (*_FLAGS, command.DRY_RUN, Flag("to-revision", "int", default=0))),
    ),
)
