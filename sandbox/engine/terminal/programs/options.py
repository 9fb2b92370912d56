"""Options of a Unix program: short ones that may stand together, long ones, ``--``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple


class Unknown(Exception):
    """An option that the program does not have (``short`` or ``long``), or one without its value."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(name)
        self.kind = kind
        self.name = name


class Words(NamedTuple):
    """The options that were given, each with its values in order, and the other words."""

    options: dict[str, list[str]]
    operands: list[str]

    def has(self, name: str) -> bool:
        return name in self.options

    def last(self, name: str, otherwise: str = "") -> str:
        return self.options[name][-1] if name in self.options else otherwise


def read(args: list[str], flags: Collection[str], valued: Collection[str], long_names: Mapping[str, str]) -> Words:
    """Read the words behind a program's name.

    ``flags`` and ``valued`` name options by their one name (a letter, or a word that has no
    letter); ``long_names`` maps a long spelling to that name. Raises :class:`Unknown`.
    """
    options: dict[str, list[str]] = {}
    operands: list[str] = []
    words = list(args)
    while words:
        word = words.pop(0)
        if word == "--":
            operands += words
            break
        if word.startswith("--"):
            spelled, equals, value = word[2:].partition("=")
            name = long_names.get(spelled)
            if name is None:
                raise Unknown("long", spelled)
            _take(options, name, words, value if equals else None, name in valued, f"--{spelled}")
        elif word.startswith("-") and len(word) > 1:
            _letters(word[1:], words, options, flags, valued)
        else:
            operands.append(word)
    return Words(options, operands)


def _letters(
    letters: str, words: list[str], options: dict[str, list[str]], flags: Collection[str], valued: Collection[str]
) -> None:
    while letters:
        letter, letters = letters[0], letters[1:]
        if letter in valued:
            _take(options, letter, words, letters or None, True, f"-{letter}")
            return
        if letter not in flags:
            raise Unknown("short", letter)
        options.setdefault(letter, []).append("")


def _take(
    options: dict[str, list[str]], name: str, words: list[str], value: str | None, has_value: bool, spelled: str
) -> None:
    if has_value and value is None:
        if not words:
            raise Unknown("value", spelled)
        value = words.pop(0)
    options.setdefault(name, []).append(value or "")
