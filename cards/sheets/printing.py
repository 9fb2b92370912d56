"""A sheet on paper: one or two tagged pages of PDF/UA-1, the same bytes for the same content.

typst sets it (`typesetting`), from `sheet.typ` and plain data; the date is that of the sheet's file. The text is as
large as two pages allow.
"""

from __future__ import annotations

import calendar
import json
import re
from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cards.sheets import typesetting
from cards.sheets.reading import Part, Reading, Statement
from cards.sheets.typesetting import PAPERS
from cards.sheets.wording import words
from cards.troubleshooting import drawing, layout
from cards.troubleshooting.chart import published
from sandbox.pictures.paper import paper as on_paper

__all__ = ["PAPERS", "TooLong", "name_of", "pages", "print_out"]

TEMPLATE = Path(__file__).with_name("sheet.typ")
MOST_PAGES = 2
#: Sizes of the text in points, the one to begin with first. What does not fit at the last is too long for a sheet.
SIZES = (10.8, 10.4, 10.0, 9.6, 9.2, 8.8, 8.5, 8.2, 7.9, 7.6, 7.3, 7.0, 6.8, 6.6)
LARGE = SIZES[:9]  # what would have to be smaller for one page gets two
MOST_SHORT, LEAST_SHORT = 320.0, 20.0  # points: how much may stay free above the foot, and how exactly it is searched
LETTERS = {"code": 1.3, "strong": 1.1, "outcome": 1.4}  # how wide their letters are beside those of the text


class TooLong(Exception):
    """The sheet does not fit on two pages, however small the text."""


def name_of(reading: Reading, paper: str) -> str:
    """A name for the PDF that `print_out` makes; it changes with anything that the bytes depend on."""
    return typesetting.name_of(TEMPLATE, SIZES, paper, _data(reading))


def print_out(reading: Reading, paper: str) -> bytes:
    """The PDF on that paper (of `PAPERS`), the same bytes for the same reading.

    It has one page if the text stays large there, else two; then columns that end at one height. Raises TooLong.
    """
    compiler = typesetting.compiler(TEMPLATE)
    inputs = {"sheet": _data(reading), "paper": PAPERS[paper]}
    moment = calendar.timegm(reading.sheet.revised.timetuple())

    def printed(size: float, short: float) -> bytes:
        told = inputs | {"size": f"{size}", "short": f"{short}"}
        return typesetting.compiled(compiler, told, moment)

    made: dict[float, bytes] = {}

    def fits(size: float, most: int) -> bool:
        made.setdefault(size, printed(size, 0))
        return pages(made[size]) <= most

    charts = sum(part.kind == "chart" for section in reading.sections for part in section.parts)  # a page each
    most, sizes = (1 + charts, LARGE) if fits(LARGE[-1], 1 + charts) else (MOST_PAGES, SIZES)
    # The first of the sizes that fits: they become smaller, so whatever fits, those after it do, too.
    first = bisect_left(sizes, True, key=lambda size: fits(size, most))
    if first == len(sizes):
        raise TooLong(f"{reading.sheet.slug} does not fit on {MOST_PAGES} pages of {paper}")
    size = sizes[first]
    return _levelled(lambda short: printed(size, short), made[size])


def _levelled(printed: Callable[[float], bytes], full: bytes) -> bytes:
    """The same with as much room left free above the foot of each page as there is without a page more.

    typst fills one column after the other; so the last ones do not stay empty while the first are full.
    """
    best, low, high = full, 0.0, MOST_SHORT
    while high - low > LEAST_SHORT:
        middle = (low + high) / 2
        pdf = printed(middle)
        if pages(pdf) <= pages(full):
            best, low = pdf, middle
        else:
            high = middle
    return best


def pages(pdf: bytes) -> int:
    """How many pages a PDF of typst has; it writes its page objects in plain text."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def _data(reading: Reading) -> str:
    """Everything that stands on the paper, as the JSON that the template reads."""
    sheet = reading.sheet
    day = sheet.revised
    return json.dumps(
        {
            "title": sheet.title,
            "lead": _said(sheet.lead),
            "slug": sheet.slug,
            "date": {"year": day.year, "month": day.month, "day": day.day},
            "revised": f"{day.day} {calendar.month_name[day.month]} {day.year}",
            "kubernetes": reading.kubernetes,
            "runs": sheet.runs,
            "columns": sheet.columns,
            "links": sheet.links,
            "sections": [
                {"title": section.title, "parts": [_part(part) for part in section.parts]}
                for section in reading.sections
            ],
        },
        sort_keys=True,
    )


def _part(part: Part) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": part.kind, "members": [_statement(one) for one in part.members]}
    if part.columns:
        data["columns"] = [_said(column) for column in part.columns]
        data["widths"] = _widths(part)
        data["longest"] = _longest(part)
    if part.fields:
        data["fields"] = [
            field | {"doc": _said(field["doc"]), "path": field["path"].removeprefix("spec.")} for field in part.fields
        ]
    if part.picture:
        scene = part.picture.wide
        data |= {
            "caption": _said(part.picture.caption),
            "svg": on_paper(scene),
            "alt": f"{scene.title}. {scene.description}",
            "width": scene.width,
        }
    if part.kind == "chart":
        chart = published()
        data |= {
            "caption": _said(part.caption),
            "svg": drawing.on_paper(chart, layout.paper(chart)),
            "alt": drawing.described(chart),
        }
    return data


def _widths(part: Part) -> list[float]:
    """What each column of a table gets of the room that is left when its longest word has found a place."""
    return [
        round((len(column) + sum(len(one.said["cells"][position]) for one in part.members)) ** 0.6, 1)
        for position, column in enumerate(part.columns)
    ]


def _longest(part: Part) -> list[dict[str, str]]:
    """The longest word of each column, which is not to be broken; names of columns are bold."""
    return [
        max(
            (
                {"kind": word.kind, "text": piece, "shape": word.shape}
                for cell in (f"**{column}**", *(one.said["cells"][position] for one in part.members))
                for word in words(cell)
                for piece in ([word.text] if word.kind == "outcome" else word.text.split())
            ),
            key=lambda piece: len(piece["text"]) * LETTERS.get(piece["kind"], 1.0),
        )
        for position, column in enumerate(part.columns)
    ]


def _statement(one: Statement) -> dict[str, Any]:
    data: dict[str, Any] = {"runs": one.count}
    if "say" in one.said:
        data["say"] = _said(one.said["say"])
    if "cells" in one.said:
        data["cells"] = [_said(cell) for cell in one.said["cells"]]
    return data | {name: one.said[name] for name in ("yaml", "run") if name in one.said}


def _said(sentence: str) -> list[dict[str, str]]:
    return [word._asdict() for word in words(sentence)]
