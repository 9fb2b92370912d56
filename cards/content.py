"""Content files to cards: YAML front matter between two lines of `---`, then the answer in Markdown.

    cards/content/<topic>/<slug>.md

The files are the source of all cards. Mistakes in them are values, collected over all files, each with file and line.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cards import kinds
from sandbox.content import (
    SLUG,
    Claimed,
    ContentProblem,
    Field,
    Front,
    front_matter,
    is_link,
    is_list_of,
    is_steps,
    is_text,
    twins,
)

FOLDER = Path(__file__).resolve().parent / "content"
NOT_CARDS = {"sheets"}  # folders beside the topics that hold other content

_TAG = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
_KIND = re.compile(r"^kind:[ ]*(\S*)", re.MULTILINE)


def is_tag(value: Any) -> bool:
    """A word of letters and digits, or several with dashes between them."""
    return isinstance(value, str) and len(value) <= 50 and bool(_TAG.fullmatch(value))


@dataclass(frozen=True)
class CardFile:
    """A card as its file says it. `claims` and `goal` are YAML texts, laid out as the author laid them out."""

    id: str
    slug: str
    topic: str
    question: str
    answer: str
    difficulty: int
    tags: tuple[str, ...]
    links: tuple[dict[str, str], ...]
    manifests: str
    claims: str
    goal: str
    content_hash: str
    kind: str = kinds.DEFAULT
    ask: dict[str, Any] = field(default_factory=dict)

    @property
    def asked(self) -> kinds.Asked:
        """The card as its kind sees it."""
        return kinds.Asked(self.id, self.manifests, self.claims, self.goal, self.ask)

    def columns(self) -> dict[str, Any]:
        """The values of the card's row, without its id and its tags (which have a table of their own)."""
        columns = asdict(self)
        del columns["id"], columns["tags"]
        return columns | {"links": list(self.links)}


FIELDS: dict[str, Field] = {
    "id": Field(
        lambda value: isinstance(value, str) and len(value) <= 80 and bool(SLUG.fullmatch(value)),
        "a stable id of small letters, digits and dashes, never used before and never changed",
    ),
    "question": Field(is_text, "the question, as text"),
    "tags": Field(
        is_list_of(is_tag),
        "a list of words of letters, digits and dashes",
    ),
    "difficulty": Field(lambda value: value in (1, 2, 3) and not isinstance(value, bool), "1, 2 or 3"),
    "links": Field(is_list_of(is_link), "a list of {title, url} of official documentation, each url https"),
    "manifests": Field(is_text, "the YAML that the learner starts from, as a block of text (|)"),
    "claims": Field(is_steps, "a list of steps, each with expect"),
    "goal": Field(is_steps, "a list of steps, each with expect", is_required=False),
    "kind": Field(
        lambda value: value in kinds.BY_NAME, f"one of {', '.join(kinds.BY_NAME)}; answer without it", is_required=False
    ),
}


def read(folder: Path = FOLDER) -> tuple[list[CardFile], list[ContentProblem]]:
    """All cards of a folder, in the order of their paths, and everything that is wrong with its files."""
    cards: list[CardFile] = []
    paths: list[Path] = []
    problems: list[ContentProblem] = []
    for path in sorted(folder.glob("*/*.md")):
        if path.parent.name in NOT_CARDS:
            continue
        found = parse(path)
        if isinstance(found, CardFile):
            cards.append(found)
            paths.append(path)
        else:
            problems += found
    for name in ("id", "slug"):
        problems += twins(((path, getattr(card, name)) for path, card in zip(paths, cards, strict=True)), name)
    return cards, problems


def parse(path: Path) -> CardFile | list[ContentProblem]:
    """One file: the card, or all that is wrong with it."""
    text = path.read_text(encoding="utf-8")
    written = _KIND.search(text.partition("\n---\n")[0])  # what lies deeper in the front matter is moved in
    kind = kinds.BY_NAME.get(written[1] if written else "", kinds.BY_NAME[kinds.DEFAULT])
    what = f"a card of kind {kind.name}" if kind.fields else "a card"
    front = front_matter(path, FIELDS | dict(kind.fields), what)
    problems = front if isinstance(front, list) else kind.problems(front)
    if isinstance(front, Front) and not front.body.strip():
        problems.append(ContentProblem(path, text.count("\n") + 1, "the answer is missing"))
    if isinstance(front, list) or problems:
        return problems
    tree = front.tree
    ask = kind.ask(front)
    return CardFile(
        id=tree["id"],
        slug=path.stem,
        topic=path.parent.name,
        question=tree["question"].strip(),
        answer=front.body.strip() + "\n",
        difficulty=tree["difficulty"],
        tags=tuple(dict.fromkeys(tree["tags"])),
        links=tuple(tree["links"]),
        manifests=tree["manifests"],
        claims=front.as_written("claims"),
        goal=front.as_written("goal"),
        content_hash=hashlib.sha256(f"{path.parent.name}/{path.name}\n{text}{json.dumps(ask)}".encode()).hexdigest(),
        kind=kind.name,
        ask=ask,
    )


def claimed() -> Iterable[Claimed]:
    """What every card claims, its goal where it has one, and the run that knows the answer where that is another."""
    for card in read()[0]:
        name = f"cards/{card.topic}/{card.slug}"
        yield Claimed(name, card.question, card.manifests, card.claims)
        if card.goal:
            yield Claimed(f"{name}/goal", card.question, card.manifests, card.goal, is_expected=False)
        manifests, claims = kinds.BY_NAME[card.kind].run(card.asked)
        if claims not in (card.claims, card.goal):
            yield Claimed(f"{name}/asked", card.question, manifests, claims, is_expected=False)
