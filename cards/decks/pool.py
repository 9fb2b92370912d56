"""Which cards are whose to see and to study, as conditions on cards that join nothing and so double nothing."""

from __future__ import annotations

from django.db.models import F, Q

from cards.decks.models import Deck, Subscription

#: The site's own cards.
SITE = Q(deck=None)

#: Own cards that claim nothing, or whose claims hold for what the card says now.
SOUND = Q(claims="") | Q(checked=F("content_hash"))

#: Cards of shared decks that readers see.
_READABLE = Q(deck__is_shared=True) & SOUND


def pool(visitor: str) -> Q:
    """The cards that a visitor may study: the site's own, all of the decks that they wrote, the sound ones of the
    shared decks that they have."""
    if not visitor:
        return SITE
    mine = Deck.objects.filter(owner=visitor).values("pk")
    joined = Subscription.objects.filter(visitor=visitor).values("deck")
    return SITE | Q(deck__in=mine) | Q(deck__in=joined) & _READABLE


def visible(visitor: str) -> Q:
    """The cards that a visitor may look at: those of the pool, and the sound ones of every shared deck.

    The address of a card of somebody's own cannot be guessed, so that whoever has it was given it.
    """
    return pool(visitor) | _READABLE


def of_deck(*, is_author: bool) -> Q:
    """The entries of a deck that its author sees, or that its readers see."""
    if is_author:
        return Q(card__is_retired=False)
    sound = Q(card__claims="") | Q(card__checked=F("card__content_hash"))
    return Q(card__is_retired=False) & (Q(card__deck=None) | sound)
