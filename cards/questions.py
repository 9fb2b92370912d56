"""What the pages of a card need to ask its question and to show what became of the answer.

An answer is a part of the address (`?said=2`), because judging it reads what is known already and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.http import HttpRequest

from cards.answering import Asking, NotCarriedOut
from cards.kinds import Choice, NotAnAnswer, Outcome, Question
from cards.models import Card
from sandbox import reading

NOT_CARRIED_OUT = "The run that knows the answer has not been made yet. Carry the YAML out and see for yourself."
_MOST_SAID = 60


@dataclass(frozen=True)
class Row:
    """A choice as it is shown: `number` is its place, `is_said` and `is_right` are known once it was answered."""

    number: int
    value: str
    text: str
    is_said: bool
    is_right: bool
    said_place: int  # where the learner put it, 0 where it stays there


@dataclass(frozen=True)
class Blank:
    """A value to fill in, called `key`, after this text of the YAML; the last one is text only, without a key."""

    text: str
    key: str
    value: str


@dataclass(frozen=True)
class BlankLine:
    """The line of a blank alone, for a page that shows the YAML elsewhere."""

    before: str
    key: str
    value: str
    after: str


def context(request: HttpRequest, card: Card, manifests: str) -> dict[str, Any]:
    """The context of `cards/_ask.html` beside these manifests; with a judged answer, the proof as `reading` as well."""
    asking = Asking(card)
    question = asking.question
    said = request.GET.getlist("said")[:_MOST_SAID] if asking.is_judged_here else []
    about: dict[str, Any] = {
        "kind": asking.kind,
        "question": question,
        "said": said,
        "is_repair": asking.kind.is_submitted,
        "is_asking": asking.is_judged_here and question is not None,
    }
    outcome: Outcome | None = None
    if said and question:
        try:
            outcome = asking.judge(said)
        except NotAnAnswer as problem:
            about["ask_problem"] = str(problem)
        except NotCarriedOut:
            about["ask_problem"] = NOT_CARRIED_OUT
    if outcome:
        about |= {"outcome": outcome, "reading": reading.read(outcome.shown), "is_asking": False}
    if asking.kind.values:
        known = asking.kind.values(card.asked, manifests) if manifests != asking.manifests else []
        gaps = question.choices if question else ()
        values = [*known, *[""] * (len(gaps) - len(known))]
        about["blanks"] = [Blank(gap.text, gap.value, value) for gap, value in zip(gaps, values, strict=True)]
        about["blank_lines"] = _lines_of(about["blanks"])
    if question:
        about["rows"] = _rows(question, said, outcome)
    return about


def _lines_of(blanks: list[Blank]) -> list[BlankLine]:
    """Where two blanks share a line, the second one begins with what stands between them."""
    return [
        BlankLine(blank.text.rpartition("\n")[2].lstrip(), blank.key, blank.value, following.text.partition("\n")[0])
        for blank, following in pairwise(blanks)
    ]


def _rows(question: Question, said: list[str], outcome: Outcome | None) -> list[Row]:
    """The choices; those that were to be put in order stand in the right one once it is known."""
    choices = list(question.choices)
    right = outcome.right if outcome else ()
    if question.is_order and right:
        choices.sort(key=lambda choice: right.index(choice.value))
    return [
        Row(
            number,
            choice.value,
            choice.text,
            choice.value in said,
            choice.value in right,
            _moved(outcome, choice, number),
        )
        for number, choice in enumerate(choices, start=1)
    ]


def _moved(outcome: Outcome | None, choice: Choice, number: int) -> int:
    """The place that the learner gave a step, 0 where it is the right one (or nothing was put in order)."""
    place = outcome.said.index(choice.value) + 1 if outcome and outcome.said else number
    return 0 if place == number else place
