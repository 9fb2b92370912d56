"""The room of sheets, as `config.content.ROOMS` lists it (after the cards, which sheets name)."""

from cards.sheets import actions, content
from sandbox.content import ContentProblem, ContentRoom


def problems() -> list[ContentProblem]:
    """All that is wrong with the files."""
    return content.read()[1]


def load() -> str:
    """Make the rows agree with the files."""
    from sandbox import runner  # web processes read rows and load no engine

    sheets = content.read()[0]
    loaded = actions.load(sheets, runner.service_fields())
    return (
        f"{len(sheets)} sheets: {loaded.created} new, {loaded.updated} changed, {loaded.unchanged} as they were, "
        f"{loaded.retired} taken away"
    )


def complete() -> str:
    """Print every sheet on every paper, now that its pictures can be drawn."""
    return f"{actions.print_all()} sheets printed"


ROOM = ContentRoom("sheets", problems, load, content.claimed, complete)
