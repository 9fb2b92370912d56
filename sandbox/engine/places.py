"""Where a value stands in a text somebody wrote, and how a field is called.

A *path* is a tuple of field names and list positions, ``("spec", "ports", 0, "port")``;
its text is the API server's own spelling, ``spec.ports[0].port``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """A stretch of a text: lines and columns count from 1, the end is exclusive."""

    source: str
    line: int
    column: int
    end_line: int
    end_column: int


class Spelled(str):
    """A field that a text about it spells in a way of its own, the dot in front included:
    ``Spelled("app", "[app]")`` is the key ``app`` and shown in brackets."""

    __slots__ = ("shown",)

    shown: str

    def __new__(cls, name: str, shown: str) -> Spelled:
        new = super().__new__(cls, name)
        new.shown = shown
        return new

    def __reduce__(self) -> tuple[type[Spelled], tuple[str, str]]:
        return Spelled, (str(self), self.shown)


def of_key(key: str) -> Spelled:
    """A map's key as a part of a path: ``metadata.annotations[example.com/a]``."""
    return Spelled(key, f"[{key}]")


def to_text(path: Path) -> str:
    """``("spec", "ports", 0)`` as ``spec.ports[0]``."""
    out = ""
    for part in path:
        if part.__class__ is str:  # nearly always
            out += f".{part}" if out else f"{part}"
        elif isinstance(part, Spelled):
            out += part.shown
        else:
            out += f"[{part}]"
    return out


class Places:
    """The places of one document's values and keys.

    ``values`` and ``keys`` map a path to the place of the value and of the key in front of it.
    """

    __slots__ = ("keys", "values")

    def __init__(self, values: Mapping[Path, Place], keys: Mapping[Path, Place]) -> None:
        self.values = values
        self.keys = keys

    def at(self, path: Path, shortest: int = 0) -> Place | None:
        """The line that sets ``path``: a scalar's own place, a mapping's or list's key,
        and for what the text leaves out the nearest field around it that is there, if its
        path has at least ``shortest`` parts."""
        while True:
            place = self.keys.get(path) or self.values.get(path)
            if place is not None or len(path) <= shortest:
                return place
            path = path[:-1]

    def value(self, path: Path) -> Place | None:
        """The place of the value itself, or None where the text does not have it."""
        return self.values.get(path)


class Origin:
    """The text an object came from: the places of a document, or of a part of it.

    A pod that a Deployment makes has the Deployment's origin *within* ``spec.template``.
    """

    __slots__ = ("places", "prefix")

    def __init__(self, places: Places, prefix: Path = ()) -> None:
        self.places = places
        self.prefix = prefix

    def within(self, prefix: Path) -> Origin:
        """The same text, seen from the part at ``prefix``."""
        return Origin(self.places, self.prefix + prefix)

    def at(self, path: Path, shortest: int = 0) -> Place | None:
        """The place that sets ``path`` of the object, or the nearest field around it
        (``shortest``: whose path has so many parts)."""
        return self.places.at(self.prefix + path, len(self.prefix) + shortest)
