"""What an author writes on a card of their own, and what is wrong with it. Knows no database."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from cards.content import is_tag
from cards.decks import steps
from sandbox.content import is_link
from sandbox.judgements import content_hash

TOPIC = "own-cards"  # where statistics count cards that have no topic of the site's
LONGEST_QUESTION = 1_000
LONGEST_ANSWER = 20_000
LONGEST_MANIFESTS = 64 * 1024
LONGEST_LINK = 500
MOST_TAGS = 20
MOST_LINKS = 20


@dataclass(frozen=True)
class Draft:
    """A card as its author wrote it. `guid` is what it is known by in the file that it came from, if any."""

    question: str
    answer: str
    manifests: str = ""
    claims: str = ""
    goal: str = ""
    tags: tuple[str, ...] = ()
    links: tuple[dict[str, str], ...] = ()
    difficulty: int = 2
    guid: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tags", tuple(sorted(set(self.tags))))  # their order says nothing

    @property
    def content_hash(self) -> str:
        """One name for all that is carried out: what was found out about it holds as long as this stays."""
        return content_hash(self.manifests, f"{self.claims}\0{self.goal}")

    def columns(self) -> dict[str, Any]:
        """The values of the card's row that come from here, without its tags."""
        names = ("question", "answer", "manifests", "claims", "goal", "difficulty", "content_hash")
        return {name: getattr(self, name) for name in names} | {"links": list(self.links)}


def problems(draft: Draft) -> dict[str, str]:
    """What is wrong with a draft, by field; empty where a card can be made of it."""
    found = {
        "question": _text(draft.question, LONGEST_QUESTION, "Write the question."),
        "answer": _text(draft.answer, LONGEST_ANSWER, "Write the answer."),
        "manifests": _text(draft.manifests, LONGEST_MANIFESTS),
        "claims": _text(draft.claims, steps.LONGEST) or (steps.problem(draft.claims) if draft.claims else ""),
        "goal": _goal(draft),
        "tags": _tags(draft.tags),
        "links": _links(draft.links),
        "difficulty": "" if draft.difficulty in (1, 2, 3) else "The difficulty is 1, 2 or 3.",
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def _text(text: str, longest: int, missing: str = "") -> str:
    if missing and not text.strip():
        return missing
    if len(text) > longest:
        return f"This is {len(text):,} characters long; at most {longest:,} are kept."
    if re.search("[\0\ud800-\udfff]", text):
        return "This holds a character that cannot be kept: NUL, or half of a pair."
    return ""


def _goal(draft: Draft) -> str:
    if not draft.goal:
        return ""
    if not draft.claims:
        return "Say in the claims what happens before the repair; the goal is what happens after it."
    return _text(draft.goal, steps.LONGEST) or steps.problem(draft.goal)


def _tags(tags: tuple[str, ...]) -> str:
    if len(tags) > MOST_TAGS:
        return f"A card has at most {MOST_TAGS} tags."
    wrong = next((tag for tag in tags if not is_tag(tag)), None)
    return "" if wrong is None else f"{wrong[:60]!r} is no tag: tags are words of letters, digits and dashes."


def _links(links: tuple[dict[str, str], ...]) -> str:
    if len(links) > MOST_LINKS:
        return f"A card has at most {MOST_LINKS} links."
    if all(is_link(link) and max(map(len, link.values())) <= LONGEST_LINK for link in links):
        return "".join(_text(part, LONGEST_LINK) for link in links for part in link.values())
    return "Each link has a title and an address that begins with https://."
