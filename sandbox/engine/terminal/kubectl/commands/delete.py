"""``kubectl delete``: by file, by name, by selector; and waiting until it is done.

Follows ``k8s.io/kubectl/pkg/cmd/delete`` (v1.37).
"""

from __future__ import annotations

from sandbox.engine.terminal.kubectl import command, files
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.failures import Failure, Refused, together
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.resources import Info, existing, kind_word

_IMMEDIATE = (
    "Warning: Immediate deletion does not wait for confirmation that the running resource has been "
    "terminated. The resource may continue to run on the cluster indefinitely."
)
_CASCADES = {
    "background": "Background",
    "foreground": "Foreground",
    "orphan": "Orphan",
    "true": "Background",
    "false": "Orphan",
}
_TOO_LONG = 600.0


def run(call: Call) -> None:
    flags = call.flags
    grace: int | None = flags["grace-period"]
    if flags["now"]:
        if grace is not None and grace >= 0:
            raise Failure("--now and --grace-period cannot be specified together")
        grace = 1
    is_forced = flags["force"]
    waits = flags["wait"]
    if grace == 0 and not is_forced:
        waits, grace = True, 1
    elif is_forced and (grace is None or grace < 0):
        grace = 0
    if is_forced and grace is not None and grace > 0:
        raise Failure("--force and --grace-period greater than 0 cannot be specified together")
    if flags["cascade"] not in _CASCADES:
        raise Failure(f'invalid cascade value ({flags["cascade"]}). Must be "background", "foreground", or "orphan"')
    if flags["all"] and flags["selector"]:
        raise Failure("setting 'all' parameter but found a non empty selector. ")
    infos, failures = _infos(call)
    if call.is_namespace_given and any(not info.kind.is_namespaced for info in infos):
        call.complain("Warning: deleting cluster-scoped resources, not scoped to the provided namespace")
    if is_forced and grace == 0 and call.dry_run == "none":
        call.complain(_IMMEDIATE)
    deleted: list[Info] = []
    for info in infos:
        try:
            _delete(call, info, grace if grace is not None and grace >= 0 else None, is_forced and grace == 0)
            deleted.append(info)
        except Failure as failure:
            failures.append(failure)
    # what is named counts as found, whether it is there or not
    if not infos and not failures and (flags["selector"] or flags["field-selector"] or flags["all"]):
        call.print("No resources found")
    if waits and call.dry_run == "none":
        for info in deleted:
            _wait(call, info)
    end = together(failures)
    if end is not None:
        raise end


def _infos(call: Call) -> tuple[list[Info], list[Failure]]:
    flags = call.flags
    if flags["filename"] or flags["kustomize"]:
        if call.words:
            raise Failure(
                "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well"
            )
        infos, failures = files.read(call)
        if not infos and not failures:
            call.print("No resources found")
        kept = []
        for info in infos:
            reply = call.api.get(info.kind, info.namespace, info.name)
            if reply.object is not None:
                kept.append(info)
            elif not flags["ignore-not-found"]:
                failures.append(Refused(reply.status, f'error when deleting "{info.source}"'))
        return kept, failures
    return existing(
        call,
        call.words,
        selector=flags["selector"],
        takes_all=flags["all"],
        field_selector=flags["field-selector"],
        ignores_missing=flags["ignore-not-found"] or (flags["all"] and not call.words[1:]),
    )


def _delete(call: Call, info: Info, grace: int | None, is_immediate: bool) -> None:
    is_dry = call.dry_run == "server"
    if call.dry_run != "client":
        call.answer(
            call.api.delete(
                info.kind,
                info.namespace,
                info.name,
                grace=grace,
                dry_run=is_dry,
                propagation=_CASCADES[call.flags["cascade"]],
            )
        )
    if call.flags["output"] == "name":
        call.print(info.title)
        return
    word = "force deleted" if is_immediate else "deleted"
    where = f" from {info.namespace} namespace" if info.namespace else ""
    mark = {"client": " (dry run)", "server": " (server dry run)"}.get(call.dry_run, "")
    call.print(f'{kind_word(info.kind)} "{info.name}" {word}{where}{mark}')


def _wait(call: Call, info: Info) -> None:
    """Let time pass until the object that was deleted is gone."""
    held = call.state.get(info.kind.name, info.namespace, info.name)
    uid = held.metadata.get("uid") if held is not None else None
    waited = 0.0
    call.cluster.settle()
    while waited < _TOO_LONG:
        held = call.state.get(info.kind.name, info.namespace, info.name)
        if held is None or held.metadata.get("uid") != uid:
            return
        call.cluster.advance(1.0)
        call.cluster.settle()
        waited += 1.0


COMMAND = Command(
    "delete",
    run,
    (
        *command.FILES,
        command.SELECTOR,
        command.DRY_RUN,
        command.ALL_NAMESPACES,
        command.OUTPUT,
        Flag("all", "bool"),
        Flag("now", "bool"),
        Flag("force", "bool"),
        Flag("wait", "bool", default=True),
        Flag("ignore-not-found", "bool"),
        Flag("grace-period", "int", default=-1),
        Flag("timeout", "duration", default="0s"),
        Flag("cascade", default="background", bare="background"),
        Flag("field-selector", default=""),
        Flag("interactive", "bool", "i"),
        Flag("raw", default=""),
    ),
)
