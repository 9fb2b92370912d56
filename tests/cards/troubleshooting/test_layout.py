"""The chart as a picture: boxes apart, their text within, lines that no other line runs along."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
import typst

from cards.troubleshooting import drawing, layout
from cards.troubleshooting.chart import published
from cards.troubleshooting.layout import COMMAND, TITLE, Layout
from sandbox.pictures.measure import text_width

NAMESPACE = "{http://www.w3.org/2000/svg}"
CHART = published()
FORMS = {"wide": layout.wide(CHART), "slim": layout.slim(CHART)}


@pytest.fixture(params=FORMS)
def placed(request) -> Layout:
    return FORMS[request.param]


def test_every_question_and_every_end_has_a_box(placed):
    assert sorted(box.id for box in placed.boxes) == sorted([*CHART.questions, *CHART.ends])
    assert len(placed.ways) == len(placed.boxes) - 1


def test_boxes_are_apart_and_within_the_picture(placed):
    for box in placed.boxes:
        assert box.x >= 0
        assert box.x + box.width <= placed.width
        assert box.y >= 0
        assert box.y + box.height <= placed.height
    for one, other in combinations(placed.boxes, 2):
        top = other.y - (20 if other.caption else 0)
        above = one.y - (20 if one.caption else 0)
        assert (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= top
            or other.y + other.height <= above
        ), f"{one.id} and {other.id}"


def test_text_stays_in_its_box(placed):
    for box in placed.boxes:
        room = box.width - 2 * 12 - (0 if box.is_question else 22)
        for line in box.title:
            assert text_width(line, TITLE) <= room
        for line in box.command:
            assert text_width(line, COMMAND, is_mono=True) <= room + 1


def test_command_is_cut_and_nothing_of_it_is_lost(placed):
    for box in placed.boxes:
        if box.is_question:
            command = CHART.questions[box.id].command
            assert "".join(box.command).replace(" ", "") == command.replace(" ", "")


def test_no_line_runs_along_the_line_of_another_question():
    """Two vertical pieces at one place belong to one question, or nobody could tell which way is whose."""
    placed = FORMS["wide"]
    answers = [(question.id, answer.to) for question in CHART.questions.values() for answer in question.answers]
    pieces = [
        (owner, start[0], min(start[1], goal[1]), max(start[1], goal[1]))
        for (owner, _), way in zip(answers, placed.ways, strict=True)
        for start, goal in pairwise(way.points)
        if start[0] == goal[0]
    ]
    for one, other in combinations(pieces, 2):
        if one[0] != other[0] and one[1] == other[1]:
            assert one[3] <= other[2] or other[3] <= one[2], f"{one} and {other}"


def test_phone_form_fits_a_phone():
    assert FORMS["slim"].width <= 344


def test_every_box_of_the_page_is_a_link(placed):
    text = drawing.on_screen(CHART, placed, lambda box: f"#{box.id}", "is-wide")
    links = ElementTree.fromstring(text).findall(f"{NAMESPACE}a")
    assert sorted(link.get("href", "") for link in links) == sorted(
        f"#{name}" for name in [*CHART.questions, *CHART.ends]
    )


def test_paper_stands_by_itself(tmp_path):
    text = drawing.on_paper(CHART, FORMS["wide"])
    root = ElementTree.fromstring(text)
    assert root.findtext(f"{NAMESPACE}title") == CHART.title
    assert not re.search(r"class=|href|var\(| style=", text)
    for element in root.iter():
        if element.tag.removeprefix(NAMESPACE) in ("rect", "circle", "path", "polygon", "text"):
            assert element.get("fill"), ElementTree.tostring(element)
    (tmp_path / "chart.svg").write_text(text, encoding="utf-8")
    (tmp_path / "page.typ").write_text('#image("chart.svg", width: 100%, alt: "x")', encoding="utf-8")
    assert typst.compile(tmp_path / "page.typ").startswith(b"%PDF")
