"""A name that takes several questions, as a ladder: the caller's line, the DNS server's, and a rung for each question.

The rungs stand in the order in which they were asked; each says what was asked and what came back, and the one that
settled the name ends in a filled dot.
"""

from __future__ import annotations

from typing import Any

from sandbox.pictures.drawing import width_of
from sandbox.pictures.measure import shortened
from sandbox.pictures.scene import End, Label, Line, Role, Scene, Shape, YamlLines
from sandbox.pictures.stations import Flow, as_lines, lines_of

_MARGIN = 12.0
_HEAD = 46.0  # where the lines begin
_RUNG = 52.0
_CALLER = 40.0
_MOST = 12  # rungs that are drawn; the rest is counted
_SLIM = 340.0

Plain = dict[str, Any]


def wide(flow: Flow, resolution: Plain) -> Scene:
    """The ladder for a desk."""
    texts = [text for question in resolution["questions"] for text in (asked(question), came_back(question))]
    room = max(width_of(text, "question") for text in texts)
    return _placed(flow, resolution, 60.0, 60.0 + max(320.0, room + 60), None)


def slim(flow: Flow, resolution: Plain) -> Scene:
    """The ladder as wide as a phone; a name that is too long loses its middle."""
    return _placed(flow, resolution, 30.0, _SLIM - 34, _SLIM - 34 - 30 - 24)


def asked(question: Plain) -> str:
    """What was asked, by name and type."""
    return f"{question['name']} {question['type']}"


def came_back(question: Plain) -> str:
    """What came back: the data of the records, or why there is none."""
    data = [str(answer).split()[-1] for answer in question.get("answers") or []]
    if data:
        return "→ " + ", ".join(data[:2]) + (f" and {len(data) - 2} more" if len(data) > 2 else "")
    return "→ " + (question["rcode"] if question["rcode"] != "NOERROR" else "no record of this type")


def _placed(flow: Flow, resolution: Plain, left: float, right: float, room: float | None) -> Scene:
    questions = resolution["questions"]
    shapes = [
        Shape("caller", left - _CALLER / 2, _MARGIN, _CALLER, _CALLER, title=flow.caller.name),
        Shape("resolver", right - 28, _MARGIN + 4, 56, 32, title=f"DNS server {questions[0].get('server', '')}"),
    ]
    labels = [
        Label(left + _CALLER / 2 + 8, _MARGIN + 25, flow.caller.name, "name"),
        Label(right, _MARGIN + 25, "DNS", "name", "middle"),
    ]
    lines: list[Line] = []
    ends: list[End] = []
    deciding = resolution.get("deciding")
    y = _HEAD

    def write(x: float, below: float, text: str, role: Role, marked: YamlLines) -> None:
        while room and len(text) > 8 and width_of(text, role) > room:
            text = shortened(text, len(text) - 1)
        labels.append(Label(x, below, text, role, "start", marked))

    for position, question in enumerate(questions[:_MOST]):
        y += _RUNG
        marked = as_lines(lines_of(question.get("because")))
        is_answered = bool(question.get("answers"))
        lines.append(Line(((left, y), (right, y)), "question", 1.0, marked, asked(question)))
        write(left + 17, y - 9, asked(question), "question", marked)
        write(left + 17, y + 17, came_back(question), "question", marked)
        if is_answered:
            word = "settled it" if position == deciding else "answered"
            ends.append(End("answered", left, y, word))
        else:
            ends.append(End("unknown", left, y, question["rcode"]))
    if len(questions) > _MOST:
        y += 36
        labels.append(Label(left + 17, y, f"and {len(questions) - _MOST} more questions", "reason"))
    bottom = y + 30
    for x, top in ((left, _MARGIN + _CALLER), (right, _MARGIN + 36)):
        lines.insert(0, Line(((x, top + 2), (x, bottom - 8)), "packet", 0.0))
    width = max(right + 28 + _MARGIN, left + _CALLER / 2 + 8 + width_of(flow.caller.name, "name") + _MARGIN)
    return Scene(
        width if room is None else _SLIM,
        bottom,
        flow.title,
        described(flow, questions),
        tuple(shapes),
        tuple(lines),
        tuple(ends),
        tuple(labels),
    )


def described(flow: Flow, questions: list[Plain]) -> str:
    """The ladder in words, for whoever does not see it."""
    rungs = " ".join(
        f"{number}: {asked(question)}, {came_back(question).removeprefix('→ ')}."
        for number, question in enumerate(questions, start=1)
    )
    return f"{flow.caller.name} asks {len(questions)} questions. {rungs}"
