"""Near misses of a command's name, as ``spf13/cobra`` suggests them (SuggestionsFor)."""

from __future__ import annotations

from collections.abc import Iterable

_FARTHEST = 2


def similar(name: str, known: Iterable[str]) -> list[str]:
    """Names at most two edits away, or that begin with the name, in the order given."""
    typed = name.lower()
    return [one for one in known if distance(typed, one) <= _FARTHEST or one.startswith(typed)]


def distance(one: str, other: str) -> int:
    """How many letters have to be put in, taken out or changed (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, there in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != there))
    return row[-1]
