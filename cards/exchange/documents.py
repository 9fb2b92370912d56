"""JSON: a deck as one document that holds every field, and such a document as cards."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from cards.decks.drafts import Draft
from cards.exchange.findings import MOST_ROWS, Findings, Unreadable

FORMAT = "kubedrill-deck"
VERSION = 1
_TEXTS = ("question", "answer", "manifests", "claims", "goal")


def write(title: str, description: str, drafts: Iterable[tuple[str, Draft]]) -> bytes:
    """The document, laid out for people: the same bytes for the same content."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "title": title,
        "description": description,
        "cards": [
            {
                "id": card_id,
                **{name: getattr(draft, name) for name in _TEXTS},
                "tags": list(draft.tags),
                "links": list(draft.links),
                "difficulty": draft.difficulty,
            }
            for card_id, draft in drafts
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def read(content: bytes) -> Findings:
    """The cards of a document. Raises Unreadable where it is none of ours."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"This is no JSON: {str(error)[:200]}.") from None
    cards = document.get("cards") if isinstance(document, dict) else document
    if not isinstance(cards, list):
        raise Unreadable("This JSON is no deck: it has no list of cards.")
    findings = Findings("JSON")
    if isinstance(document, dict):
        if document.get("version", VERSION) != VERSION:
            raise Unreadable(f"This is version {str(document['version'])[:20]} of the format; {VERSION} can be read.")
        title = document.get("title")
        findings.title = title[:120].strip() if isinstance(title, str) else ""
    for number, card in enumerate(cards, 1):
        if number > MOST_ROWS * 2:
            findings.skip(f"card {number}", f"It and the rest: more than {MOST_ROWS * 2:,} cards are not read.")
            break
        draft = _draft(card)
        if isinstance(draft, str):
            findings.skip(f"card {number}", draft)
        else:
            findings.take(f"card {number}", draft)
    return findings


def _draft(card: Any) -> Draft | str:
    """The card, or what is wrong with its shape."""
    if not isinstance(card, dict):
        return "It is no object with fields."
    texts = {name: card.get(name, "") for name in _TEXTS}
    wrong = [name for name, value in texts.items() if not isinstance(value, str)]
    card_id, tags, links, difficulty = (card.get(name) for name in ("id", "tags", "links", "difficulty"))
    if not (card_id is None or isinstance(card_id, str)):
        wrong.append("id")
    if not (tags is None or (isinstance(tags, list) and all(isinstance(tag, str) for tag in tags))):
        wrong.append("tags")
    if not (links is None or (isinstance(links, list) and all(isinstance(link, dict) for link in links))):
        wrong.append("links")
    if difficulty not in (None, 1, 2, 3) or isinstance(difficulty, bool | float):
        wrong.append("difficulty")
    if wrong:
        return f"These fields are not what they have to be: {', '.join(wrong)}."
    return Draft(
        tags=tuple(tags or ()),
        links=tuple(links or ()),
        difficulty=difficulty or 2,
        guid=(card_id or "")[:200],
        **texts,
    )
