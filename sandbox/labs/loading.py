"""The room of labs, as `config.content.ROOMS` lists it."""

from sandbox.content import ContentProblem, ContentRoom
from sandbox.labs import content


def problems() -> list[ContentProblem]:
    """All that is wrong with the files."""
    return content.read()[1]


def load() -> str:
    """Make the rows agree with the files."""
    from sandbox.labs import actions

    labs = content.read()[0]
    loaded = actions.load(labs)
    return (
        f"{len(labs)} labs: {loaded.created} new, {loaded.updated} changed, {loaded.unchanged} as they were, "
        f"{loaded.retired} retired"
    )


ROOM = ContentRoom("labs", problems, load, content.claimed)
