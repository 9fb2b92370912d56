"""``kubectl label``: labels set and taken away (``k8s.io/kubectl/pkg/cmd/label``, v1.37)."""

from __future__ import annotations

import json

from sandbox.engine.api import formats
from sandbox.engine.terminal.kubectl import changes, command, printing
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.failures import Failure, together
from sandbox.engine.terminal.kubectl.resources import Info, existing, visit

NO_RESOURCES = "one or more resources must be specified as <resource> <name> or <resource>/<name>"


def run(call: Call) -> None:
    printing.check(call)
    words, texts = changes.divide(call.words, "label")
    if not words and not call.flags["filename"]:
        raise Failure(NO_RESOURCES)
    given, taken = _labels(texts)
    if not given and not taken and not call.flags["list"]:
        raise Failure("at least one label update is required")
    infos, failures = existing(
        call,
        words,
        selector=call.flags["selector"],
        takes_all=call.flags["all"],
        field_selector=call.flags["field-selector"],
    )

    def act(info: Info) -> None:
        held = (info.tree.get("metadata") or {}).get("labels") or {}
        if not call.flags["overwrite"]:
            clash = together([Failure(text) for text in changes.already(held, given)])
            if clash is not None:
                raise clash
        for key in taken:
            if key not in held:
                call.print(f'label "{key}" not found.')
        labels = {key: value for key, value in {**held, **given}.items() if key not in taken}
        word = "not labeled"
        if labels != held:
            is_less = len(json.dumps(labels)) < len(json.dumps(held))
            word = "unlabeled" if is_less and not call.flags["overwrite"] else "labeled"
        tree = info.tree
        if labels != held and call.dry_run != "client":
            patch = {"metadata": {"labels": {**given, **dict.fromkeys(taken)}}}
            reply = call.answer(
                call.api.patch(
                    info.kind,
                    info.namespace,
                    info.name,
                    patch,
                    "merge",
                    field_manager=call.flags["field-manager"] or "kubectl-label",
                    dry_run=call.dry_run == "server",
                )
            )
            tree = reply.object.tree if reply.object is not None else tree
        if call.flags["list"]:
            for key, value in sorted(labels.items()):
                call.print(f"{key}={value}")
            return
        printing.operation(call, info, word, tree)

    failure = together(visit(infos, failures, act))
    if failure is not None:
        raise failure


def _labels(texts: list[str]) -> tuple[dict[str, str], list[str]]:
    given: dict[str, str] = {}
    taken: list[str] = []
    for text in texts:
        if "=" in text:
            key, _, value = text.partition("=")
            wrong = formats.label_value(value)
            if "=" in value:
                raise Failure(f"invalid label spec: {text}")
            if wrong:
                raise Failure(f'invalid label value: "{text}": {";".join(wrong)}')
            given[key] = value
        elif text.endswith("-"):
            taken.append(text[:-1])
    if any(key in given for key in taken):
        raise Failure("can not both modify and remove a label in the same command")
    return given, taken


COMMAND = Command(
    "label",
    run,
    command.MARKING,
)
