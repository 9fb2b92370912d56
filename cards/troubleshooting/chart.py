"""The chart as its file says it: a tree of questions, and a broken cluster for each end.

    cards/content/charts/troubleshooting.yaml

A question has a command that asks it, and answers; what an answer expects is a part of the command's observation, in
the words of claims. Every question and every end is reached by exactly one answer: there is one way to each end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from sandbox.content import SLUG, Claimed, ContentProblem, ContentRoom, Field, Front, front_matter, is_list_of, is_text

FILE = Path(__file__).resolve().parents[1] / "content" / "charts" / "troubleshooting.yaml"

#: What is seen of the connection that an end is about, where no question has opened one from outside.
CALL: dict[str, Any] = {"connect": {"from": "pod/client", "to": "web", "port": 80}}
CALL_CLAIM = "What happens to the connection"


@dataclass(frozen=True)
class Answer:
    """One answer to a question: how it reads, what it expects of the observation, and where it leads."""

    says: str
    expect: Any
    to: str


@dataclass(frozen=True)
class Question:
    """A question and the command that asks it; `step` is the command as a claim's step."""

    id: str
    ask: str
    command: str
    step: dict[str, Any]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class End:
    """A fault by name, how it is repaired, and a cluster that has it.

    `words` is what this cluster has in place of the words in angle brackets of the commands on its way.
    """

    id: str
    fault: str
    repair: str
    manifests: str
    words: dict[str, str]
    card: str  # the slug of a card about it, or nothing
    is_well: bool


@dataclass(frozen=True)
class Chart:
    """The whole of it, and the ways through it."""

    title: str
    sentence: str
    questions: dict[str, Question]
    ends: dict[str, End]

    @property
    def root(self) -> Question:
        """The first question."""
        return next(iter(self.questions.values()))

    @cached_property
    def _parents(self) -> dict[str, tuple[Question, Answer]]:
        return {answer.to: (question, answer) for question in self.questions.values() for answer in question.answers}

    def way_to(self, name: str) -> list[tuple[Question, Answer]]:
        """The questions on the way to a question or an end, each with the answer that leads on."""
        way: list[tuple[Question, Answer]] = []
        while name != self.root.id:
            way.append(self._parents[name])
            name = way[-1][0].id
        return way[::-1]

    def below(self, question: Question) -> str:
        """The question that the way on leads to: the first answer that is no end; nothing where all are."""
        return next((answer.to for answer in question.answers if answer.to in self.questions), "")

    def leaves_trunk_at(self, name: str) -> tuple[Question, Answer]:
        """Where the way to an end leaves the trunk, which is the way that always goes on below."""
        way = self.way_to(name)
        return next(((question, answer) for question, answer in way if answer.to != self.below(question)), way[-1])

    def claims_of(self, end: End) -> str:
        """The way to an end as claims about its cluster, and last the connection, of which nothing is expected."""
        steps = [
            {"claim": f"{question.ask} {answer.says}", **put(question.step, end.words), "expect": answer.expect}
            for question, answer in self.way_to(end.id)
        ]
        outside = next((step for step in steps[::-1] if "connect" in step), None)
        if outside is None:
            steps.append({"claim": CALL_CLAIM, **CALL})
        return yaml.safe_dump(steps, sort_keys=False, allow_unicode=True, width=1000)


def put(step: Any, words: dict[str, str]) -> Any:
    """The step with `<word>` replaced by what stands for it in one cluster."""
    if isinstance(step, str):
        for word, meant in words.items():
            step = step.replace(f"<{word}>", meant)
        return step
    return {key: put(value, words) for key, value in step.items()} if isinstance(step, dict) else step


def is_named(value: Any) -> bool:
    """A mapping with an id that can stand in an address."""
    return isinstance(value, dict) and isinstance(value.get("id"), str) and bool(SLUG.fullmatch(value["id"]))


def _is_answer(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"says", "to", "expect"} and is_text(value["says"])


def _is_question(value: Any) -> bool:
    return (
        is_named(value)
        and set(value) - {"step"} == {"id", "ask", "command", "answers"}
        and is_text(value["ask"])
        and is_text(value["command"])
        and is_list_of(_is_answer)(value["answers"])
        and (value["command"].startswith("kubectl ") or isinstance(value.get("step"), dict))
    )


def _is_end(value: Any) -> bool:
    return (
        is_named(value)
        and set(value) - {"card", "words", "is_well"} == {"id", "fault", "repair", "manifests"}
        and all(is_text(value[name]) for name in ("fault", "repair", "manifests"))
    )


FIELDS: dict[str, Field] = {
    "title": Field(is_text, "the title, as text"),
    "sentence": Field(is_text, "one sentence: who calls whom"),
    "questions": Field(
        is_list_of(_is_question),
        "a list of {id, ask, command, answers}, with a step where the command is no kubectl; it begins with the first",
    ),
    "ends": Field(is_list_of(_is_end), "a list of {id, fault, repair, manifests}, and card, words, is_well as needed"),
}


def read(path: Path = FILE) -> Chart | list[ContentProblem]:
    """The chart of a file, or all that is wrong with it."""
    front = front_matter(path, FIELDS, "a chart")
    if not isinstance(front, Front):
        return front
    tree = front.tree
    chart = Chart(
        tree["title"].strip(),
        tree["sentence"].strip(),
        {one["id"]: _question(one) for one in tree["questions"]},
        {one["id"]: _end(one) for one in tree["ends"]},
    )
    names = Counter(one["id"] for one in [*tree["questions"], *tree["ends"]])
    reached = Counter(answer.to for question in chart.questions.values() for answer in question.answers)
    messages = [f"{name} is there {count} times" for name, count in names.items() if count > 1]
    messages += [f"an answer leads to {name}, which there is not" for name in reached if name not in names]
    messages += [
        f"{name} is reached by {reached[name]} answers, and has to be by one"
        for name in names
        if reached[name] != 1 and name != chart.root.id
    ]
    if reached[chart.root.id]:
        messages.append(f"an answer leads back to the first question, {chart.root.id}")
    return [ContentProblem(path, front.line("questions"), message) for message in messages] or chart


def _question(tree: dict[str, Any]) -> Question:
    return Question(
        tree["id"],
        tree["ask"],
        tree["command"],
        tree.get("step") or {"kubectl": tree["command"].removeprefix("kubectl ")},
        tuple(Answer(one["says"], one["expect"], one["to"]) for one in tree["answers"]),
    )


def _end(tree: dict[str, Any]) -> End:
    return End(
        tree["id"],
        tree["fault"],
        tree["repair"],
        tree["manifests"],
        tree.get("words", {}),
        tree.get("card", ""),
        bool(tree.get("is_well")),
    )


@cache
def published() -> Chart:
    """The chart of the site, read once in the life of a process. Raises ValueError where its file has mistakes."""
    found = read()
    if isinstance(found, Chart):
        return found
    raise ValueError("\n".join(map(str, found)))


def problems() -> list[ContentProblem]:
    """All that is wrong with the file."""
    found = read()
    return [] if isinstance(found, Chart) else found


def load() -> str:
    """Nothing is kept but the proofs: pages read the file."""
    chart = published()
    return f"a troubleshooting chart: {len(chart.questions)} questions, {len(chart.ends)} ends"


def claimed() -> Iterator[Claimed]:
    """For each end its cluster, and the way that leads to it."""
    found = read()
    if isinstance(found, Chart):
        for end in found.ends.values():
            yield Claimed(f"troubleshooting/{end.id}", end.fault, end.manifests, found.claims_of(end))


ROOM = ContentRoom("troubleshooting", problems, load, claimed)
