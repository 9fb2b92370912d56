"""The report of an interview on paper: tagged PDF/UA-1, the same bytes for the same interview.

What stands on it is what its page shows to everybody; notes are for their visitor and stay off it.
"""

from __future__ import annotations

import calendar
import json
import re
from pathlib import Path
from typing import Any

from cards.sheets import typesetting
from cards.sheets.typesetting import PAPERS, Print
from cards.sheets.wording import words
from quizzes.interviews import reading
from quizzes.interviews.models import RATINGS, Kind
from quizzes.interviews.reading import Line, Part, Report
from quizzes.interviews.wording import minutes
from sandbox.templatetags.wording import spaced

TEMPLATE = Path(__file__).with_name("report.typ")

__all__ = ["PAPERS", "name_of", "print_out"]


def name_of(report: Report, paper: str) -> str:
    """A name for the PDF that `print_out` gives; it changes with anything that the bytes depend on."""
    return typesetting.name_of(TEMPLATE, paper, _data(report))


def print_out(report: Report, paper: str) -> Print:
    """The PDF on that paper (of `PAPERS`)."""
    inputs = {"report": _data(report), "paper": PAPERS[paper]}
    moment = calendar.timegm(report.interview.started.utctimetuple())
    name = name_of(report, paper)
    return typesetting.kept(
        "interview", name, lambda: typesetting.compiled(typesetting.compiler(TEMPLATE), inputs, moment)
    )


def _data(report: Report) -> str:
    """Everything that stands on the paper, as the JSON that the template reads."""
    interview = report.interview
    day = interview.started
    about = f"{interview.minutes} minutes, level {interview.level_word}"
    if interview.topics:
        about += f", on {', '.join(spaced(topic) for topic in interview.topics)}"
    return json.dumps(
        {
            "about": about,
            "date": {"year": day.year, "month": day.month, "day": day.day},
            "day": f"{day.day} {calendar.month_name[day.month]} {day.year}",
            "permalink": interview.permalink,
            "kubernetes": report.kubernetes,
            "percent": report.whole.percent,
            "answered": len(report.answered),
            "items": len(report.lines),
            "said": report.said,
            "listened_for": report.listened_for,
            "right": report.right,
            "tasks": len(report.tasks),
            "planned": minutes(report.planned),
            "used": minutes(report.used),
            "by_part": [_part(part) for part in report.by_part],
            "by_topic": [_part(part) for part in report.by_topic],
            "lines": [_line(line) for line in report.lines],
            "study": [_said(card.question) for card in reading.to_study(report)],
        },
        sort_keys=True,
    )


def _part(part: Part) -> dict[str, Any]:
    return {"name": spaced(part.name), "percent": part.percent, "count": part.count}


def _line(line: Line) -> dict[str, Any]:
    item = line.item
    return {
        "number": item.number,
        "kind": Kind(item.kind).label,
        "is_spoken": item.kind == Kind.SPOKEN,
        "title": _said(item.asked["title"]),
        "is_done": item.is_done,
        "percent": round(100 * (line.share or 0)),
        "is_right": line.share == 1,
        "planned": minutes(item.seconds),
        "used": minutes(item.elapsed or 0),
        "is_over": item.over > 0,
        "rating": RATINGS.get(item.rating or 0, ""),
        "points": [
            {"say": _said(point.say), "is_said": point.is_said, "source": _said(point.source)} for point in line.points
        ],
        "chosen": [_said(one) for one in line.chosen],
        "right": [_said(one) for one in line.right],
        "sentence": _said(_first_large(line.sentence)),
    }


def _first_large(sentence: str) -> str:
    return re.sub(r"^\w", lambda found: found[0].upper(), sentence)


def _said(sentence: str) -> list[dict[str, str]]:
    return [word._asdict() for word in words(sentence)]
