"""Decks with cards of their authors, checked or not, without a worker."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cards.decks import actions
from cards.decks.drafts import Draft
from cards.decks.models import Deck
from cards.models import Card
from sandbox import actions as submissions
from sandbox import runner
from sandbox.models import Submission
from tests.sandbox.manifests import REACHES, TYPO, WORKS

PLAIN = Draft("What is a Service?", "A stable name for pods.\n", tags=("ClusterIP",))
HOLDS = Draft("Does it answer?", "Yes.\n", manifests=WORKS, claims=REACHES)
FAILS = Draft("Does that answer?", "No.\n", manifests=TYPO, claims=REACHES)


def make(owner: str = "alice", *drafts: Draft, **words: Any) -> Deck:
    deck = actions.make(owner, **{"title": "On call", "description": "For *us*."} | words)
    for draft in drafts:
        actions.add(deck, draft)
    return deck


def carry_out() -> None:
    """Everything that waits, as a worker does it."""
    for waiting in Submission.objects.filter(state="queued"):
        taken = submissions.take_up(str(waiting.pk), is_redelivered=False)
        assert taken is not None
        with transaction.atomic():
            submissions.finish(taken, runner.judge(taken.manifests, taken.claims))


def shared(owner: str = "alice", *drafts: Draft) -> Deck:
    """A deck whose claims hold, by its link."""
    deck = make(owner, *(drafts or (PLAIN, HOLDS)))
    actions.check(deck)
    carry_out()
    return actions.share(Deck.objects.get(pk=deck.pk))


def card(deck: Deck, question: str) -> Card:
    return Card.objects.select_related("deck").prefetch_related("tags").get(deck=deck, question=question)
