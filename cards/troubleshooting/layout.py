"""Where the boxes of the chart stand: one answer of a question leads down, the others to the right.

The same order serves both forms. For a desk each turn to the right is a column; for a phone it is an indentation, and
every box has a row of its own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from cards.troubleshooting.chart import Chart, Question
from sandbox.pictures.measure import text_width
from sandbox.pictures.poster import wrapped

Points = tuple[tuple[float, float], ...]

TITLE, COMMAND, ANSWER = 13.5, 10.5, 12.0
_LEADING = 1.28
_SIGN = 22.0  # the room for the sign of an end
_STEM = 22.0  # where ways leave and reach a box, from its left edge
_RAIL = 10.0  # the same in an outline, left of all that is indented
_MARGIN = 10.0


@dataclass(frozen=True)
class Box:
    """A question or an end, with its text in lines. `caption` is the answer that leads to it."""

    id: str
    is_question: bool
    is_well: bool
    x: float
    y: float
    width: float
    height: float
    title: tuple[str, ...]
    command: tuple[str, ...]
    caption: str
    pad: float  # between its edge and its text


@dataclass(frozen=True)
class Way:
    """The line from a question to what an answer leads to."""

    points: Points
    is_down: bool


@dataclass(frozen=True)
class Layout:
    """Everything placed, in pixels."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class _Form:
    """What differs between the two forms."""

    box: float  # how wide a box is
    step: float  # how far a turn to the right moves it
    width: float  # of the whole; boxes end there at the latest
    is_outline: bool = False  # every box has a row of its own
    pad: float = 12.0
    caption: float = 26.0  # above a box: the answer that leads to it
    gap: float = 12.0  # below a box


_WIDE = _Form(244.0, 292.0, 0.0)
_SLIM = _Form(340.0, 20.0, 344.0, is_outline=True)
_PAPER = _Form(254.0, 282.0, 0.0, pad=7.0, caption=19.0, gap=5.0)


def wide(chart: Chart) -> Layout:
    """The chart for a desk."""
    return _placed(chart, _WIDE)


def paper(chart: Chart) -> Layout:
    """The chart for a page of A4 or Letter: dense, and as high as it has to be to be read there."""
    return _placed(chart, _PAPER)


def slim(chart: Chart) -> Layout:
    """The chart as wide as a phone."""
    return _placed(chart, _SLIM)


def branches(chart: Chart, question: Question) -> tuple[list[str], str]:
    """What a question's answers lead to: those to the right, and the one below (nothing where all of them end)."""
    below = chart.below(question)
    return [answer.to for answer in question.answers if answer.to != below], below


def _placed(chart: Chart, form: _Form) -> Layout:
    standing: dict[str, Box] = {}
    above = _MARGIN - form.caption
    free: defaultdict[int, float] = defaultdict(lambda: above)  # below what stands in each column already
    lines: defaultdict[int, float] = defaultdict(float)  # below the lines that leave each column for the next one

    def place(name: str, column: int, y: float) -> float:
        """Give the box and all behind it their places, at `y` or below; where it stands."""
        box = _box(chart, name, form, column)
        room = 0 if form.is_outline else column
        y = max(y, free[room], lines[column] if name in chart.questions else 0)
        top = y + form.caption
        standing[name] = replace(box, y=top)
        free[room] = top + box.height + form.gap
        if name not in chart.questions:
            return y
        aside, below = branches(chart, chart.questions[name])
        last = y
        for other in aside:
            last = place(other, column + 1, last)
        if aside:
            lines[column] = last + form.caption
        if below:
            place(below, column, y)
        return y

    place(chart.root.id, 0, above)  # nothing leads to the root, so that nothing stands above it
    ways = [
        _way(standing[question.id], standing[answer.to], form, is_down=answer.to == branches(chart, question)[1])
        for question in chart.questions.values()
        for answer in question.answers
    ]
    width = form.width or max(box.x + box.width for box in standing.values()) + _MARGIN
    return Layout(width, max(free.values()), tuple(standing.values()), tuple(ways))


def _box(chart: Chart, name: str, form: _Form, column: int) -> Box:
    """The box with its text, before it has a height on the page."""
    x = _MARGIN / 2 + column * form.step
    width = min(form.box, form.width - x - 4) if form.width else form.box
    way = chart.way_to(name)
    caption = way[-1][1].says if way else ""
    question, pad = chart.questions.get(name), form.pad
    if question:
        title = wrapped(question.ask, width - 2 * pad, TITLE * 1.04)
        command = cut(question.command, width - 2 * pad)
        height = 2 * pad + (len(title) * TITLE + len(command) * COMMAND) * _LEADING + 2
        return Box(name, True, False, x, 0, width, height, tuple(title), tuple(command), caption, pad)
    end = chart.ends[name]
    title = wrapped(end.fault, width - 2 * pad - _SIGN, TITLE)
    height = 2 * pad + len(title) * TITLE * _LEADING - 2
    return Box(name, False, end.is_well, x, 0, width, height, tuple(title), (), caption, pad)


def cut(command: str, width: float) -> list[str]:
    """The command in lines of at most `width`, cut between words where that is possible."""
    letters = int(width / text_width("m", COMMAND, is_mono=True))
    lines: list[str] = []
    for word in command.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
            continue
        lines += [word[start : start + letters] for start in range(0, len(word), letters)]
    return lines


def _way(start: Box, goal: Box, form: _Form, *, is_down: bool) -> Way:
    if is_down:
        stem = start.x + (_RAIL if form.is_outline else _STEM)
        return Way(((stem, start.y + start.height), (stem, goal.y)), True)
    middle = goal.y + min(goal.height / 2, 24.0)
    if form.is_outline:  # a phone's outline: down inside the indentation, then a short way in
        rail = start.x + _RAIL
        return Way(((rail, start.y + start.height), (rail, middle), (goal.x, middle)), False)
    leave = start.y + min(start.height / 2, 24.0)
    bus = start.x + start.width + 14
    if abs(leave - middle) < 1:
        return Way(((start.x + start.width, leave), (goal.x, middle)), False)
    return Way(((start.x + start.width, leave), (bus, leave), (bus, middle), (goal.x, middle)), False)
