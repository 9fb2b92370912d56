"""Tags as others write them, made into ours."""

from __future__ import annotations

import re
import unicodedata

from cards.decks.drafts import MOST_TAGS

_LONGEST = 50


def tags_of(text: str) -> tuple[tuple[str, ...], int]:
    """The tags in a text (blanks or commas between them), and how many had to be rewritten or left out.

    `Kubernetes::Services` becomes `Kubernetes-Services`; accents go; what has no letter or digit left goes as well.
    """
    words = [word for word in re.split(r"[\s,;]+", text[:10_000]) if word]
    found = [tag_of(word) for word in words]
    kept = tuple(dict.fromkeys(tag for tag in found if tag))[:MOST_TAGS]
    changed = sum(tag != word for tag, word in zip(found, words, strict=True))
    return kept, changed + max(0, len(set(found) - {""}) - MOST_TAGS)


def tag_of(word: str) -> str:
    """One tag; empty where nothing of it can be kept."""
    ascii_word = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_word).strip("-")[:_LONGEST].strip("-")
