"""Flags as ``spf13/pflag`` reads them: anywhere among the words, until ``--``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from sandbox.engine.terminal.kubectl.failures import FlagFailure

FlagType = Literal["string", "bool", "int", "strings", "array", "duration"]

_DURATION = re.compile(r"[-+]?(?:0|(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+)\Z")
_TRUE = ("1", "t", "T", "TRUE", "true", "True")
_FALSE = ("0", "f", "F", "FALSE", "false", "False")


class Flag(NamedTuple):
    """One flag. ``bare`` is its value where it stands without one (a boolean's is ``true``);
    a flag without it takes the next word. ``strings`` splits at commas, ``array`` does not."""

    name: str
    type: FlagType = "string"
    short: str = ""
    default: Any = None
    bare: str | None = None


class Flags(dict[str, Any]):
    """The flags' values by name; ``given`` are those that the line sets."""

    given: set[str]


GLOBAL: tuple[Flag, ...] = (
    Flag("namespace", "string", "n", ""),
    Flag("context", default=""),
    Flag("kubeconfig", default=""),
    Flag("cluster", default=""),
    Flag("user", default=""),
    Flag("server", "string", "s", ""),
    Flag("request-timeout", default="0"),
    Flag("v", "int", "v", 0),
    Flag("as", default=""),
    Flag("help", "bool", "h", False),
    Flag("warnings-as-errors", "bool", default=False),
    Flag("match-server-version", "bool", default=False),
    Flag("insecure-skip-tls-verify", "bool", default=False),
)


def parse(words: Sequence[str], known: Iterable[Flag], command: str) -> tuple[list[str], Flags, int | None]:
    """The words that are no flags, the flags, and how many words stand in front of ``--``
    (None without one). Raises FlagFailure."""
    by_name, by_short, defaults = _tables(tuple(known))
    flags = Flags({name: list(value) if value.__class__ is tuple else value for name, value in defaults.items()})
    flags.given = set()
    rest: list[str] = []
    position = 0
    while position < len(words):
        word = words[position]
        position += 1
        if word == "--":
            return [*rest, *words[position:]], flags, len(rest)
        if word.startswith("--"):
            position = _long(word, words, position, by_name, flags, command)
        elif word.startswith("-") and word != "-":
            position = _shorts(word, words, position, by_short, flags, command)
        else:
            rest.append(word)
    return rest, flags, None


@lru_cache(maxsize=128)
def _tables(known: tuple[Flag, ...]) -> tuple[dict[str, Flag], dict[str, Flag], dict[str, Any]]:
    """A command's flags by name and by letter, and their values on a line without flags (a tuple for a list)."""
    by_name = {flag.name: flag for flag in known}
    defaults = {
        name: tuple(default or ())
        if type in ("strings", "array")
        else (False if default is None and type == "bool" else default)
        for name, type, _, default, _ in by_name.values()
    }
    return by_name, {flag.short: flag for flag in by_name.values() if flag.short}, defaults


def _long(word: str, words: Sequence[str], position: int, by_name: dict[str, Flag], flags: Flags, command: str) -> int:
    name, has_value, value = word[2:].partition("=")
    if not name or name.startswith("-"):
        raise FlagFailure(f"bad flag syntax: {word}", command)
    flag = by_name.get(name)
    if flag is None:
        raise FlagFailure(f"unknown flag: --{name}", command)
    if not has_value:
        bare = "true" if flag.type == "bool" else flag.bare
        if bare is not None:
            value = bare
        elif position < len(words):
            value = words[position]
            position += 1
        else:
            raise FlagFailure(f"flag needs an argument: --{name}", command)
    _set(flag, value, flags, command)
    return position


def _shorts(
    word: str, words: Sequence[str], position: int, by_short: dict[str, Flag], flags: Flags, command: str
) -> int:
    letters = word[1:]
    while letters:
        letter, letters = letters[0], letters[1:]
        flag = by_short.get(letter)
        if flag is None:
            raise FlagFailure(f"unknown shorthand flag: '{letter}' in {word}", command)
        bare = "true" if flag.type == "bool" else flag.bare
        if letters.startswith("="):
            value, letters = letters[1:], ""
        elif bare is not None:
            value = bare
        elif letters:
            value, letters = letters, ""
        elif position < len(words):
            value = words[position]
            position += 1
        else:
            raise FlagFailure(f"flag needs an argument: '{letter}' in {word}", command)
        _set(flag, value, flags, command)
    return position


def _set(flag: Flag, value: str, flags: Flags, command: str) -> None:
    shown = f"-{flag.short}, --{flag.name}" if flag.short else f"--{flag.name}"

    def wrong(why: str) -> FlagFailure:
        return FlagFailure(f'invalid argument "{value}" for "{shown}" flag: {why}', command)

    if flag.type == "bool":
        if value not in _TRUE and value not in _FALSE:
            raise wrong(f'strconv.ParseBool: parsing "{value}": invalid syntax')
        flags[flag.name] = value in _TRUE
    elif flag.type == "int":
        flags[flag.name] = _integer(value, wrong)
    elif flag.type == "duration":
        if _DURATION.match(value) is None:
            raise wrong(f'time: invalid duration "{value}"')
        flags[flag.name] = value
    elif flag.type in ("strings", "array"):
        held = flags[flag.name] if flag.name in flags.given else []
        flags[flag.name] = [*held, *(value.split(",") if flag.type == "strings" else [value])]
    else:
        flags[flag.name] = value
    flags.given.add(flag.name)


_INTEGER = re.compile(r"[-+]?(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])+|0|[1-9](?:_?[0-9])*)")


def _integer(value: str, wrong: Callable[[str], FlagFailure]) -> int:
    """A whole number of 64 bits in any of Go's spellings: ``80``, ``0x50``, ``1_000``."""
    if _INTEGER.fullmatch(value) is None:
        raise wrong(f'strconv.ParseInt: parsing "{value}": invalid syntax')
    if len(value) > 70:
        raise wrong(f'strconv.ParseInt: parsing "{value}": value out of range')
    sign, digits = (-1 if value.startswith("-") else 1), value.lstrip("+-")
    octal = re.match("0[0-7_]", digits) is not None
    number = sign * (int(digits.replace("_", ""), 8) if octal else int(digits, 0))
    if not -(2**63) <= number < 2**63:
        raise wrong(f'strconv.ParseInt: parsing "{value}": value out of range')
    return number
