"""The language of a sheet's sentences: a line of Markdown, and outcomes between braces.

`{answered}`, `{refused}`, `{timed out}` and `{unresolved}` stand for a shape and its word, in pages, PDF and Markdown
alike. Everything else is code, emphasis and text.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

Kind = Literal["text", "code", "strong", "em", "outcome"]

#: What may stand between braces, and the shape that it has in all pictures of the site.
OUTCOMES: dict[str, str] = {
    "answered": "answered",
    "refused": "refused",
    "timed out": "dropped",
    "unresolved": "unknown",
}
_OUTCOME = re.compile("{(" + "|".join(OUTCOMES) + ")}")
_MARKDOWN = MarkdownIt("zero", {"html": False}).enable(["backticks", "emphasis", "escape"])
_OPENS: dict[str, Kind] = {"strong_open": "strong", "em_open": "em"}


class Word(NamedTuple):
    """A run of letters that look alike. `shape` is that of an outcome, else empty."""

    kind: Kind
    text: str
    shape: str = ""


def words(sentence: str) -> list[Word]:
    """A sentence in parts that look alike, in their order."""
    [inline] = _MARKDOWN.parseInline(sentence)
    found: list[Word] = []
    kind: Kind = "text"
    for token in inline.children or []:
        if token.type in _OPENS:
            kind = _OPENS[token.type]
        elif token.type in ("strong_close", "em_close"):
            kind = "text"
        elif token.type == "code_inline":
            found.append(Word("code", token.content))
        elif token.content:
            for position, part in enumerate(_OUTCOME.split(token.content)):
                if position % 2:
                    found.append(Word("outcome", part, OUTCOMES[part]))
                elif part:
                    found.append(Word(kind, part))
    return found


#: The shapes of outcomes as on the site's pictures, in a square of 16.
_SHAPES: dict[str, str] = {
    "answered": '<circle class="dot" cx="8" cy="8" r="5.5"/>',
    "refused": '<path d="m3.5 3.5 9 9m0-9-9 9"/>',
    "dropped": '<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.6 1.6"/>',
    "unknown": '<path d="M5.2 6a2.8 2.8 0 1 1 3.9 2.6c-.8.4-1.1.9-1.1 1.9M8 13.3v.1"/>',
}


def as_html(sentence: str) -> SafeString:
    """A sentence for a page; every letter of it escaped."""
    tags = {"code": "code", "strong": "strong", "em": "em"}
    parts = []
    for word in words(sentence):
        text = escape(word.text)
        if word.kind == "outcome":
            sign = f'<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{_SHAPES[word.shape]}</svg>'
            parts.append(f'<span class="outcome is-{word.shape}">{sign}{text}</span>')
        elif word.kind in tags:
            parts.append(f"<{tags[word.kind]}>{text}</{tags[word.kind]}>")
        else:
            parts.append(text)
    return mark_safe("".join(parts))  # noqa: S308 - escaped above


def as_markdown(sentence: str) -> str:
    """A sentence for a Markdown file: outcomes in bold, for there are no shapes."""
    return _OUTCOME.sub(lambda found: f"**{found[1]}**", sentence)
