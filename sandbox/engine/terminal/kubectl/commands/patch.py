"""``kubectl patch``: strategic, merge or JSON patch of live objects.

Follows ``k8s.io/kubectl/pkg/cmd/patch`` (v1.37).
"""

from __future__ import annotations

from typing import Any

from sandbox.engine.apiserver.patching import bad_request
from sandbox.engine.apiserver.status import Status
from sandbox.engine.manifests import parse
from sandbox.engine.terminal.kubectl import command, json_text, mistakes, printing
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.failures import Failure, Refused, together
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.resources import Info, existing, visit

TYPES = ("json", "merge", "strategic")


def run(call: Call) -> None:
    printing.check(call)
    flags = call.flags
    if flags["patch"] and flags["patch-file"]:
        raise Failure("cannot specify --patch and --patch-file together")
    if not flags["patch"] and not flags["patch-file"]:
        raise Failure("must specify --patch or --patch-file containing the contents of the patch")
    kind = flags["type"].lower()
    if kind not in TYPES:
        raise Failure(f'--type must be one of [{" ".join(TYPES)}], not "{flags["type"]}"')
    patch = _patch(call, kind)
    infos, failures = existing(call, call.words)

    def act(info: Info) -> None:
        if flags["subresource"] and flags["subresource"] not in info.kind.subresources:
            raise Refused(Status(404, "NotFound", "the server could not find the requested resource"))
        if call.dry_run == "client":
            printing.operation(call, info, "patched")
            return
        try:
            reply = call.answer(
                call.api.patch(
                    info.kind,
                    info.namespace,
                    info.name,
                    patch,
                    kind,
                    field_manager=flags["field-manager"] or "kubectl-patch",
                    dry_run=call.dry_run == "server",
                    subresource=flags["subresource"],
                )
            )
        except Refused as failure:
            call.problems.extend(mistakes.problems(failure.status, None, info.about))
            raise
        tree = reply.object.tree if reply.object is not None else info.tree
        word = "patched" if tree != info.tree else "patched (no change)"
        if call.flags["output"]:
            printing.operation(call, info, word, tree)
        else:  # unlike other commands, patch says nothing of a dry run
            call.print(f"{info.title} {word}")

    failure = together(visit(infos, failures, act))
    if failure is not None:
        raise failure


def _patch(call: Call, kind: str) -> Any:
    text = call.flags["patch"]
    if call.flags["patch-file"]:
        if call.flags["patch-file"] not in ("-", "/dev/stdin"):
            raise Failure(f"unable to read patch file: open {call.flags['patch-file']}: no such file or directory")
        text = call.stdin or ""
    if text.lstrip().startswith("{"):
        try:  # what begins like JSON is sent as it is, and the API server reads it
            return json_text.read(text)
        except ValueError as error:
            raise Refused(bad_request(str(error))) from None
    read = parse(text, "patch")
    if read.error is not None:
        call.problems.extend(read.problems)
        said = read.error.removeprefix("error converting YAML to JSON: ")
        raise Failure(f'unable to parse "{text}": {said}')
    return read.documents[0].tree if read.documents else None


COMMAND = Command(
    "patch",
    run,
    (
        Flag("patch", "string", "p", ""),
        Flag("patch-file", default=""),
        Flag("type", default="strategic"),
        Flag("local", "bool"),
        Flag("record", "bool"),
        Flag("subresource", default=""),
        *command.FILES,
        *command.PRINTING,
        command.DRY_RUN,
        command.FIELD_MANAGER,
    ),
)
