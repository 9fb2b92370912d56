"""The forms in which authors write decks and cards."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from cards.decks.drafts import Draft, problems
from cards.models import Card

LONGEST_DESCRIPTION = 2_000
LONGEST_TITLE = 120

_WORDS = re.compile(r"[\s,]+")
DIFFICULTIES = [(1, "first steps"), (2, "everyday work"), (3, "for experts")]


class DeckForm(forms.Form):
    """Title and description."""

    title = forms.CharField(max_length=LONGEST_TITLE, error_messages={"required": "Give the deck a title."})
    description = forms.CharField(max_length=LONGEST_DESCRIPTION, required=False, widget=forms.Textarea)

    def clean_description(self) -> str:
        return _unix(self.cleaned_data["description"])


class CardForm(forms.Form):
    """A card of one's own. What is wrong with it, `drafts.problems` says; here texts become values."""

    question = forms.CharField(required=False, strip=True)
    answer = forms.CharField(required=False, strip=False)
    manifests = forms.CharField(required=False, strip=False)
    claims = forms.CharField(required=False, strip=False)
    goal = forms.CharField(required=False, strip=False)
    tags = forms.CharField(required=False)
    links = forms.CharField(required=False)
    difficulty = forms.TypedChoiceField(choices=DIFFICULTIES, coerce=int, initial=2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            for name, sentence in problems(self.draft).items():
                self.add_error(name, sentence)
        return cleaned

    @property
    def draft(self) -> Draft:
        """What was written, as a card takes it."""
        texts = {name: _block(self.cleaned_data[name]) for name in ("answer", "manifests", "claims", "goal")}
        return Draft(
            question=" ".join(self.cleaned_data["question"].split()),
            tags=tuple(word for word in _WORDS.split(self.cleaned_data["tags"]) if word),
            links=tuple(_link(line) for line in self.cleaned_data["links"].splitlines() if line.strip()),
            difficulty=self.cleaned_data["difficulty"],
            **texts,
        )


def values_of(card: Card) -> dict[str, Any]:
    """A card as the form shows it."""
    names = ("question", "answer", "manifests", "claims", "goal", "difficulty")
    return {name: getattr(card, name) for name in names} | {
        "tags": " ".join(tag.name for tag in card.tags.all()),
        "links": "\n".join(f"{link['title']} {link['url']}" for link in card.links),
    }


def _link(line: str) -> dict[str, str]:
    """`A title https://…`: the last word is the address. Without a title the address is one."""
    title, _, url = line.strip().rpartition(" ")
    return {"title": title.strip() or url, "url": url}


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _block(text: str) -> str:
    """A text that ends with one line break; nothing where it says nothing."""
    text = _unix(text).strip("\n").rstrip()
    return f"{text}\n" if text.strip() else ""
