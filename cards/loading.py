"""The room of cards, as `config.content.ROOMS` lists it."""

from cards import actions, content
from sandbox.content import ContentProblem, ContentRoom


def problems() -> list[ContentProblem]:
    """All that is wrong with the files."""
    return content.read()[1]


def load() -> str:
    """Make the rows agree with the files."""
    cards = content.read()[0]
    loaded = actions.load(cards)
    return (
        f"{len(cards)} cards: {loaded.created} new, {loaded.updated} changed, {loaded.unchanged} as they were, "
        f"{loaded.retired} retired"
    )


ROOM = ContentRoom("cards", problems, load, content.claimed)
