"""Decks as Anki packages, with `genanki`.

Everything that Anki tells things apart by is derived from what they are: a note's guid from its card, the ids of the
deck and of the note type from names. So importing again finds the notes that are there, keeps their schedules, and
takes over what has changed since: a note's date is the date of its card's last change. The same content gives the same
bytes.
"""

from __future__ import annotations

import hashlib
import html
import io
import itertools
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import genanki

from cards.models import Card
from sandbox.templatetags.wording import inline, markdown

FIELDS = ("Question", "Answer", "YAML", "Claims", "Goal", "Links", "Difficulty", "Id", "Page")
MODEL = "Kubedrill"

_FRONT = """<div class="question">{{Question}}</div>{{#YAML}}<pre>{{YAML}}</pre>{{/YAML}}"""
_BACK = """{{FrontSide}}<hr id="answer">{{Answer}}
{{#Claims}}<h4>Claimed</h4><pre>{{Claims}}</pre>{{/Claims}}
{{#Goal}}<h4>After the repair</h4><pre>{{Goal}}</pre>{{/Goal}}
{{#Links}}<h4>In the official documentation</h4>{{Links}}{{/Links}}
{{#Page}}<p><a href="{{Page}}">Carry it out on Kubedrill</a></p>{{/Page}}"""
_CSS = """.card { font-family: sans-serif; font-size: 18px; line-height: 1.5; text-align: left; max-width: 44em; margin: 0 auto; }
.question { font-size: 1.25em; margin-bottom: .8em; }
pre { overflow-x: auto; padding: .7em .9em; border: 1px solid #8886; border-radius: 6px; font-size: .75em; line-height: 1.45; }
code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; }
h4 { margin: 1.2em 0 .3em; }
table { border-collapse: collapse; } th, td { padding: .25em .8em .25em 0; text-align: left; border-bottom: 1px solid #8886; }
"""  # noqa: E501 - as Anki's own style sheets are laid out
_EPOCH = 1_700_000_000  # of what has no date of its own


class _Note(genanki.Note):
    """A note with the date of its own card's last change, and a place among the new ones."""

    def __init__(self, changed: datetime, **options: Any) -> None:
        super().__init__(**options)
        self.changed = int(changed.timestamp())

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, deck_id: int, id_gen: Iterator[int]) -> None:
        super().write_to_db(cursor, self.changed, deck_id, id_gen)


def stable_id(name: str) -> int:
    """A number for a name, in the range that Anki gives its ids from (milliseconds of an instant)."""
    return (1 << 40) + int.from_bytes(hashlib.sha256(name.encode()).digest()[:5], "big") % (1 << 39)


def guid(card_id: str) -> str:
    """What Anki knows a card's note by, for good."""
    return str(genanki.guid_for("kubedrill", card_id))


def write(decks: Iterable[tuple[str, str, list[Card]]], site: str) -> bytes:
    """A package with a deck for each of `decks` (a stable key, a title, cards with tags); `site` begins addresses.

    Titles may hold `::`, by which Anki nests decks.
    """
    model = _model()
    made = []
    for key, title, cards in decks:
        deck = genanki.Deck(stable_id(f"kubedrill deck {key}"), title)
        for place, card in enumerate(cards):
            deck.add_note(_note(model, card, site, place))
        made.append(deck)
    return _package(made)


def _model() -> Any:
    return genanki.Model(
        stable_id("kubedrill note type 1"),
        MODEL,
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Card", "qfmt": _FRONT, "afmt": _BACK}],
        css=_CSS,
    )


def _note(model: Any, card: Card, site: str, place: int) -> _Note:
    links = "".join(
        f'<li><a href="{html.escape(link["url"])}">{html.escape(link["title"])}</a></li>' for link in card.links
    )
    fields = [
        str(inline(card.question)),
        str(markdown(card.answer)),
        html.escape(card.manifests, quote=False),
        html.escape(card.claims, quote=False),
        html.escape(card.goal, quote=False),
        f"<ul>{links}</ul>" if links else "",
        str(card.difficulty),
        html.escape(card.pk),
        f"{site.rstrip('/')}/cards/{card.slug}/" if site else "",
    ]
    tags = sorted({"kubedrill", card.topic, *(tag.name for tag in card.tags.all())})
    fields = [field.replace("\x1f", " ") for field in fields]  # which parts the fields of a note
    return _Note(card.changed, model=model, fields=fields, tags=tags, guid=guid(card.pk), due=place)


def _package(decks: list[Any]) -> bytes:
    """As genanki writes a file, with the dates of the archive fixed as well."""
    package = genanki.Package(decks)
    with tempfile.TemporaryDirectory(prefix="kubedrill-") as folder:
        path = Path(folder) / "collection.anki2"
        connection = sqlite3.connect(path)
        try:
            package.write_to_db(connection.cursor(), _EPOCH, itertools.count(_EPOCH * 1000))
            connection.commit()
        finally:
            connection.close()
        database = path.read_bytes()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in (("collection.anki2", database), ("media", b"{}")):
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()
