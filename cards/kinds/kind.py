"""What a kind of card is, and the values that pass between a kind and the pages.

A kind never writes its right answer down: it is read from a proof, which is the plain verdict that the engine gave on
the card when the content was loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.content import ContentProblem, Field, Front

Plain = dict[str, Any]


class NotAnAnswer(Exception):
    """What was sent answers nothing; the message tells the learner what to do."""


@dataclass(frozen=True)
class Asked:
    """A card as its kind sees it: its texts, and `ask`, which the kind made of the front matter."""

    id: str
    manifests: str
    claims: str
    goal: str
    ask: Plain


@dataclass(frozen=True)
class Choice:
    """Something to pick, to put in order or to fill in: the value that is sent, and what is read."""

    value: str
    text: str


@dataclass(frozen=True)
class Question:
    """What the learner is asked. `statement` is a sentence that the question is about, empty without."""

    legend: str
    choices: tuple[Choice, ...] = ()
    is_order: bool = False  # the choices are to be put in order
    statement: str = ""
    manifests: str = ""  # YAML with blanks, where there are any


@dataclass(frozen=True)
class Outcome:
    """A judged answer. `right` are the values that were right (in order, where the order is what was asked).

    `sentence` says what came out. `because` are the facts behind it, `shown` the plain verdict that proves it.
    """

    is_right: bool
    sentence: str
    right: tuple[str, ...]
    because: Sequence[Plain]
    shown: Plain
    said: tuple[str, ...] = ()  # what was sent, in its order, where the order is what was asked


def _no_problems(front: Front) -> list[ContentProblem]:
    return []


def _nothing(front: Front) -> Plain:
    return {}


def _own_claims(asked: Asked) -> tuple[str, str]:
    return (asked.manifests, asked.claims)


@dataclass(frozen=True)
class CardKind:
    """One kind of card.

    `word` stands on the list of cards. `fields` are those of its front matter, `problems` what is wrong with right
    fields beside each other, and `ask` what the row keeps of them, with `ask["claims"]` where the answer needs a
    run of its own. `run` is what was carried out to know the answer (manifests and claims). `question` words what
    is asked, by `template`; a kind without one asks nothing beside the card's question. `judge` takes the values
    that were sent and the proof, and raises NotAnAnswer. With `holds_yaml` the question shows the whole YAML
    itself. With `is_submitted` the answer is YAML that is carried out against the goal; `filled` is that YAML where
    the learner typed only the values that are missing, and `values` reads them back.
    """

    name: str
    word: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    problems: Callable[[Front], list[ContentProblem]] = _no_problems
    ask: Callable[[Front], Plain] = _nothing
    run: Callable[[Asked], tuple[str, str]] = _own_claims
    question: Callable[[Asked, Callable[[], Plain | None]], Question | None] | None = None
    judge: Callable[[Asked, Sequence[str], Plain], Outcome] | None = None
    template: str = ""
    is_submitted: bool = False
    holds_yaml: bool = False
    filled: Callable[[Asked, Sequence[str]], str] | None = None
    values: Callable[[Asked, str], list[str]] | None = None
