"""Content files to quizzes:

    quizzes/content/<slug>.yaml

A question names a kind and either a scenario (with its mutations and a seed) or manifests of its own with what is asked
of them. Its author says which options are right; the engine has to agree.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizzes import making, scenarios
from quizzes.making import Judge, Made
from quizzes.questions import KINDS
from quizzes.scenarios.mutations import MUTATIONS
from quizzes.scenarios.scene import Ask, Scene
from sandbox.content import SLUG, ContentProblem, Field, front_matter, is_list_of, is_text, twins

FOLDER = Path(__file__).resolve().parent / "content"
NOT_SLUGS = {"endless", "attempts", "interview", "interviews"}  # addresses beside the quizzes

_ASK = {
    "from": "caller",
    "to": "target",
    "port": "port",
    "protocol": "protocol",
    "names": "names",
    "command": "command",
    "before": "before",
    "told": "told",
    "wrong": "wrong",
}
_FIELDS = {"kind", "scenario", "mutations", "seed", "manifests", "ask", "repair", "right", "why", "difficulty"}


@dataclass(frozen=True)
class QuestionFile:
    """A question as its file says it: the scene that is asked about, and what its author says to it."""

    kind: str
    scene: Scene
    right: tuple[str, ...]
    why: str
    difficulty: int
    seed: int
    recipe: dict[str, Any]


@dataclass(frozen=True)
class QuizFile:
    """A quiz as its file says it."""

    id: str
    slug: str
    title: str
    summary: str
    topic: str
    difficulty: int
    questions: tuple[QuestionFile, ...]
    content_hash: str


def _is_question(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) - _FIELDS or value.get("kind") not in KINDS:
        return False
    if not isinstance(value.get("right"), list) or not value["right"] or not is_text(value.get("why")):
        return False
    if "scenario" in value:
        mutations = value.get("mutations", [])
        is_known = value["scenario"] in scenarios.SCENARIOS and all(name in MUTATIONS for name in mutations)
        return is_known and not {"manifests", "ask", "repair"} & set(value)
    ask = value.get("ask")
    return is_text(value.get("manifests")) and isinstance(ask, dict) and not set(ask) - set(_ASK)


FIELDS: dict[str, Field] = {
    "id": Field(
        lambda value: isinstance(value, str) and len(value) <= 80 and bool(SLUG.fullmatch(value)),
        "a stable id of small letters, digits and dashes, never used before and never changed",
    ),
    "title": Field(is_text, "a few words"),
    "summary": Field(is_text, "a sentence about what one learns"),
    "topic": Field(lambda value: isinstance(value, str) and bool(SLUG.fullmatch(value)), "a topic of the cards"),
    "difficulty": Field(lambda value: value in (1, 2, 3) and not isinstance(value, bool), "1, 2 or 3"),
    "questions": Field(
        lambda value: is_list_of(_is_question)(value) and 6 <= len(value) <= 12,
        f"6 to 12 questions, each with kind (one of {', '.join(KINDS)}), right (a list), why, and either "
        "scenario, mutations and seed, or manifests and ask",
    ),
}


def read(folder: Path = FOLDER) -> tuple[list[QuizFile], list[ContentProblem]]:
    """All quizzes of a folder, in the order of their names, and everything that is wrong with its files."""
    quizzes: list[QuizFile] = []
    paths: list[Path] = []
    problems: list[ContentProblem] = []
    for path in sorted(folder.glob("*.yaml")):
        found = parse(path)
        if isinstance(found, QuizFile):
            quizzes.append(found)
            paths.append(path)
        else:
            problems += found
    problems += twins(((path, quiz.id) for path, quiz in zip(paths, quizzes, strict=True)), "id")
    return quizzes, problems


def parse(path: Path) -> QuizFile | list[ContentProblem]:
    """One file: the quiz, or all that is wrong with it."""
    front = front_matter(path, FIELDS, "a quiz")
    if isinstance(front, list):
        return front
    if path.stem in NOT_SLUGS:
        return [ContentProblem(path, 1, f"{path.stem} is the address of something else")]
    tree = front.tree
    return QuizFile(
        id=tree["id"],
        slug=path.stem,
        title=tree["title"].strip(),
        summary=tree["summary"].strip(),
        topic=tree["topic"],
        difficulty=tree["difficulty"],
        questions=tuple(_question(one, tree["difficulty"]) for one in tree["questions"]),
        content_hash=hashlib.sha256(front.text.encode()).hexdigest(),
    )


def _question(tree: dict[str, Any], difficulty: int) -> QuestionFile:
    seed = tree.get("seed", 0)
    recipe: dict[str, Any] = {}
    if "scenario" in tree:
        mutations = tuple(tree.get("mutations", []))
        scene = scenarios.scene(tree["scenario"], mutations, seed)
        recipe = {"scenario": tree["scenario"], "mutations": list(mutations), "seed": seed}
    else:
        words: dict[str, Any] = {
            _ASK[name]: tuple(value) if isinstance(value, list) else value for name, value in tree["ask"].items()
        }
        repaired = tree["manifests"]
        for fault, repair in tree.get("repair", {}).items():
            repaired = repaired.replace(fault, repair)
        scene = Scene(tree["manifests"], Ask(**words), repaired)
    right = tuple(str(one) for one in tree["right"])
    return QuestionFile(
        tree["kind"], scene, right, tree["why"].strip(), tree.get("difficulty", difficulty), seed, recipe
    )


def made(quiz: QuizFile, judge: Judge) -> list[Made]:
    """The quiz's questions, carried out. Raises ValueError where the engine says otherwise than the author."""
    found = []
    for number, one in enumerate(quiz.questions, 1):
        question = making.of_scene(
            one.kind,
            one.scene,
            judge,
            topic=quiz.topic,
            difficulty=one.difficulty,
            seed=one.seed,
            recipe=one.recipe,
            note=one.why,
        )
        if question is None:
            raise ValueError(f"quizzes/{quiz.slug}: question {number} makes no {one.kind} question")
        right = [option.text for option in question.posed.options if option.is_right]
        if not agree(one.right, right):
            raise ValueError(
                f"quizzes/{quiz.slug}: of question {number} the engine says {right}, not {list(one.right)}"
            )
        found.append(question)
    return found


def agree(said: tuple[str, ...], right: list[str]) -> bool:
    """As many right options as the author says, each with the author's words in it."""
    return len(said) == len(right) and all(any(words in text for text in right) for words in said)
