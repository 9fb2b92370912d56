"""Which command shows it: several command lines are carried out, and one of them prints what was asked for.

    commands:
    - kubectl get service web
    - kubectl get endpointslices -l kubernetes.io/service-name=web
    shows: {stdout: {contains: "{podIP default/web-0}"}}

Commands only look; `before` lists steps that are done first. What begins with `kubectl exec` runs a program in a pod.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cards.kinds import options
from cards.kinds.kind import Asked, CardKind, Outcome, Plain, Question
from sandbox.content import ContentProblem, Field, Front, is_list_of, is_steps

_PROGRAM = "kubectl "


def _problems(front: Front) -> list[ContentProblem]:
    commands = front.tree["commands"]
    line = front.line("commands")
    if len(set(commands)) < len(commands):
        return [ContentProblem(front.path, line, "two commands are the same")]
    if not 2 <= len(commands) <= options.MOST_OPTIONS:
        return [ContentProblem(front.path, line, f"offer 2 to {options.MOST_OPTIONS} commands")]
    return []


def _ask(front: Front) -> Plain:
    shows: Any = front.tree["shows"]
    steps = [
        {"claim": f"`{command}`", "kubectl": command.removeprefix(_PROGRAM), "expect": shows}
        for command in front.tree["commands"]
    ]
    before = front.tree.get("before", [])
    return {"options": front.tree["commands"], "claims": options.as_claims([*before, *steps])}


def _question(asked: Asked, proof: Any) -> Question:
    return Question("Which command shows it?", options.choices(asked))


def _sentence(commands: Sequence[str], chosen: int, right: int, claim: Plain) -> str:
    if chosen == right:
        return f"`{commands[right]}` shows it."
    return f"`{commands[chosen]}` does not show it, `{commands[right]}` does."


def _judge(asked: Asked, said: Sequence[str], proof: Plain) -> Outcome:
    return options.judge(asked, said, proof, _sentence)


KIND = CardKind(
    "command",
    "command",
    fields={
        "commands": Field(
            is_list_of(lambda command: isinstance(command, str) and command.startswith(_PROGRAM)),
            "a list of command lines that begin with kubectl",
        ),
        "shows": Field(lambda value: isinstance(value, dict) and bool(value), "an expect of what it prints"),
        "before": Field(is_steps, "a list of steps", is_required=False),
    },
    problems=_problems,
    ask=_ask,
    run=options.run,
    question=_question,
    judge=_judge,
    template="cards/asks/_commands.html",
)
