"""Find the fault: which line of the YAML decides that the goal is not reached.

The right lines are those that the verdict on the goal names first, for the first claim that does not hold. `seen_in`
names another claim of the goal, and `causes` how many of its causes count (2 where two lines contradict each other, so
that either could be changed).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cards.kinds.kind import Asked, CardKind, Choice, NotAnAnswer, Outcome, Plain, Question
from sandbox.content import ContentProblem, Field, Front

MOST_CAUSES = 3
_FIRST = re.compile(r"(?<=[a-z0-9`)])\.\s+(?=[A-Z`])")  # where the first sentence of a summary ends


def _number(most: int) -> Field:
    return Field(
        lambda value: isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most,
        f"a number from 1 to {most}",
        is_required=False,
    )


def _problems(front: Front) -> list[ContentProblem]:
    if "goal" not in front.tree:
        return [ContentProblem(front.path, front.line("kind"), "a card of kind fault needs a goal")]
    if front.tree.get("seen_in", 1) > len(front.tree["goal"]):
        return [ContentProblem(front.path, front.line("seen_in"), "the goal has no claim of that number")]
    return []


def _ask(front: Front) -> Plain:
    return {"seen_in": front.tree.get("seen_in"), "causes": front.tree.get("causes", 1)}


def _is_pickable(line: str) -> bool:
    return bool(line.strip()) and line.strip() != "---"


def _question(asked: Asked, proof: object) -> Question:
    lines = enumerate(asked.manifests.splitlines(), start=1)
    choices = tuple(Choice(str(number) if _is_pickable(line) else "", line) for number, line in lines)
    return Question("Which line is at fault?", choices)


def failed(asked: Asked, proof: Plain) -> Plain | None:
    """The claim of the goal in which the fault is seen."""
    if number := asked.ask.get("seen_in"):
        claim: Plain = proof["claims"][number - 1]
        return claim if claim["holds"] is False else None
    return next((claim for claim in proof["claims"] if claim["holds"] is False), None)


def causes(asked: Asked, claim: Plain) -> list[Plain]:
    """The facts that stand on lines of the learner's, one a line, the deciding one first."""
    by_line: dict[int, Plain] = {}
    for fact in claim["because"]:
        if fact["line"]:
            by_line.setdefault(fact["line"], fact)
    return list(by_line.values())


def _judge(asked: Asked, said: Sequence[str], proof: Plain) -> Outcome:
    lines = asked.manifests.splitlines()
    pickable = {str(number) for number, line in enumerate(lines, start=1) if _is_pickable(line)}
    if len(said) != 1 or said[0] not in pickable:
        raise NotAnAnswer("Pick one of the lines.")
    claim = failed(asked, proof)
    if claim is None:
        raise NotAnAnswer("This YAML reaches the goal, so that no line of it is at fault.")
    chosen = int(said[0])
    facts = causes(asked, claim)
    right = facts[: asked.ask["causes"]]
    here = next((fact for fact in right if fact["line"] == chosen), None)
    outcome = _FIRST.split(claim["summary"], maxsplit=1)[0].rstrip(".") + "."
    if here:
        sentence = f"Line {chosen}: {_ended(here['text'])} {outcome}"
    else:
        beside = next((fact for fact in facts if fact["line"] == chosen), None)
        part = ""
        if beside:
            part = f" Line {chosen} plays a part in it ({beside['text'].rstrip('.')}) and does not decide."
        sentence = f"It is line {right[0]['line']}: {_ended(right[0]['text'])}{part} {outcome}"
    return Outcome(here is not None, sentence, tuple(str(fact["line"]) for fact in right), claim["because"], proof)


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _run(asked: Asked) -> tuple[str, str]:
    return (asked.manifests, asked.goal)


KIND = CardKind(
    "fault",
    "find the fault",
    fields={"seen_in": _number(20), "causes": _number(MOST_CAUSES)},
    problems=_problems,
    ask=_ask,
    run=_run,
    question=_question,
    judge=_judge,
    template="cards/asks/_lines.html",
    holds_yaml=True,
)
