"""What a session is over: all cards, or those of a topic, a tag, a difficulty, a deck, or the learner's weak spots.

A choice comes with the query of an address and goes on with it from page to page, so that a session can be linked to,
and two tabs can study different things.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from cards.decks.models import Entry
from cards.models import Card

_LONGEST = 100

#: What a choice can name, and which cards that leaves. One more way to choose is a field of `Choice` and a line here.
NARROWINGS: dict[str, Callable[[str], Q]] = {
    "topic": lambda topic: Q(topic=topic),
    "tag": lambda tag: Q(tags=tag),
    "difficulty": lambda level: Q(difficulty=int(level)) if level in {"1", "2", "3"} else Q(pk=None),
    # Whoever studies sees of a deck what is theirs to study (`sessions.pool`), whatever its link lists.
    "deck": lambda permalink: Q(pk__in=Entry.objects.filter(deck__permalink=permalink).values("card")),
}
_FLAGS = {"weak": "is_weak", "ahead": "is_ahead"}


@dataclass(frozen=True)
class Choice:
    """What somebody wants to study. Without a word: all that is due, and new cards."""

    topic: str = ""
    tag: str = ""
    difficulty: str = ""
    deck: str = ""  # its permalink
    is_weak: bool = False  # weak spots, due or not
    is_ahead: bool = False  # what is due in the next days as well

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> Choice:
        """The choice that the query (or the form) of an address names; what is empty or unknown is passed over."""
        named = {name: str(query.get(name, "")).strip()[:_LONGEST].replace("\0", "") for name in NARROWINGS}
        is_weak, is_ahead = (query.get(word, "") not in ("", "0") for word in ("weak", "ahead"))
        return cls(is_weak=is_weak, is_ahead=is_ahead, **named)

    @property
    def words(self) -> dict[str, str]:
        """As the query of an address names it, or as hidden fields of a form do."""
        named = {name: value for name in NARROWINGS if (value := getattr(self, name))}
        return named | {word: "1" for word, field in _FLAGS.items() if getattr(self, field)}

    @property
    def query(self) -> str:
        """The query with its question mark; nothing where all is chosen."""
        return self.query_with()

    def query_with(self, **more: object) -> str:
        """The query with more words in it."""
        query = urlencode(self.words | more)
        return f"?{query}" if query else ""

    def address(self, page: str, *args: Any) -> str:
        """Where a page is within this session."""
        return reverse(page, args=args) + self.query

    @property
    def is_narrowed(self) -> bool:
        """It leaves some cards out."""
        return self.is_weak or any(getattr(self, name) for name in NARROWINGS)

    @property
    def takes_new(self) -> bool:
        """Cards that were never seen belong to it."""
        return not (self.is_ahead or self.is_weak)

    def on_time(self) -> Choice:
        """The same without what is due later."""
        return replace(self, is_ahead=False)

    def ahead_of_time(self) -> Choice:
        """The same with what is due in the next days."""
        return replace(self, is_ahead=True)

    def any_strength(self) -> Choice:
        """The same with cards that are no weak spots."""
        return replace(self, is_weak=False)

    def narrow(self, cards: QuerySet[Card]) -> QuerySet[Card]:
        """Those of the cards that have what it names."""
        for name, which in NARROWINGS.items():
            if value := getattr(self, name):
                cards = cards.filter(which(value))
        return cards


ALL = Choice()

assert {field.name for field in fields(Choice)} == {*NARROWINGS, *_FLAGS.values()}  # noqa: S101
