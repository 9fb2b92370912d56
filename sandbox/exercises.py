"""What a submission can be made for, without knowing who offers it.

Imports point from cards to sandbox, so a card is found through this table: the app that owns a kind of exercise puts
its finder in when it is ready.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Exercise:
    """Something with claims of its own that learners submit YAML for."""

    id: str
    claims: str


#: What wants to know that a submission for an exercise has its verdict; each is called with the exercise's id.
FOLLOWERS: list[Callable[[str], None]] = []
FINDERS: dict[str, Callable[[str], Exercise | None]] = {}


def find(kind: str, slug: str) -> Exercise | None:
    """The exercise of that kind and slug, or None."""
    finder = FINDERS.get(kind)
    return finder(slug) if finder else None
