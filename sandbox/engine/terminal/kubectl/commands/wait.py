"""``kubectl wait --for=condition=…|delete|create|jsonpath=…`` (``k8s.io/kubectl/pkg/cmd/wait``, v1.37)."""

from __future__ import annotations

import re

from sandbox.engine.cluster.objects import Object
from sandbox.engine.evidence import value_at
from sandbox.engine.terminal.kubectl import command
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.failures import Failure, together
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.mistakes import path_of
from sandbox.engine.terminal.kubectl.resources import Info, existing, visit

_DURATION = re.compile(r"([0-9.]+)(ms|s|m|h)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def run(call: Call) -> None:
    wanted = call.flags["for"]
    if not wanted:
        raise Failure('unrecognized condition: ""')
    infos, failures = existing(
        call,
        call.words,
        selector=call.flags["selector"],
        takes_all=call.flags["all"],
        ignores_missing=wanted == "delete",
    )
    if not infos and not failures and wanted != "delete":
        raise Failure("no matching resources found")
    limit = sum(float(number) * _SECONDS[unit] for number, unit in _DURATION.findall(call.flags["timeout"]))

    def act(info: Info) -> None:
        waited = 0.0
        while True:
            call.cluster.settle()
            if _holds(call.state.get(info.kind.name, info.namespace, info.name), wanted):
                call.print(f"{info.title} condition met")
                return
            if waited >= limit:
                raise Failure(f"timed out waiting for the condition on {info.object_name}")
            call.cluster.advance(1.0)
            waited += 1.0

    failure = together(visit(infos, failures, act))
    if failure is not None:
        raise failure


def _holds(held: Object | None, wanted: str) -> bool:
    word, _, rest = wanted.partition("=")
    if word == "delete":
        return held is None
    if held is None:
        return False
    if word == "create":
        return True
    if word == "condition":
        name, _, value = rest.partition("=")
        return any(
            one.get("type", "").lower() == name.lower()
            and str(one.get("status", "")).lower() == (value or "true").lower()
            for one in held.status.get("conditions") or ()
        )
    if word == "jsonpath":
        path, _, value = rest.partition("=")
        found = value_at(held.tree, path_of(path.strip("'\"{}").lstrip(".")))
        return found is not None if not value else str(found) == value.strip("'\"")
    raise Failure(f'unrecognized condition: "{wanted}"')


COMMAND = Command(
    "wait",
    run,
    (
        Flag("for", default=""),
        Flag("timeout", "duration", default="30s"),
        Flag("all", "bool"),
        Flag("local", "bool"),
        Flag("field-selector", default=""),
        command.SELECTOR,
        command.ALL_NAMESPACES,
        *command.FILES,
        *command.PRINTING,
    ),
)
