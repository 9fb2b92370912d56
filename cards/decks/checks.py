"""Whether what a card of somebody's own claims is so: read off the submissions of its author, and kept on the card.

A check is an ordinary submission of the card's content. What it found counts for that content only: whoever changes
what is carried out has changed the hash, and the card is unchecked again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cards.models import Card
from sandbox.judgements import content_hash
from sandbox.models import OPEN_STATES, Submission


class Found(StrEnum):
    """The state of a card in the eyes of its author."""

    NO_CLAIMS = "no_claims"
    CHECKED = "checked"
    WAITING = "waiting"
    FAILS = "fails"
    UNCHECKED = "unchecked"


WORDS = {
    Found.NO_CLAIMS: "no claims",
    Found.CHECKED: "checked",
    Found.WAITING: "being checked",
    Found.FAILS: "does not hold",
    Found.UNCHECKED: "not yet checked",
}


@dataclass(frozen=True)
class Check:
    """What is known of a card: the state, a sentence where it does not hold, and the permalink of the verdict."""

    found: Found
    sentence: str = ""
    permalink: str = ""

    @property
    def words(self) -> str:
        """The state as a page says it."""
        return WORDS[self.found]


def to_carry_out(card: Card) -> list[tuple[str, str]]:
    """What a check of a card submits: its claims and, where it has one, its goal, each with the manifests."""
    return [(card.manifests, steps) for steps in (card.claims, card.goal) if steps]


def checks(cards: Iterable[Card]) -> dict[str, Check]:
    """The state of each card that has a deck, by id: two queries at most, however many there are."""
    cards = [card for card in cards if card.deck_id]
    claiming = [card for card in cards if card.claims]
    names = {card.pk: [content_hash(*pair) for pair in to_carry_out(card)] for card in claiming}
    rows = Submission.objects.filter(
        owner__in={card.deck.owner for card in claiming if card.deck},
        card__in=names,
        content_hash__in={name for found in names.values() for name in found},
    ).order_by("created")
    # Verdicts are long: only those are read of which a sentence is to be said.
    heads: list[dict[str, Any]] = list(
        rows.values("pk", "card", "content_hash", "state", "permalink", "message")  # type: ignore[arg-type]
    )
    latest = {(row["card"], row["content_hash"]): row for row in heads}
    wanted = [
        latest[card.pk, name]["pk"]
        for card in claiming
        if card.checked != card.content_hash
        for name in names[card.pk]
        if (card.pk, name) in latest
    ]
    verdicts = dict(Submission.objects.filter(pk__in=wanted).values_list("pk", "verdict_json")) if wanted else {}
    found = {card.pk: Check(Found.NO_CLAIMS) for card in cards}
    for card in claiming:
        submitted = [latest.get((card.pk, name)) for name in names[card.pk]]
        found[card.pk] = _check(card, submitted, verdicts)
    return found


def _check(card: Card, submitted: list[dict[str, Any] | None], verdicts: dict[Any, str]) -> Check:
    first = submitted[0]
    if card.checked == card.content_hash:
        return Check(Found.CHECKED, permalink=first["permalink"] if first else "")
    if first is None or None in submitted:
        return Check(Found.UNCHECKED)
    judged = [row for row in submitted if row]
    if any(row["state"] in OPEN_STATES for row in judged):
        return Check(Found.WAITING, permalink=first["permalink"])
    for is_goal, row in enumerate(judged):
        text = verdicts.get(row["pk"])
        verdict = json.loads(text) if text else None
        if verdict is None:
            return Check(
                Found.FAILS, row["message"] or "The run failed, and that is a fault of ours.", row["permalink"]
            )
        if sentence := (_goal_problem if is_goal else _problem)(verdict):
            return Check(Found.FAILS, sentence, row["permalink"])
    return Check(Found.CHECKED, permalink=first["permalink"])


def _problem(verdict: dict[str, Any]) -> str:
    """Why claims do not hold, as a sentence; empty where they do."""
    if verdict.get("refused"):
        return _refusal(verdict)
    if verdict.get("holds") is True:
        return ""
    for claim in verdict.get("claims") or []:
        if claim.get("holds") is False:
            return str(claim.get("summary") or f"{claim.get('title')} does not hold.")
    return "Nothing was expected, so that nothing was found to hold."


def _goal_problem(verdict: dict[str, Any]) -> str:
    """Why a goal is none: it is not accepted, or there is nothing to repair."""
    if verdict.get("refused"):
        return f"The goal: {_refusal(verdict)}"
    if verdict.get("holds") is True:
        return "The goal holds already, so that there is nothing to repair."
    return ""


def _refusal(verdict: dict[str, Any]) -> str:
    found = verdict.get("problems") or []
    first = str(found[0].get("message") or "") if found else ""
    return first or "It is not accepted."


def settle(card_id: str) -> None:
    """Write down that a card is sound, where that has been found out; harmless at any time and any number of times."""
    card = Card.objects.filter(pk=card_id, deck__isnull=False).exclude(claims="").select_related("deck").first()
    if card is None or card.checked == card.content_hash:
        return
    if checks([card])[card.pk].found == Found.CHECKED:
        # Only for the content that was looked at: an edit that came meanwhile is unchecked.
        Card.objects.filter(pk=card_id, content_hash=card.content_hash).update(checked=card.content_hash)


def is_waiting(found: Iterable[Check]) -> bool:
    """Some of it is still being carried out."""
    return any(check.found == Found.WAITING for check in found)
