"""A card's question and the learner's answer to it, judged by the proof that was made when the content was loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from cards import kinds
from cards.kinds.kind import CardKind, Plain
from cards.models import Card
from sandbox import proofs


class NotCarriedOut(Exception):
    """The engine has not been asked about this card yet."""


@dataclass(frozen=True)
class Asking:
    """A card together with its kind and its proof (read when it is needed: one query)."""

    card: Card

    @property
    def kind(self) -> CardKind:
        """The card's kind; a row of a kind that is gone is a question with its answer."""
        return kinds.BY_NAME.get(self.card.kind, kinds.BY_NAME[kinds.DEFAULT])

    @cached_property
    def proof(self) -> Plain | None:
        """The plain verdict that knows the answer."""
        found = proofs.verdict_on(*self.kind.run(self.card.asked))
        return found if found and found["claims"] else None

    @cached_property
    def question(self) -> kinds.Question | None:
        """What is asked beside the card's question, if anything."""
        return self.kind.question(self.card.asked, lambda: self.proof) if self.kind.question else None

    @property
    def manifests(self) -> str:
        """The YAML that the learner starts from, with blanks where there are values to fill in."""
        if self.kind.filled is None or self.question is None:  # without a look at the proof
            return self.card.manifests
        return self.question.manifests

    @property
    def is_judged_here(self) -> bool:
        """Whether an answer is judged by the proof; others are YAML that is carried out, or known to the learner."""
        return self.kind.judge is not None

    def judge(self, said: Sequence[str]) -> kinds.Outcome:
        """What became of an answer. Raises NotAnAnswer, and NotCarriedOut where there is no proof."""
        if self.kind.judge is None:
            raise kinds.NotAnAnswer("This card is not answered by picking something.")
        if self.proof is None:
            raise NotCarriedOut
        return self.kind.judge(self.card.asked, said, self.proof)
