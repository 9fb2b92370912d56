"""Content files to labs: YAML front matter between two lines of `---`, then the story in Markdown.

    sandbox/labs/content/<slug>.md

Every step says how it is solved, so that a test can prove that its checks do not hold before and hold after.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

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
SETTLE_SECONDS = 5  # until pods that were replaced are gone: they have a second for it, where it matters
LEAST_STEPS, MOST_STEPS = 2, 7

_ADDRESS = re.compile(r"\{(?:clusterIP|podIP|nodePort|healthCheckNodePort|lbIP|slice)6? ")


@dataclass(frozen=True)
class Step:
    """What is to be done, what holds then (`checks`, a YAML list of claims), and the commands that do it."""

    id: str
    title: str
    text: str
    checks: str
    solution: tuple[str, ...]


@dataclass(frozen=True)
class LabFile:
    """A lab as its file says it."""

    id: str
    slug: str
    place: int
    title: str
    goal: str
    story: str
    difficulty: int
    minutes: int
    topics: tuple[str, ...]
    links: tuple[dict[str, str], ...]
    manifests: str
    steps: tuple[Step, ...]
    content_hash: str

    def columns(self) -> dict[str, Any]:
        """The values of the lab's row, without its id."""
        columns = asdict(self)
        del columns["id"]
        for name in ("topics", "links", "steps"):
            columns[name] = list(columns[name])
        for step in columns["steps"]:
            step["solution"] = list(step["solution"])
        return columns


def _is_slug(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 80 and bool(SLUG.fullmatch(value))


def _is_number(least: int, most: int) -> Any:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_step(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"id", "title", "text", "checks", "solution"}
        and _is_slug(value["id"])
        and is_text(value["title"])
        and is_text(value["text"])
        and is_steps(value["checks"])
        and all("expect" in check and is_text(check.get("claim")) for check in value["checks"])
        and is_list_of(lambda line: isinstance(line, str) and line.startswith("kubectl "))(value["solution"])
    )


FIELDS: dict[str, Field] = {
    "id": Field(_is_slug, "a stable id of small letters, digits and dashes, never used before and never changed"),
    "place": Field(_is_number(1, 999), "a number: labs are listed in the order of their places"),
    "title": Field(is_text, "the title, as text"),
    "goal": Field(is_text, "what is reached at the end, in one sentence"),
    "difficulty": Field(_is_number(1, 3), "1, 2 or 3"),
    "minutes": Field(_is_number(1, 60), "how long it takes, in minutes"),
    "topics": Field(is_list_of(is_text), "a list of words"),
    "links": Field(is_list_of(is_link), "a list of {title, url} of official documentation, each url https"),
    "manifests": Field(is_text, "the YAML that is applied at the start, as a block of text (|)"),
    "steps": Field(
        lambda value: is_list_of(_is_step)(value) and LEAST_STEPS <= len(value) <= MOST_STEPS,
        f"a list of {LEAST_STEPS} to {MOST_STEPS} steps {{id, title, text, checks, solution}}: checks are claims, each "
        "with claim and expect; the solution is a list of kubectl command lines",
    ),
}


def read(folder: Path = FOLDER) -> tuple[list[LabFile], list[ContentProblem]]:
    """All labs in the order of their places, and everything that is wrong with the files."""
    labs: list[tuple[Path, LabFile]] = []
    problems: list[ContentProblem] = []
    for path in sorted(folder.glob("*.md")):
        found = parse(path)
        if isinstance(found, LabFile):
            labs.append((path, found))
        else:
            problems += found
    problems += twins(((path, lab.id) for path, lab in labs), "id")
    problems += twins(((path, str(lab.place)) for path, lab in labs), "place")
    return sorted((lab for _, lab in labs), key=lambda lab: (lab.place, lab.slug)), problems


def parse(path: Path) -> LabFile | list[ContentProblem]:
    """One file: the lab, or all that is wrong with it."""
    front = front_matter(path, FIELDS, "a lab")
    problems = front if isinstance(front, list) else []
    text = path.read_text(encoding="utf-8")
    if isinstance(front, Front):
        if not front.body.strip():
            problems.append(ContentProblem(path, text.count("\n") + 1, "the story is missing"))
        ids = [step["id"] for step in front.tree["steps"]]
        if len(set(ids)) < len(ids):
            problems.append(ContentProblem(path, front.line("steps"), "two steps have the same id"))
    if isinstance(front, list) or problems:
        return problems
    tree = front.tree
    return LabFile(
        id=tree["id"],
        slug=path.stem,
        place=tree["place"],
        title=tree["title"].strip(),
        goal=tree["goal"].strip(),
        story=front.body.strip() + "\n",
        difficulty=tree["difficulty"],
        minutes=tree["minutes"],
        topics=tuple(tree["topics"]),
        links=tuple(tree["links"]),
        manifests=tree["manifests"],
        steps=tuple(
            Step(
                step["id"],
                step["title"].strip(),
                step["text"].strip() + "\n",
                _as_yaml(step["checks"]),
                tuple(line.rstrip("\n") for line in step["solution"]),
            )
            for step in tree["steps"]
        ),
        content_hash=hashlib.sha256(f"{path.name}\n{text}".encode()).hexdigest(),
    )


def claimed() -> Iterable[Claimed]:
    """What every lab claims: that nothing holds at its start, and that its solution, step by step, reaches the goal."""
    for lab in read()[0]:
        name = f"labs/{lab.slug}"
        checks = [check for step in lab.steps for check in yaml.safe_load(step.checks)]
        # An address that nobody has been given yet has no symbol.
        at_start = [check for check in checks if not _ADDRESS.search(_as_yaml(check))]
        if at_start:
            yield Claimed(f"{name}/start", lab.title, lab.manifests, _as_yaml(at_start), is_expected=False)
        yield Claimed(name, lab.title, lab.manifests, _as_yaml(solved(lab)))


def solved(lab: LabFile) -> list[dict[str, Any]]:
    """The solution and the checks as one list of claims' steps, in order."""
    steps: list[dict[str, Any]] = []
    for step in lab.steps:
        steps += [{"kubectl": line.removeprefix("kubectl ")} for line in step.solution]
        steps += [{"settle": SETTLE_SECONDS}, *yaml.safe_load(step.checks)]
    return steps


def _as_yaml(value: Any) -> str:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=1000)
