"""Content files to cards: YAML front matter between two lines of `---`, then the answer in Markdown.

    cards/content/<topic>/<slug>.md

The files are the source of all cards. Mistakes in them are values, collected over all files, each with file and line.
"""

import hashlib
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FOLDER = Path(__file__).resolve().parent / "content"
NOT_CARDS = {"sheets"}  # folders beside the topics that hold other content

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAG = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")


class ContentProblem(NamedTuple):
    """A mistake in a content file: where, and what to do about it."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


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

    def columns(self) -> dict[str, Any]:
        """The values of the card's row, without its id and its tags (which have a table of their own)."""
        columns = asdict(self)
        del columns["id"], columns["tags"]
        return columns | {"links": list(self.links)}


class Field(NamedTuple):
    """A field of the front matter: whether a value is right, and the sentence for one that is not."""

    is_right: Callable[[Any], bool]
    rule: str
    is_required: bool = True


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_link(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"title", "url"}
        and all(_is_text(part) for part in value.values())
        and value["url"].startswith("https://")
    )


def _is_list_of(is_right: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and bool(value) and all(is_right(member) for member in value)


_steps = _is_list_of(lambda step: isinstance(step, dict))

FIELDS: dict[str, Field] = {
    "id": Field(
        lambda value: isinstance(value, str) and len(value) <= 80 and bool(_SLUG.fullmatch(value)),
        "a stable id of small letters, digits and dashes, never used before and never changed",
    ),
    "question": Field(_is_text, "the question, as text"),
    "tags": Field(
        _is_list_of(lambda tag: isinstance(tag, str) and len(tag) <= 50 and bool(_TAG.fullmatch(tag))),
        "a list of words of letters, digits and dashes",
    ),
    "difficulty": Field(lambda value: value in (1, 2, 3) and not isinstance(value, bool), "1, 2 or 3"),
    "links": Field(_is_list_of(_is_link), "a list of {title, url} of official documentation, each url https"),
    "manifests": Field(_is_text, "the YAML that the learner starts from, as a block of text (|)"),
    "claims": Field(_steps, "a list of steps, each with expect"),
    "goal": Field(_steps, "a list of steps, each with expect", is_required=False),
}


def read(folder: Path = FOLDER) -> tuple[list[CardFile], list[ContentProblem]]:
    """All cards of a folder, in the order of their paths, and everything that is wrong with its files."""
    cards: list[CardFile] = []
    problems: list[ContentProblem] = []
    for path in sorted(folder.glob("*/*.md")):
        if path.parent.name in NOT_CARDS:
            continue
        found = parse(path)
        if isinstance(found, CardFile):
            cards.append(found)
        else:
            problems += found
    return cards, problems + _twins(cards, folder)


def parse(path: Path) -> CardFile | list[ContentProblem]:
    """One file: the card, or all that is wrong with it."""
    text = path.read_text(encoding="utf-8")
    parts = re.match(r"---\n(.*?\n)---\n(.*)", text, re.DOTALL)
    if not parts:
        return [ContentProblem(path, 1, "begin with a line ---, the card's fields, and another line ---")]
    front, answer = parts.groups()
    try:
        root = yaml.compose(front, Loader=yaml.CSafeLoader)
        tree = yaml.load(front, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        return [ContentProblem(path, line, f"this is no YAML: {error.problem}")]
    if not isinstance(root, yaml.MappingNode) or not isinstance(tree, dict):
        return [ContentProblem(path, 2, "the front matter is a mapping of the card's fields")]
    nodes = {key.value: (key, value) for key, value in root.value}
    problems = [
        ContentProblem(path, nodes[name][0].start_mark.line + 2, f"there is no field {name!r} in a card")
        for name in nodes
        if name not in FIELDS
    ]
    for name, field in FIELDS.items():
        if name not in nodes:
            if field.is_required:
                problems.append(ContentProblem(path, 1, f"{name} is missing: {field.rule}"))
        elif not field.is_right(tree[name]):
            problems.append(ContentProblem(path, nodes[name][0].start_mark.line + 2, f"{name} has to be {field.rule}"))
    if not _SLUG.fullmatch(path.stem) or not _SLUG.fullmatch(path.parent.name):
        problems.append(ContentProblem(path, 1, "file and folder are named in small letters, digits and dashes"))
    if not answer.strip():
        problems.append(ContentProblem(path, text.count("\n") + 1, "the answer is missing"))
    if problems:
        return problems
    return CardFile(
        id=tree["id"],
        slug=path.stem,
        topic=path.parent.name,
        question=tree["question"].strip(),
        answer=answer.strip() + "\n",
        difficulty=tree["difficulty"],
        tags=tuple(dict.fromkeys(tree["tags"])),
        links=tuple(tree["links"]),
        manifests=tree["manifests"],
        claims=_as_written(front, nodes["claims"][1], tree["claims"]),
        goal=_as_written(front, nodes["goal"][1], tree["goal"]) if "goal" in nodes else "",
        content_hash=hashlib.sha256(f"{path.parent.name}/{path.name}\n{text}".encode()).hexdigest(),
    )


def _as_written(front: str, node: yaml.Node, tree: Any) -> str:
    """The lines of a list as they stand in the file, moved to the left edge; comments and line breaks are kept."""
    lines = front.splitlines(keepends=True)[node.start_mark.line : node.end_mark.line]
    text = textwrap.dedent("".join(lines)).strip("\n") + "\n"
    try:
        is_same = yaml.load(text, Loader=yaml.CSafeLoader) == tree
    except yaml.YAMLError:
        is_same = False
    return text if is_same else yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=100)


def _twins(cards: Iterable[CardFile], folder: Path) -> list[ContentProblem]:
    """Ids and slugs that more than one file has."""
    cards = list(cards)
    problems = []
    for name in ("id", "slug"):
        count = Counter(getattr(card, name) for card in cards)
        problems += [
            ContentProblem(folder / card.topic / f"{card.slug}.md", 1, f"another file has this {name} too")
            for card in cards
            if count[getattr(card, name)] > 1
        ]
    return problems
