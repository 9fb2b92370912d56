"""All rooms of content: what is listed here is loaded, carried out and exported."""

from collections.abc import Iterator

from cards.diagrams.content import ROOM as DIAGRAMS
from cards.loading import ROOM as CARDS
from cards.sheets.loading import ROOM as SHEETS
from cards.troubleshooting.chart import ROOM as TROUBLESHOOTING
from quizzes.interviews.loading import ROOM as INTERVIEWS
from quizzes.loading import ROOM as QUIZZES
from sandbox.content import Claimed, ContentProblem, ContentRoom
from sandbox.labs.loading import ROOM as LABS

ROOMS: tuple[ContentRoom, ...] = (CARDS, SHEETS, DIAGRAMS, TROUBLESHOOTING, LABS, QUIZZES, INTERVIEWS)


def problems() -> list[ContentProblem]:
    """Everything that is wrong with any content file."""
    return [problem for room in ROOMS for problem in room.problems()]


def claimed() -> Iterator[Claimed]:
    """Everything that any content claims."""
    for room in ROOMS:
        yield from room.claimed()
