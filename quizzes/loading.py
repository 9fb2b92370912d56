"""The room of quizzes, as `config.content.ROOMS` lists it."""

from collections.abc import Iterable

from quizzes import actions, content, filling, making
from quizzes.questions import KINDS
from sandbox import proofs
from sandbox.content import Claimed, ContentProblem, ContentRoom


def problems() -> list[ContentProblem]:
    """All that is wrong with the files."""
    return content.read()[1]


def load() -> str:
    """Make the rows agree with the files, and see to it that there are questions to draw."""
    quizzes = content.read()[0]
    try:
        changed = actions.load(quizzes)
    except ValueError as problem:
        raise proofs.CannotBeProved(str(problem)) from problem
    made = filling.first_filling()
    count = sum(len(quiz.questions) for quiz in quizzes)
    return f"{len(quizzes)} quizzes with {count} questions: {changed} changed; {made} questions were made for the pool"


def claimed() -> Iterable[Claimed]:
    """What the questions of every quiz ask of the engine. The answers are read from what it says."""
    for quiz in content.read()[0]:
        for number, one in enumerate(quiz.questions, 1):
            title = f"{quiz.title}: {KINDS[one.kind].title[0].lower()}{KINDS[one.kind].title[1:]}"
            claims = making.claims_of(one.kind, one.scene)
            yield Claimed(f"quizzes/{quiz.slug}/{number}", title, one.scene.manifests, claims)


ROOM = ContentRoom("quizzes", problems, load, claimed)
