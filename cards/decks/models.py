"""Decks that visitors make. The site's own topics are decks as well, but have no rows: see `topics`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone

from sandbox.models import Owned


class Deck(Owned):
    """A visitor's deck. Its permalink is secret: while the deck is shared, whoever has the link may read it."""

    title = models.CharField(max_length=120)
    description = models.TextField(blank=True, help_text="Markdown.")
    is_shared = models.BooleanField(default=False, help_text="Whoever has the link reads the cards that are sound.")
    created = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-created", "id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page: the author's for its author, the reader's for everybody else."""
        return reverse("decks:deck", args=[self.permalink])


class Entry(models.Model):
    """A card's place in a deck: one of the site's cards, or one of the author's own."""

    deck = models.ForeignKey(Deck, models.CASCADE, related_name="entries")
    card = models.ForeignKey("cards.Card", models.CASCADE, related_name="entries")
    place = models.PositiveIntegerField(help_text="Grows along the deck; gaps are allowed.")

    class Meta:
        ordering: ClassVar = ["deck", "place", "id"]
        constraints: ClassVar = [models.UniqueConstraint(name="card_once_a_deck", fields=["deck", "card"])]

    def __str__(self) -> str:
        return f"{self.deck_id} {self.place}: {self.card_id}"


class Subscription(models.Model):
    """Somebody else's shared deck that a visitor studies."""

    deck = models.ForeignKey(Deck, models.CASCADE, related_name="subscriptions")
    visitor = models.CharField(max_length=64, db_index=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-since", "id"]
        constraints: ClassVar = [models.UniqueConstraint(name="deck_once_a_visitor", fields=["deck", "visitor"])]

    def __str__(self) -> str:
        return f"{self.visitor} {self.deck_id}"
