"""Which decks whose request may see: their own, and shared ones whose link they have or that they study."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from cards.decks.models import Deck, Entry, Subscription
from cards.decks.pool import of_deck
from sandbox.visitors import Visitor


@dataclass(frozen=True)
class Seen:
    """A deck in the eyes of one visitor."""

    deck: Deck
    is_author: bool

    @property
    def entries(self) -> QuerySet[Entry]:
        """The cards that this visitor sees, in their order."""
        found = Entry.objects.filter(of_deck(is_author=self.is_author), deck=self.deck)
        return found.select_related("card", "card__deck").prefetch_related("card__tags").order_by("place", "id")


def by_link(visitor: Visitor, permalink: str) -> Seen:
    """The deck of a link: a draft is there for its author only. Raises Http404."""
    return _seen(visitor, Deck.objects.filter(permalink=permalink).first())


def by_id(visitor: Visitor, deck_id: UUID) -> Seen:
    """The deck of an id, for its author and for those who study it. Raises Http404."""
    return _seen(visitor, having(visitor.known_key).filter(pk=deck_id).first())


def own(visitor: Visitor, **which: object) -> Deck:
    """A deck of the visitor's own, by permalink or id. Raises Http404."""
    found = Deck.objects.filter(owner=visitor.known_key, **which).first() if visitor.is_known else None
    if found is None:
        raise Http404
    return found


def having(visitor: str) -> QuerySet[Deck]:
    """The decks that a visitor has: written by them, or shared and studied by them. `count` is what they see of it."""
    if not visitor:
        return Deck.objects.none()
    studied = Exists(Subscription.objects.filter(deck=OuterRef("pk"), visitor=visitor))
    return Deck.objects.filter(Q(owner=visitor) | Q(is_shared=True) & Q(studied))


def counted(decks: QuerySet[Deck], *, is_author: bool) -> QuerySet[Deck]:
    """The same with the number of cards that its author, or a reader, sees in each as `count`."""
    seen = Entry.objects.filter(of_deck(is_author=is_author)).values("pk")
    return decks.annotate(count=Count("entries", filter=Q(entries__in=seen)))


def _seen(visitor: Visitor, deck: Deck | None) -> Seen:
    is_author = deck is not None and visitor.is_known and deck.owner == visitor.known_key
    if deck is None or not (is_author or deck.is_shared):
        raise Http404
    return Seen(deck, is_author)
