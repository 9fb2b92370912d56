"""``kubectl replace -f`` (``k8s.io/kubectl/pkg/cmd/replace``, v1.37)."""

from __future__ import annotations

from sandbox.engine.terminal.kubectl import command, files, mistakes, printing
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.failures import Failure, Refused, UsageFailure, together
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.resources import Info, visit
from sandbox.engine.terminal.kubectl.validation import level


def run(call: Call) -> None:
    printing.check(call)
    if not call.flags["filename"] and not call.flags["kustomize"]:
        raise Failure("must specify one of -f and -k")
    if call.words:
        raise UsageFailure(f"Unexpected args: [{' '.join(call.words)}]", call.command)
    field_validation = level(call)
    infos, failures = files.read(call)

    def act(info: Info) -> None:
        try:
            if call.flags["force"] and call.dry_run == "none":
                _make_anew(call, info, field_validation)
                return
            if call.dry_run != "client":
                reply = call.answer(
                    call.api.update(
                        info.kind,
                        info.namespace,
                        info.name,
                        info.tree,
                        origin=info.origin,
                        dry_run=call.dry_run == "server",
                        field_validation=field_validation,
                    ),
                    f'error when replacing "{info.source}"',
                )
                info.tree = reply.object.tree if reply.object is not None else info.tree
            printing.operation(call, info, "replaced")
        except Refused as failure:
            call.problems.extend(mistakes.problems(failure.status, info.origin, info.about))
            raise

    failures = visit(infos, failures, act)
    failure = together(failures)
    if failure is not None:
        raise failure
    if not infos:
        raise Failure("no objects passed to replace")


def _make_anew(call: Call, info: Info, field_validation: str) -> None:
    gone = call.api.delete(info.kind, info.namespace, info.name, grace=0)
    if gone.status is None:
        where = f" from {info.namespace} namespace" if info.namespace else ""
        call.print(f'{info.title.partition("/")[0]} "{info.name}" deleted{where}')
        call.cluster.settle()
    elif gone.status.reason != "NotFound":
        raise Refused(gone.status)
    call.answer(
        call.api.create(info.kind, info.namespace, info.tree, origin=info.origin, field_validation=field_validation)
    )
    printing.operation(call, info, "replaced")


COMMAND = Command(
    "replace",
    run,
    (
        *command.FILES,
        *command.PRINTING,
        command.DRY_RUN,
        command.VALIDATE,
        command.FIELD_MANAGER,
        Flag("force", "bool"),
        Flag("save-config", "bool"),
        Flag("grace-period", "int", default=-1),
        Flag("cascade", default="background", bare="background"),
        Flag("timeout", "duration", default="0s"),
        Flag("wait", "bool"),
        Flag("subresource", default=""),
        Flag("raw", default=""),
    ),
)
