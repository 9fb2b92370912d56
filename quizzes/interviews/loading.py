"""The room of interviews, as `config.content.ROOMS` lists it."""

from quizzes.interviews import actions, content
from sandbox.content import ContentProblem, ContentRoom


def problems() -> list[ContentProblem]:
    """All that is wrong with the files."""
    return content.read()[1]


def load() -> str:
    """Make the rows agree with the files."""
    questions = content.read()[0]
    changed = actions.load(questions)
    return f"{len(questions)} spoken questions of interviews: {changed} changed"


ROOM = ContentRoom("interviews", problems, load, content.claimed)
