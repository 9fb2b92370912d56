"""Content files to spoken questions:

    quizzes/interviews/content/<slug>.yaml

Each point that an interviewer listens for is proved: by claims of a card (`card`, and the numbers of those claims as
`runs`), or by claims of its own on the file's manifests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from cards import content as cards
from cards.content import CardFile
from cards.sheets.content import as_yaml
from quizzes.interviews.models import LEVELS
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
NUMBERS = {name: number for number, name in LEVELS.items()}
LEAST_POINTS, MOST_POINTS = 4, 7
LONGEST_MINUTES = 5

Plain = dict[str, Any]


@dataclass(frozen=True)
class SpokenFile:
    """A spoken question as its file says it. Its points have cards' claims or their own."""

    id: str
    slug: str
    question: str
    topic: str
    level: int
    minutes: float
    answer: str
    points: tuple[Plain, ...]
    follow_ups: tuple[dict[str, str], ...]
    links: tuple[dict[str, str], ...]
    content_hash: str

    def columns(self) -> Plain:
        """The values of its row, without the id."""
        columns = asdict(self)
        del columns["id"]
        return columns | {name: list(columns[name]) for name in ("points", "follow_ups", "links")}


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_point(value: Any) -> bool:
    if not isinstance(value, dict) or not is_text(value.get("say")):
        return False
    if "card" in value:
        is_whole = set(value) == {"say", "card", "runs"}
        return is_whole and is_text(value["card"]) and is_list_of(_is_number)(value["runs"])
    if set(value) != {"say", "claims"} or not is_steps(value["claims"]):
        return False
    return any("expect" in step for step in value["claims"])


def _is_follow_up(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"ask", "answer"} and all(map(is_text, value.values()))


FIELDS: dict[str, Field] = {
    "id": Field(
        lambda value: isinstance(value, str) and len(value) <= 80 and bool(SLUG.fullmatch(value)),
        "a stable id of small letters, digits and dashes, never used before and never changed",
    ),
    "question": Field(is_text, "the question, as an interviewer says it"),
    "topic": Field(lambda value: isinstance(value, str) and bool(SLUG.fullmatch(value)), "a topic of the cards"),
    "level": Field(lambda value: value in NUMBERS, f"one of {', '.join(NUMBERS)}"),
    "minutes": Field(
        lambda value: isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value <= LONGEST_MINUTES,
        f"how long an answer takes, 1 to {LONGEST_MINUTES}",
    ),
    "answer": Field(is_text, "a model answer in Markdown"),
    "points": Field(
        lambda value: is_list_of(_is_point)(value) and LEAST_POINTS <= len(value) <= MOST_POINTS,
        f"{LEAST_POINTS} to {MOST_POINTS} points, each with say and either card and runs, or claims with expect",
    ),
    "follow_ups": Field(lambda value: is_list_of(_is_follow_up)(value) and len(value) <= 3, "1 to 3 of {ask, answer}"),
    "links": Field(is_list_of(is_link), "a list of {title, url} of official documentation, each url https"),
    "manifests": Field(is_text, "the YAML that the points' own claims are carried out on", is_required=False),
}


def read(folder: Path = FOLDER) -> tuple[list[SpokenFile], list[ContentProblem]]:
    """All spoken questions of a folder, in the order of their names, and everything that is wrong with its files."""
    by_slug = {card.slug: card for card in cards.read()[0]}
    found: list[SpokenFile] = []
    paths: list[Path] = []
    problems: list[ContentProblem] = []
    for path in sorted(folder.glob("*.yaml")):
        one = parse(path, by_slug)
        if isinstance(one, SpokenFile):
            found.append(one)
            paths.append(path)
        else:
            problems += one
    problems += twins(((path, one.id) for path, one in zip(paths, found, strict=True)), "id")
    return found, problems


def parse(path: Path, by_slug: dict[str, CardFile]) -> SpokenFile | list[ContentProblem]:
    """One file: the question, or all that is wrong with it."""
    front = front_matter(path, FIELDS, "a spoken question")
    if isinstance(front, list):
        return front
    problems = list(_unproved(front, by_slug))
    if problems:
        return problems
    tree = front.tree
    return SpokenFile(
        id=tree["id"],
        slug=path.stem,
        question=tree["question"].strip(),
        topic=tree["topic"],
        level=NUMBERS[tree["level"]],
        minutes=float(tree["minutes"]),
        answer=tree["answer"].strip() + "\n",
        points=tuple(_point(one, tree.get("manifests", "")) for one in tree["points"]),
        follow_ups=tuple({name: text.strip() for name, text in one.items()} for one in tree["follow_ups"]),
        links=tuple(tree["links"]),
        content_hash=hashlib.sha256(f"{path.name}\n{front.text}".encode()).hexdigest(),
    )


def _unproved(front: Front, by_slug: dict[str, CardFile]) -> Iterable[ContentProblem]:
    """What is said to be proved by something that is not there."""
    if front.tree["topic"] not in {card.topic for card in by_slug.values()}:
        yield ContentProblem(front.path, front.line("topic"), f"no card has the topic {front.tree['topic']!r}")
    for point, node in zip(front.tree["points"], front.nodes["points"][1].value, strict=True):
        line = node.start_mark.line + front.first_line
        if "claims" in point:
            if "manifests" not in front.tree:
                yield ContentProblem(front.path, line, "claims need manifests to be carried out on")
            continue
        card = by_slug.get(point["card"])
        if card is None:
            yield ContentProblem(front.path, line, f"there is no card {point['card']!r}")
            continue
        steps = yaml.load(card.claims, Loader=yaml.CSafeLoader)
        for number in point["runs"]:
            if number > len(steps) or "expect" not in steps[number - 1]:
                said = f"claim {number} of {point['card']} is none that expects something"
                yield ContentProblem(front.path, line, said)


def _point(tree: Plain, manifests: str) -> Plain:
    if "card" in tree:
        return {"say": tree["say"].strip(), "card": tree["card"], "runs": tree["runs"]}
    return {"say": tree["say"].strip(), "manifests": manifests, "claims": as_yaml(tree["claims"])}


def claimed() -> Iterable[Claimed]:
    """What points claim by themselves. What cards claim for them, the room of cards says."""
    for one in read()[0]:
        for number, point in enumerate(one.points, 1):
            if "claims" in point:
                yield Claimed(f"interviews/{one.slug}/{number}", point["say"], point["manifests"], point["claims"])
