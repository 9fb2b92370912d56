"""``kubectl annotate``: annotations set and taken away (``k8s.io/kubectl/pkg/cmd/annotate``, v1.37)."""

from __future__ import annotations

from sandbox.engine.terminal.kubectl import changes, command, printing
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.commands.label import NO_RESOURCES
from sandbox.engine.terminal.kubectl.failures import Failure, together
from sandbox.engine.terminal.kubectl.resources import Info, existing, visit


def run(call: Call) -> None:
    printing.check(call)
    words, texts = changes.divide(call.words, "annotation")
    if not words and not call.flags["filename"]:
        raise Failure(NO_RESOURCES)
    given, taken = changes.pairs(texts, "annotation")
    if not given and not taken and not call.flags["list"]:
        raise Failure("at least one annotation update is required")
    infos, failures = existing(
        call,
        words,
        selector=call.flags["selector"],
        takes_all=call.flags["all"],
        field_selector=call.flags["field-selector"],
    )

    def act(info: Info) -> None:
        held = (info.tree.get("metadata") or {}).get("annotations") or {}
        if call.flags["list"]:
            for key, value in sorted(held.items()):
                call.print(f"{key}={value}")
            return
        if not call.flags["overwrite"]:
            found = [
                f"'{key}' already has a value ({held[key]})"
                for key in given
                if held.get(key) and held[key] != given[key]
            ]
            if found:
                raise Failure(
                    "--overwrite is false but found the following declared annotation(s): " + "; ".join(found)
                )
        tree = info.tree
        if call.dry_run != "client":
            patch = {"metadata": {"annotations": {**given, **dict.fromkeys(taken)}}}
            reply = call.answer(
                call.api.patch(
                    info.kind,
                    info.namespace,
                    info.name,
                    patch,
                    "merge",
                    field_manager=call.flags["field-manager"] or "kubectl-annotate",
                    dry_run=call.dry_run == "server",
                )
            )
            tree = reply.object.tree if reply.object is not None else tree
        printing.operation(call, info, "annotated", tree)

    failure = together(visit(infos, failures, act))
    if failure is not None:
        raise failure


COMMAND = Command(
    "annotate",
    run,
    command.MARKING,
)
