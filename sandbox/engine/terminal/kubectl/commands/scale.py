"""``kubectl scale`` (``k8s.io/kubectl/pkg/cmd/scale``, v1.37)."""

from __future__ import annotations

from sandbox.engine.apiserver.status import Status
from sandbox.engine.terminal.kubectl import command, printing
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.failures import Failure, Refused, together
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.resources import Info, existing, visit

_COUNT = "The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0"
#: Kinds with the subresource ``scale``.
SCALABLE = ("Deployment", "ReplicaSet", "StatefulSet", "ReplicationController")


def run(call: Call) -> None:
    replicas, expected = call.flags["replicas"], call.flags["current-replicas"]
    if "replicas" not in call.flags.given:
        raise Failure('required flag(s) "replicas" not set')
    if replicas < 0:
        raise Failure(_COUNT)
    printing.check(call)
    infos, failures = existing(call, call.words, selector=call.flags["selector"], takes_all=call.flags["all"])

    def act(info: Info) -> None:
        if info.kind.name not in SCALABLE:
            raise Refused(Status(404, "NotFound", "the server could not find the requested resource"))
        spec = info.tree.get("spec") or {}
        held = spec.get("replicas", 1)
        if expected >= 0 and held != expected:
            raise Failure(f"Expected replicas to be {expected}, was {held}")
        tree = info.tree
        if call.dry_run != "client":
            patch = {"spec": {"replicas": replicas}}
            reply = call.answer(
                call.api.patch(
                    info.kind,
                    info.namespace,
                    info.name,
                    patch,
                    "merge",
                    field_manager="kubectl",
                    dry_run=call.dry_run == "server",
                )
            )
            tree = reply.object.tree if reply.object is not None else tree
        printing.operation(call, info, "scaled", tree)

    failure = together(visit(infos, failures, act))
    if failure is not None:
        raise failure


COMMAND = Command(
    "scale",
    run,
    (
        Flag("replicas", "int", default=0),
        Flag("current-replicas", "int", default=-1),
        Flag("all", "bool"),
        Flag("resource-version", default=""),
        Flag("timeout", "duration", default="0s"),
        Flag("record", "bool"),
        command.SELECTOR,
        *command.FILES,
        *command.PRINTING,
        command.DRY_RUN,
    ),
)
