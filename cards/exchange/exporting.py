"""A deck, a topic or everything as a file for other programs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from cards.decks.access import Seen
from cards.decks.actions import draft_of
from cards.decks.topics import title as title_of
from cards.decks.topics import topics
from cards.exchange import anki_writing, documents, tables
from cards.models import Card

EVERYTHING = "all"


@dataclass(frozen=True)
class Source:
    """What is exported: a stable key, a title, and the cards in their order, with their tags."""

    key: str
    title: str
    description: str
    cards: list[Card]


@dataclass(frozen=True)
class File:
    """A file to save."""

    name: str
    media_type: str
    content: bytes


def of_topic(name: str) -> Source | None:
    """A topic of the site, or `all` of them in the order in which they are taught; None where there is none such."""
    cards = Card.objects.filter(deck=None, is_retired=False).prefetch_related("tags")
    if name == EVERYTHING:
        order = {topic.slug: place for place, topic in enumerate(topics())}
        found = sorted(cards, key=lambda card: (order.get(card.topic, len(order)), card.difficulty, card.slug))
        return Source("all", "Kubedrill", "All cards of the site.", found)
    topic = next((topic for topic in topics() if topic.slug == name), None)
    if topic is None:
        return None
    return Source(f"topic {name}", topic.title, topic.sentence, list(cards.filter(topic=name)))


def of_deck(seen: Seen) -> Source:
    """A deck as its reader sees it."""
    deck = seen.deck
    return Source(f"deck {deck.pk}", deck.title, deck.description, [entry.card for entry in seen.entries])


def _anki(source: Source, site: str) -> bytes:
    """The site's topics are decks below one of the site's, so that all of it lies beside them."""
    if source.key.startswith("deck "):
        return anki_writing.write([(source.key, source.title.replace("::", ": "), source.cards)], site)
    parts = [(topic, list(cards)) for topic, cards in groupby(source.cards, key=lambda card: card.topic)]
    return anki_writing.write([(f"topic {name}", f"Kubedrill::{title_of(name)}", cards) for name, cards in parts], site)


def _csv(source: Source, site: str) -> bytes:
    return tables.write((card.pk, draft_of(card)) for card in source.cards)


def _json(source: Source, site: str) -> bytes:
    return documents.write(source.title, source.description, ((card.pk, draft_of(card)) for card in source.cards))


#: Each format by the end of its file's name: media type and writer.
FORMATS: dict[str, tuple[str, Callable[[Source, str], bytes]]] = {
    "apkg": ("application/vnd.anki", _anki),
    "csv": ("text/csv; charset=utf-8", _csv),
    "json": ("application/json", _json),
}


def write(source: Source, format_name: str, site: str) -> File:
    """The file. `site` is the beginning of the site's addresses, for links that lead back."""
    media_type, writer = FORMATS[format_name]
    ascii_title = unicodedata.normalize("NFKD", source.title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_title).strip("-")[:60].strip("-") or "deck"
    name = slug if slug.startswith("kubedrill") else f"kubedrill-{slug}"
    return File(f"{name}.{format_name}", media_type, writer(source, site))
