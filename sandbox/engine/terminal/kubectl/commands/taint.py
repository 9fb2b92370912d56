"""``kubectl taint nodes`` (``k8s.io/kubectl/pkg/cmd/taint``, v1.37)."""

from __future__ import annotations

from sandbox.engine.terminal.kubectl import command, printing
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.failures import Failure, together
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.resources import Info, existing, visit

EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
_NO_KEY = (
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
    "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
    "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
)
Taint = tuple[str, str, str]


def run(call: Call) -> None:
    first = next((at for at, word in enumerate(call.words) if _is_change(word)), len(call.words))
    resources, changes = call.words[:first], call.words[first:]
    behind = [word for word in changes if not _is_change(word)]
    if behind:
        raise Failure(f"all resources must be specified before taint changes: {behind[0]}")
    if not resources:
        raise Failure("one or more resources must be specified as <resource> <name>")
    if not changes:
        raise Failure("at least one taint update is required")
    given, taken = _taints(call, changes)
    infos, failures = existing(call, resources, selector=call.flags["selector"], takes_all=call.flags["all"])
    if any(info.kind.name != "Node" for info in infos):
        raise Failure(f"invalid resource type {infos[0].kind.plural}, only node(s) is supported")

    def act(info: Info) -> None:
        held = list((info.tree.get("spec") or {}).get("taints") or ())
        if not call.flags["overwrite"]:
            clash = [
                f"{key}:{effect}"
                for key, _, effect in given
                if any(one["key"] == key and one["effect"] == effect for one in held)
            ]
            if clash:
                raise Failure(
                    f"node {info.name} already has {', '.join(clash)} taint(s) with same effect(s) and "
                    "--overwrite is false"
                )
        kept = [
            one
            for one in held
            if not any(one["key"] == key and effect in ("", one["effect"]) for key, effect in taken)
            and not any(one["key"] == key and one["effect"] == effect for key, _, effect in given)
        ]
        missing = [
            key + (f":{effect}" if effect else "")
            for key, effect in taken
            if not any(one["key"] == key and effect in ("", one["effect"]) for one in held)
        ]
        if missing:
            raise Failure(f'taint "{missing[0]}" not found')
        taints = [
            {"key": key, **({"value": value} if value else {}), "effect": effect} for key, value, effect in given
        ] + kept
        if call.dry_run != "client":
            call.answer(
                call.api.patch(
                    info.kind,
                    "",
                    info.name,
                    {"spec": {"taints": taints or None}},
                    "merge",
                    field_manager="kubectl-taint",
                    dry_run=call.dry_run == "server",
                )
            )
        printing.operation(
            call, info, "untainted" if taken and not given else "modified" if taken and given else "tainted"
        )

    failure = together(visit(infos, failures, act))
    if failure is not None:
        raise failure


def _is_change(word: str) -> bool:
    return "=" in word or ":" in word or word.endswith("-")


def _taints(call: Call, words: list[str]) -> tuple[list[Taint], list[tuple[str, str]]]:
    given: list[Taint] = []
    taken: list[tuple[str, str]] = []
    for word in words:
        text = word.removesuffix("-")
        pair, _, effect = text.partition(":")
        key, _, value = pair.partition("=")
        if effect and effect not in EFFECTS:
            raise call.usage(f"invalid taint effect: {effect}, unsupported taint effect")
        if word.endswith("-"):
            taken.append((key, effect))
        elif not effect:
            raise call.usage(f"invalid taint spec: {word}" + (f", {_NO_KEY}" if "=" in word else ""))
        else:
            given.append((key, value, effect))
    return given, taken


COMMAND = Command(
    "taint",
    run,
    (
        Flag("overwrite", "bool"),
        Flag("all", "bool"),
        command.SELECTOR,
        command.DRY_RUN,
        *command.PRINTING,
        command.VALIDATE,
        command.FIELD_MANAGER,
    ),
)
