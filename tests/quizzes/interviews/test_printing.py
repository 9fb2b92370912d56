"""The report on paper, as other programs read it."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
from django.core.cache import cache

from quizzes.interviews import printing, reading
from quizzes.interviews.models import Interview
from tests.quizzes.interviews import world

pytestmark = pytest.mark.django_db

POINTS = {"a4": (595, 842), "letter": (612, 792)}


@pytest.fixture
def interview() -> Interview:
    world.content()
    return world.through(world.begin(), is_good=False)


def opened(pdf: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(pdf))


@pytest.mark.parametrize("paper", POINTS)
def test_it_is_tagged_in_english_on_the_paper_that_was_asked_for(client, interview, paper) -> None:
    response = client.get(f"/interview/{interview.permalink}/report.pdf?paper={paper}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    pdf = opened(response.content)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-US"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data().decode()
    for page in pdf.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == POINTS[paper]
        for font in page["/Resources"]["/Font"].values():
            described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & described.keys()


def test_it_says_what_the_page_says_and_no_notes(client, interview) -> None:
    pdf = opened(client.get(f"/interview/{interview.permalink}/report.pdf").content)
    text = " ".join(page.extract_text() for page in pdf.pages).replace("\xa0", " ")
    for said in ("Mock interview", "0 of 3 tasks are right", "missed", "Kubernetes v1.37.2", "With gaps"):
        assert said in text
    assert "my notes" not in text
    [title, below] = pdf.outline
    sections = [one["/Title"] for one in below if not isinstance(one, list)]
    assert (title["/Title"], sections) == ("Mock interview", ["In short", "What to study next", "Item by item"])


def test_equal_interviews_are_equal_bytes_and_are_not_sent_twice(client, interview) -> None:
    report = reading.report(interview)
    first = printing.print_out(report, "a4")
    cache.clear()
    assert printing.print_out(reading.report(interview), "a4") == first
    assert printing.name_of(report, "letter") != first.name
    address = f"/interview/{interview.permalink}/report.pdf"
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_it_is_printed_while_nothing_is_answered(client) -> None:
    world.content()
    made = world.begin()
    pdf = opened(client.get(f"/interview/{made.permalink}/report.pdf").content)
    assert "Nothing was answered" in pdf.pages[0].extract_text()


def test_another_paper_is_not_there(client, interview) -> None:
    assert client.get(f"/interview/{interview.permalink}/report.pdf?paper=napkin").status_code == 400
