"""What a visitor has of decks: handed over, written out, taken away."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cards.decks.access import Seen
from cards.decks.actions import draft_of
from cards.decks.models import Deck, Subscription


@transaction.atomic
def hand_over(old: str, new: str) -> None:
    """The decks and subscriptions of one visitor become another's; what both study stays once.

    Nobody studies a deck of their own by subscription: where that would come out, the subscription goes.
    """
    Deck.objects.filter(owner=old).update(owner=new)
    both = Subscription.objects.filter(visitor=new).values("deck")
    Subscription.objects.filter(visitor=old, deck__in=list(both.values_list("deck", flat=True))).delete()
    Subscription.objects.filter(visitor=old).update(visitor=new)
    Subscription.objects.filter(visitor=new, deck__owner=new).delete()


def export(visitor: str) -> dict[str, Any]:
    """Every deck of theirs with its cards, and the decks that they study."""
    return {
        "decks": [_deck(deck) for deck in Deck.objects.filter(owner=visitor).order_by("created", "id")],
        "subscriptions": [
            {"title": one.deck.title, "permalink": one.deck.permalink, "since": one.since.isoformat()}
            for one in Subscription.objects.filter(visitor=visitor).select_related("deck").order_by("since", "id")
        ],
    }


@transaction.atomic
def erase(visitor: str) -> None:
    """All of it, their own cards included. Whoever studied a deck of theirs has it no more."""
    Subscription.objects.filter(visitor=visitor).delete()
    Deck.objects.filter(owner=visitor).delete()


def _deck(deck: Deck) -> dict[str, Any]:
    return {
        "title": deck.title,
        "description": deck.description,
        "permalink": deck.permalink,
        "is_shared": deck.is_shared,
        "created": deck.created.isoformat(),
        "cards": [_card(entry) for entry in Seen(deck, is_author=True).entries],
    }


def _card(entry: Any) -> dict[str, Any]:
    """One of the site's by its id; one of their own as they wrote it."""
    if not entry.card.deck_id:
        return {"id": entry.card_id}
    draft = draft_of(entry.card)
    written = draft.columns() | {"tags": list(draft.tags)}
    del written["content_hash"]
    return {"id": entry.card_id} | written
