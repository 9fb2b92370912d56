"""What a terminal's page shows of a command and of a cluster: plain values for the templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.models import Command, State

#: After how many milliseconds a page looks again for what a command printed, look by look; the last pause is kept.
PAUSES_MS = (50, 60, 80, 120, 200, 300, 500, 800, 1200, 2000, 4000)
_LONG_LOOK = 7  # from here on the page says that it takes longer than usual
_NARROW = 44  # characters that a phone's line holds: what is wider scrolls by itself


@dataclass(frozen=True)
class Problem:
    """A mistake in what was typed; `line` counts in the input as it is shown, 0 where it has no place. `is_said`: the
    output says it already, and the field is enough."""

    line: int
    field: str
    message: str
    is_said: bool


@dataclass(frozen=True)
class Entry:
    """One command of the scrollback. `first` is the line with the prompt; `input` are the lines behind it."""

    number: int
    state: str
    line: str
    first: str
    input: list[tuple[int, str]]
    input_name: str
    stdout: str
    stderr: str
    exit: int | None
    message: str
    left_out: int
    problems: list[Problem]
    is_waiting: bool
    is_running: bool
    is_slow: bool
    is_wide: bool
    next_look: int
    pause_ms: int


def entry(command: Command, look: int = 0) -> Entry:
    result = command.result
    is_waiting = not command.is_finished
    first, _, behind = command.line.rstrip("\n").partition("\n")
    shown = behind or command.stdin.rstrip("\n")
    input_lines = list(enumerate(shown.split("\n"), 1)) if shown else []
    printed = result["stdout"] + result["stderr"]
    return Entry(
        number=command.number,
        state=command.state,
        line=command.line,
        first=first,
        input=input_lines,
        input_name="here-document" if behind else "standard input",
        stdout=result["stdout"],
        stderr=result["stderr"],
        exit=command.exit,
        message=command.message,
        left_out=result["left_out"],
        problems=[
            Problem(
                one["line"] if one["line"] and one["line"] <= len(input_lines) else 0,
                one["field"],
                one["message"],
                bool(one["field"]) and one["message"] in printed,
            )
            for one in result["problems"]
        ],
        is_waiting=is_waiting,
        is_running=command.state == State.RUNNING,
        is_slow=is_waiting and look >= _LONG_LOOK,
        is_wide=any(len(line) > _NARROW for line in result["stdout"].split("\n")),
        next_look=look + 1,
        pause_ms=PAUSES_MS[min(look, len(PAUSES_MS) - 1)],
    )


@dataclass(frozen=True)
class Row:
    """One object: its name, the one thing about it that changes, and the rest as pairs."""

    name: str
    state: str
    is_well: bool
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    kind: str
    rows: list[Row]
    left_out: int


#: Of each kind: the column that stands beside the name, and those below it.
_SHOWN: dict[str, tuple[str, tuple[str, ...]]] = {
    "Service": ("Type", ("Cluster-IP", "External-IP", "Port(s)", "Selector")),
    "Pod": ("Status", ("Ready", "IP", "Node", "Restarts")),
}
_EMPTY = ("<none>", "", "0")


def tables(overview: list[dict[str, Any]]) -> list[Table]:
    """The overview of a cluster (`engine.render.overview`) in few words."""
    return [
        Table(table["kind"], [_row(table, row) for row in table["rows"]], table["left_out"])
        for table in overview
        if table["kind"] in _SHOWN
    ]


def _row(table: dict[str, Any], row: dict[str, Any]) -> Row:
    cells = dict(zip(table["columns"], row["cells"], strict=False))
    beside, below = _SHOWN[table["kind"]]
    name = cells["Name"] if row["namespace"] == "default" else f"{row['namespace']}/{cells['Name']}"
    ready, _, wanted = cells.get("Ready", "").partition("/")
    is_well = table["kind"] != "Pod" or (cells[beside] == "Running" and ready == wanted)
    return Row(name, cells[beside], is_well, [(one, cells[one]) for one in below if cells.get(one, "") not in _EMPTY])
