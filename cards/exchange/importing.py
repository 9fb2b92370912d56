"""A file that somebody sent, into a deck of theirs."""

from __future__ import annotations

from dataclasses import dataclass

from cards.decks import actions
from cards.decks.drafts import Draft
from cards.decks.models import Deck
from cards.exchange import anki_reading, documents, tables
from cards.exchange.findings import OVER_UPLOAD, UPLOAD_BYTES, Findings, Unreadable
from cards.models import Card


@dataclass(frozen=True)
class Imported:
    """What became of a file: the deck, how many cards, and what the file held besides."""

    deck: Deck
    put: actions.Put
    findings: Findings

    @property
    def skipped_count(self) -> int:
        """How many rows or notes became no card."""
        return len(self.findings.skipped) + self.findings.more_skipped


def read(content: bytes) -> Findings:
    """What a file holds, by what it begins with, whatever it is called. Raises Unreadable."""
    if len(content) > UPLOAD_BYTES:
        raise Unreadable(OVER_UPLOAD)
    if not content.strip():
        raise Unreadable("The file is empty.")
    if content.startswith(b"PK\x03\x04"):
        return anki_reading.read(content)
    if content.startswith((b"PK", b"\x28\xb5\x2f\xfd", b"SQLite format 3")):
        raise Unreadable("This is an archive or a database, but no Anki package (.apkg).")
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return documents.read(content) if start in (b"{", b"[") else tables.read(content)


def take_in(content: bytes, *, owner: str, deck: Deck | None = None, title: str = "") -> Imported:
    """Put the cards of a file into a deck of the owner's, or into a new one. Raises Unreadable and TooMany.

    A card that came from the same file before is changed in place. Where the file names one of the site's cards and
    says of it what the site says, the deck leads to that card instead of having a copy.
    """
    findings = read(content)
    if not findings.drafts:
        first = f" The first one: {findings.skipped[0].where}, {findings.skipped[0].why}" if findings.skipped else ""
        raise Unreadable(f"There is nothing in this {findings.kind} that can be a card.{first}")
    _refer(findings)
    deck = deck or actions.make(owner, title or findings.title or f"From {findings.kind}")
    return Imported(deck, actions.put(deck, findings.drafts, findings.references), findings)


def _refer(findings: Findings) -> None:
    guids = {draft.guid for draft in findings.drafts if draft.guid}
    site = Card.objects.filter(pk__in=guids, deck=None, is_retired=False).prefetch_related("tags")
    known = {card.pk: _said(actions.draft_of(card)) for card in site}
    kept = []
    for draft in findings.drafts:
        if known.get(draft.guid) == _said(draft):
            findings.references.append(draft.guid)
        else:
            kept.append(draft)
    findings.drafts = kept


def _said(draft: Draft) -> tuple[str, str, str]:
    """What a card says, apart from blanks at the ends, which not every format keeps."""
    return " ".join(draft.question.split()), draft.answer.strip(), draft.content_hash
