"""``kubectl create``: from files, or an object of a kind that a subcommand writes.

Follows ``k8s.io/kubectl/pkg/cmd/create`` (v1.37). One more subcommand is a file here and a line
in :data:`SUBCOMMANDS`.
"""

from __future__ import annotations

from sandbox.engine.terminal.kubectl import command, files, mistakes, printing
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.commands.apply import with_last_applied
from sandbox.engine.terminal.kubectl.commands.create import (
    configmap,
    deployment,
    job,
    namespace,
    secret,
    service,
    serviceaccount,
)
from sandbox.engine.terminal.kubectl.failures import Failure, Refused, UsageFailure, together
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.resources import Info, visit
from sandbox.engine.terminal.kubectl.validation import level

SUBCOMMANDS: tuple[Command, ...] = (
    configmap.COMMAND,
    deployment.COMMAND,
    job.COMMAND,
    namespace.COMMAND,
    secret.COMMAND,
    service.COMMAND,
    serviceaccount.COMMAND,
)


def run(call: Call) -> None:
    printing.check(call)
    if call.words:
        raise UsageFailure(f"Unexpected args: [{' '.join(call.words)}]", call.command)
    if not call.flags["filename"] and not call.flags["kustomize"]:
        raise Failure("must specify one of -f and -k")
    field_validation = level(call)
    infos, failures = files.read(call)

    def act(info: Info) -> None:
        tree = with_last_applied(info.tree) if call.flags["save-config"] else info.tree
        if call.dry_run != "client":
            try:
                reply = call.answer(
                    call.api.create(
                        info.kind,
                        info.namespace,
                        tree,
                        origin=info.origin,
                        dry_run=call.dry_run == "server",
                        field_validation=field_validation,
                    ),
                    f'error when creating "{info.source}"',
                )
            except Refused as failure:
                call.problems.extend(mistakes.problems(failure.status, info.origin, info.about))
                raise
            if reply.object is not None:
                info.tree, info.name = reply.object.tree, reply.object.name
        printing.operation(call, info, "created")

    failures = visit(infos, failures, act)
    failure = together(failures)
    if failure is not None:
        raise failure
    if not infos:
        raise Failure("no objects passed to create")


COMMAND = Command(
    "create",
    run,
    (
        *command.FILES,
        *command.PRINTING,
        command.DRY_RUN,
        command.VALIDATE,
        command.FIELD_MANAGER,
        command.SELECTOR,
        Flag("save-config", "bool"),
        Flag("edit", "bool"),
        Flag("raw", default=""),
        Flag("windows-line-endings", "bool"),
        Flag("record", "bool"),
    ),
    subcommands=SUBCOMMANDS,
)
