"""Content files to diagrams: manifests, what happens with them, and what would happen with one field changed.

    cards/content/diagrams/<slug>.yaml

A counterfactual (`instead`) is written as a change of the text, so that exactly what it changes is seen to matter.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from sandbox.content import (
    Claimed,
    ContentProblem,
    ContentRoom,
    Field,
    Front,
    front_matter,
    is_list_of,
    is_steps,
    is_text,
)

FOLDER = Path(__file__).resolve().parents[1] / "content" / "diagrams"

#: The groups in the order of teaching.
GROUPS = {
    "kinds": "Kinds of Service",
    "policies": "Who may come, and to which pod",
    "names": "Names before packets",
    "failures": "When nobody answers",
}


class Line(NamedTuple):
    """A line of YAML that a change takes out or puts in."""

    is_new: bool
    text: str


@dataclass(frozen=True)
class Instead:
    """The same manifests with one place changed, and what is claimed of them then."""

    title: str
    manifests: str
    claims: str
    change: tuple[Line, ...]  # the lines that differ: those that went, then those that came


@dataclass(frozen=True)
class Diagram:
    """One diagram as its file says it. The claims are YAML texts."""

    slug: str
    title: str
    sentence: str
    group: str
    place: int
    manifests: str
    claims: str
    instead: tuple[Instead, ...] = ()

    @property
    def runs(self) -> list[tuple[str, str]]:
        """The manifests and claims of the diagram and then of each of its counterfactuals."""
        return [(self.manifests, self.claims), *((other.manifests, other.claims) for other in self.instead)]


_CHANGE: dict[str, Callable[[Any], bool]] = {
    "title": is_text,
    "was": is_text,
    "becomes": lambda value: isinstance(value, str),
    "claims": is_steps,
}


def _is_change(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == set(_CHANGE)
        and all(is_right(value[name]) for name, is_right in _CHANGE.items())
    )


FIELDS: dict[str, Field] = {
    "title": Field(is_text, "the name of what is drawn"),
    "sentence": Field(is_text, "one sentence that says what the picture shows"),
    "group": Field(lambda value: isinstance(value, str) and value in GROUPS, f"one of {', '.join(GROUPS)}"),
    "place": Field(lambda value: type(value) is int and value > 0, "the place in the order of all, from 1"),
    "manifests": Field(is_text, "the YAML of the cluster, as a block of text (|)"),
    "claims": Field(is_steps, "a list of steps, each with expect; each is a picture"),
    "instead": Field(is_list_of(_is_change), "a list of {title, was, becomes, claims}", is_required=False),
}


def read(folder: Path = FOLDER) -> tuple[list[Diagram], list[ContentProblem]]:
    """All diagrams of a folder in their order, and everything that is wrong with its files."""
    diagrams: list[Diagram] = []
    problems: list[ContentProblem] = []
    for path in sorted(folder.glob("*.yaml")):
        found = parse(path)
        if isinstance(found, Diagram):
            diagrams.append(found)
        else:
            problems += found
    return sorted(diagrams, key=lambda one: (list(GROUPS).index(one.group), one.place, one.slug)), problems


def parse(path: Path) -> Diagram | list[ContentProblem]:
    """One file: the diagram, or all that is wrong with it."""
    front = front_matter(path, FIELDS, "a diagram")
    if not isinstance(front, Front):
        return front
    tree = front.tree
    changes = tree.get("instead", [])
    problems = [
        ContentProblem(path, front.line("instead"), f"{change['was']!r} has to stand in the manifests exactly once")
        for change in changes
        if tree["manifests"].count(change["was"]) != 1
    ]
    if problems:
        return problems
    return Diagram(
        slug=path.stem,
        title=tree["title"].strip(),
        sentence=tree["sentence"].strip(),
        group=tree["group"],
        place=tree["place"],
        manifests=tree["manifests"],
        claims=front.as_written("claims"),
        instead=tuple(_instead(tree["manifests"], change) for change in changes),
    )


def _instead(manifests: str, change: dict[str, Any]) -> Instead:
    changed = manifests.replace(change["was"], change["becomes"])
    difference = difflib.ndiff(manifests.splitlines(), changed.splitlines())
    return Instead(
        title=change["title"].strip(),
        manifests=changed,
        claims=yaml.safe_dump(change["claims"], sort_keys=False, allow_unicode=True, width=100),
        change=tuple(Line(line[0] == "+", line[2:].strip()) for line in difference if line[0] in "+-"),
    )


@cache
def published() -> tuple[Diagram, ...]:
    """The diagrams of the site, read once in the life of a process."""
    return tuple(read()[0])


def problems() -> list[ContentProblem]:
    """All that is wrong with the files."""
    return read()[1]


def load() -> str:
    """Nothing is kept but the proofs: pages read the files."""
    return f"{len(read()[0])} diagrams"


def claimed() -> Iterator[Claimed]:
    """What every diagram claims, and each of its counterfactuals."""
    for diagram in read()[0]:
        name = f"diagrams/{diagram.slug}"
        yield Claimed(name, diagram.title, diagram.manifests, diagram.claims)
        for number, other in enumerate(diagram.instead, start=1):
            yield Claimed(f"{name}/instead-{number}", f"{diagram.title}: {other.title}", other.manifests, other.claims)


ROOM = ContentRoom("diagrams", problems, load, claimed)
