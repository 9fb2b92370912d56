"""What visitors have, in all rooms of the site.

A room that keeps rows of visitors offers a module `belongings` with these functions and has a line in `BELONGINGS`:

    hand_over(old, new)   the rows of `old` become those of `new`; nothing is lost, nothing is doubled
    export(visitor)       all of it, as JSON-able data (instants and UUIDs may be Python's own)
    erase(visitor)        nothing of it is left
    tally(visitor)        may be left out: how many there are of what, as {"reviews": 12}; else lists of `export` count
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol, cast

from django.db import transaction

#: In the order in which they are handed over and erased, and stand in the export.
BELONGINGS = (
    "cards.decks.belongings",  # whose cards the schedules of the next one may be about
    "cards.studying.belongings",
    "sandbox.belongings",
    "quizzes.belongings",
)


class Belongings(Protocol):
    def hand_over(self, old: str, new: str) -> None: ...

    def export(self, visitor: str) -> dict[str, Any]: ...

    def erase(self, visitor: str) -> None: ...


def rooms() -> dict[str, Belongings]:
    """The modules by the names of their rooms: "studying", "sandbox"."""
    return {name.split(".")[-2]: cast(Belongings, import_module(name)) for name in BELONGINGS}


def tally(visitor: str) -> dict[str, int]:
    """How many rows a visitor has, by what they are; what there is none of is left out."""
    found: dict[str, int] = {}
    for room in rooms().values():
        counts = getattr(room, "tally", None)
        counted = counts(visitor) if counts else _lengths(room.export(visitor))
        for name, count in counted.items():
            found[name] = found.get(name, 0) + count
    return {name: count for name, count in found.items() if count}


@transaction.atomic
def hand_over(old: str, new: str) -> dict[str, int]:
    """Everything of `old` becomes `new`'s, or nothing does; what it was, as `tally` counts."""
    what = tally(old)
    for room in rooms().values():
        room.hand_over(old, new)
    return what


def export(visitor: str) -> dict[str, dict[str, Any]]:
    """Everything of a visitor, by room."""
    return {name: room.export(visitor) for name, room in rooms().items()}


@transaction.atomic
def erase(visitor: str) -> None:
    """Everything of a visitor is gone, or nothing is."""
    for room in rooms().values():
        room.erase(visitor)


def in_words(what: dict[str, int]) -> str:
    """ "12 reviews, 1 submission"; "" for nothing."""
    return ", ".join(f"{count:,} {_counted(name, count)}" for name, count in what.items())


def _counted(name: str, count: int) -> str:
    words = name.replace("_", " ")
    if count != 1:
        return words
    return f"{words[:-3]}y" if words.endswith("ies") else words.removesuffix("s")


def _lengths(exported: dict[str, Any]) -> dict[str, int]:
    return {name: len(value) for name, value in exported.items() if isinstance(value, list)}
