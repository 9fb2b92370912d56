"""Repair the YAML: the goal is the question, and whatever YAML reaches it is right."""

from cards.kinds.kind import CardKind
from sandbox.content import ContentProblem, Front


def _problems(front: Front) -> list[ContentProblem]:
    if "goal" in front.tree:
        return []
    return [ContentProblem(front.path, front.line("kind"), "a card of kind repair needs a goal")]


KIND = CardKind("repair", "repair", problems=_problems, is_submitted=True)
