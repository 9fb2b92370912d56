"""What a playground's commands are to whoever carries them out, and what comes of one; no engine is loaded for that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sandbox.models import State

#: The command that applies what a playground starts with.
START_LINE = "kubectl apply -f -"


@dataclass(frozen=True)
class Typed:
    """One command line, its standard input, and the virtual seconds that pass before it.

    `is_carried_out` is false for one that was stopped: only the time passes then. `number` is its place in the
    playground; places in its YAML name it.
    """

    line: str
    stdin: str = ""
    seconds: float = 0.0
    is_carried_out: bool = True
    number: int = 0


class Mark(NamedTuple):
    """Which command, and whether it was carried out: enough to tell one history from another, for a command's text
    never changes."""

    command: int
    is_carried_out: bool


@dataclass(frozen=True)
class History:
    """All commands of a playground up to now. `texts` gives those from a position on; they are asked for only where
    the cluster has to be built."""

    playground: str
    mode: str
    marks: Sequence[Mark]
    texts: Callable[[int], Sequence[Typed]]


@dataclass(frozen=True)
class Played:
    """What became of one command. Where it was stopped, `message` says why and there is nothing else."""

    state: State
    message: str = ""
    exit: int | None = None
    result_json: str = ""
    overview_json: str = ""
    cpu_ms: float | None = None


def source_of(number: int) -> str:
    """The name that places in a command's YAML carry."""
    return f"command {number}"


def command_of(source: str | None) -> int:
    """The command whose YAML a place is in; 0 where it is in none."""
    word, _, number = (source or "").partition(" ")
    return int(number) if word == "command" and number.isdecimal() else 0
