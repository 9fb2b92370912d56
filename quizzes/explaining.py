"""What is said to an answer: the sentence, the options with their marks, and the evidence of the run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

from quizzes.models import Question
from sandbox import reading
from sandbox.reading import Claim, Reading

LETTERS = "ABCDEFGHI"


@dataclass(frozen=True)
class Choice:
    """An option as a page shows it. `mark` is empty before the answer, then `right`, `wrong`, `missed` or `left`."""

    place: int
    text: str
    form: str
    note: str
    is_chosen: bool
    mark: str = ""

    @property
    def key(self) -> int:
        """The key that chooses it."""
        return self.place + 1

    @property
    def letter(self) -> str:
        """What a table is called beside its button."""
        return LETTERS[self.place]


@dataclass(frozen=True)
class Explanation:
    """Why the right answer is right. `claims` begins with the one that decides."""

    sentence: str
    claims: list[Claim]
    reading: Reading


class Put(Protocol):
    """A question that was put to somebody: an answer of an attempt, an item of an interview."""

    chosen: Any
    question: Any

    @property
    def is_answered(self) -> bool: ...


def choices(answer: Put, chosen: list[int] | None = None) -> list[Choice]:
    """The options of a question; with their marks once it is answered. `chosen` is what somebody has ticked so far."""
    places = answer.chosen if answer.is_answered else chosen or []
    return [
        Choice(
            place,
            option["text"],
            option["form"],
            option["note"] if answer.is_answered else "",
            place in places,
            _mark(option["is_right"], place in places) if answer.is_answered else "",
        )
        for place, option in enumerate(answer.question.options)
    ]


def _mark(is_right: bool, is_chosen: bool) -> str:
    if is_right:
        return "right" if is_chosen else "missed"
    return "wrong" if is_chosen else "left"


def explain(question: Question) -> Explanation:
    """The run behind a question, read out."""
    read = reading.read(question.verdict)
    claims = [replace(claim, is_open=claim.number - 1 == question.deciding, is_said=False) for claim in read.claims]
    claims.sort(key=lambda claim: claim.number - 1 != question.deciding)
    return Explanation(sentence(question, claims[0] if claims else None, read), claims, read)


def sentence(question: Question, deciding: Claim | None, read: Reading) -> str:
    """What happened, as it goes on after "Right:" or "Wrong:"."""
    right = [option["text"].strip() for option in question.options if option["is_right"]]
    if read.state == "refused":
        return "the API server refuses it."
    match question.kind:
        case "accepted":
            return "the API server accepts it."
        case "which-names":
            return f"{_joined(right)} {'resolves' if len(right) == 1 else 'resolve'}."
        case "kubectl-shows":
            return f"it is output {LETTERS[question.right[0]]}."
    return reading.lowered(deciding.summary) if deciding else ""


def _joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def story(prompt: str) -> tuple[str, str]:
    """What happens, and what is asked about it: the last sentence of a prompt apart from the others."""
    told, _, asked = prompt.rpartition(". ")
    return (f"{told}." if told else "", asked)


def as_plain(question: Question) -> dict[str, Any]:
    """The explanation for programs: the sentence, the author's note, and the deciding claim as the verdict has it."""
    verdict = question.verdict
    claims = verdict["claims"]
    return {
        "sentence": explain(question).sentence,
        "note": question.note,
        "because": claims[question.deciding]["because"] if claims else [],
        "trace": claims[question.deciding]["trace"] if claims else None,
        "problems": verdict["problems"],
    }
