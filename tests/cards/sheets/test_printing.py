"""The PDFs, as other programs read them."""

from __future__ import annotations

import io
import time
from typing import Any

import pypdf
import pytest

from cards.sheets import actions, printing
from cards.sheets.models import PrintedSheet, Sheet
from cards.sheets.reading import Reading, read
from cards.troubleshooting import drawing
from cards.troubleshooting.chart import published
from sandbox import runner
from tests.cards.sheets.conftest import SHEETS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

SLUGS = [sheet.slug for sheet in SHEETS]
POINTS = {"a4": (595, 842), "letter": (612, 792)}


def reading(slug: str) -> Reading:
    return read(Sheet.objects.get(slug=slug))


def opened(pdf: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(pdf))


def elements(node: Any, kind: str) -> list[Any]:
    """All elements of the structure tree that have this tag."""
    node = node.get_object()
    if not isinstance(node, dict):
        return []
    below = node.get("/K", [])
    found = [one for child in (below if isinstance(below, list) else [below]) for one in elements(child, kind)]
    return [node, *found] if node.get("/S") == kind else found


@pytest.fixture(scope="module")
def printed(loaded, django_db_blocker) -> dict[tuple[str, str], bytes]:
    """Every sheet on every paper."""
    with django_db_blocker.unblock():
        return {(slug, paper): printing.print_out(reading(slug), paper) for slug in SLUGS for paper in POINTS}


@pytest.mark.parametrize("paper", POINTS)
@pytest.mark.parametrize("slug", SLUGS)
class TestEverySheet:
    def test_it_has_at_most_two_pages_of_the_paper_that_was_asked_for(self, printed, slug, paper) -> None:
        pdf = opened(printed[slug, paper])
        assert 1 <= len(pdf.pages) == printing.pages(printed[slug, paper]) <= 2
        for page in pdf.pages:
            assert (round(page.mediabox.width), round(page.mediabox.height)) == POINTS[paper]

    def test_it_is_tagged_for_pdf_ua(self, printed, slug, paper) -> None:
        pdf = opened(printed[slug, paper])
        root = pdf.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "en-US"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        metadata = root["/Metadata"].get_object().get_data().decode()
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
        tree = root["/StructTreeRoot"]
        assert elements(tree, "/H1")
        assert elements(tree, "/H2")
        figures = elements(tree, "/Figure")
        assert all(len(figure["/Alt"]) > 20 for figure in figures)

    def test_all_fonts_are_embedded(self, printed, slug, paper) -> None:
        fonts = {
            str(font.get_object()["/BaseFont"]): font.get_object()["/DescendantFonts"][0].get_object()
            for page in opened(printed[slug, paper]).pages
            for font in page["/Resources"]["/Font"].values()
        }
        assert {name.partition("+")[2].partition("-")[0] for name in fonts} >= {"LibertinusSerif"}
        for name, font in fonts.items():
            described = font["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & described.keys(), name

    def test_its_bookmarks_are_its_sections(self, printed, slug, paper) -> None:
        [title, below] = opened(printed[slug, paper]).outline
        sheet = next(sheet for sheet in SHEETS if sheet.slug == slug)
        assert title["/Title"] == sheet.title
        charts = [one["title"] for one in sheet.sections if one["parts"][0]["kind"] == "chart"]
        others = [one["title"] for one in sheet.sections if one["title"] not in charts]
        assert [one["/Title"] for one in below] == [*others, "Read on", *charts]

    def test_its_foot_says_date_version_and_runs(self, printed, slug, paper) -> None:
        sheet = next(sheet for sheet in SHEETS if sheet.slug == slug)
        pdf = opened(printed[slug, paper])
        for page in pdf.pages:
            text = page.extract_text().replace("\xa0", " ")
            for said in ("23 November 2026", "Kubernetes v1.37.2", f"{sheet.runs} runs"):
                assert said in text
        about = pdf.metadata
        assert (about.title, about.author) == (f"{sheet.title} · Kubernetes Services", "Kubedrill")
        assert about.creation_date.date() == sheet.revised


@pytest.mark.parametrize("slug", SLUGS)
def test_every_picture_of_a_sheet_is_printed_with_its_words(printed, slug) -> None:
    figures = elements(opened(printed[slug, "a4"]).trailer["/Root"]["/StructTreeRoot"], "/Figure")
    pictures = [part.picture for section in reading(slug).sections for part in section.parts if part.picture]
    wanted = sum(
        part["kind"] == "picture" for section in Sheet.objects.get(slug=slug).sections for part in section["parts"]
    )
    assert len(pictures) == wanted
    words = {f"{one.wide.title}. {one.wide.description}" for one in pictures}
    if slug == "troubleshooting":
        words.add(drawing.described(published()))
    assert {str(figure["/Alt"]) for figure in figures} == words


@pytest.mark.parametrize("slug", ["types", "traffic-policy", "kube-proxy", "everything"])
def test_sheets_of_kinds_and_traffic_have_pictures(printed, slug) -> None:
    assert elements(opened(printed[slug, "a4"]).trailer["/Root"]["/StructTreeRoot"], "/Figure")


def test_equal_content_is_equal_bytes() -> None:
    first = printing.print_out(reading("dns"), "a4")
    assert printing.print_out(reading("dns"), "a4") == first


def test_prints_are_kept_by_what_they_say_and_made_anew_only_when_that_changes() -> None:
    assert actions.print_all() == len(SLUGS) * len(POINTS)
    assert actions.print_all() == 0
    kept = PrintedSheet.objects.get(sheet="ports", paper="letter")
    assert kept.name == printing.name_of(reading("ports"), "letter") != printing.name_of(reading("ports"), "a4")
    assert bytes(kept.pdf) == printing.print_out(reading("ports"), "letter")
    Sheet.objects.filter(slug="ports").update(title="Other")
    assert actions.print_all() == len(POINTS)
    assert PrintedSheet.objects.get(sheet="ports", paper="letter").name != kept.name


def test_a_sheet_whose_file_changed_loses_its_prints_until_it_is_printed_again() -> None:
    PrintedSheet.objects.create(sheet_id="ports", paper="a4", name="old", pdf=b"old")
    Sheet.objects.filter(slug="ports").update(content_hash="old")
    actions.load(SHEETS, runner.service_fields())
    assert not PrintedSheet.objects.exists()


def test_a_chart_has_the_last_page_for_itself(printed) -> None:
    first, last = opened(printed["troubleshooting", "a4"]).pages
    assert "What the client says" in first.extract_text()
    assert "From the symptom to the fault" in last.extract_text()
    assert "Does the name resolve?" in last.extract_text()


def test_a_print_is_made_within_a_second() -> None:
    printing.print_out(reading("affinity"), "a4")  # the fonts are read once
    begun = time.process_time()
    printing.print_out(reading("everything"), "a4")
    assert time.process_time() - begun < 1


def test_a_sheet_without_runs_is_printed_all_the_same() -> None:
    sheet = Sheet.objects.get(slug="dns")
    for section in sheet.sections:
        for part in section["parts"]:
            for one in part.get("members", ()):
                one["manifests"] = "another"
                one["cards"] = []
    assert len(opened(printing.print_out(read(sheet), "a4")).pages) == 1


def test_a_sheet_that_is_too_long_is_an_error_and_no_third_page() -> None:
    sheet = Sheet.objects.get(slug="dns")
    sheet.sections = [
        section | {"title": f"{section['title']} {number}"} for number in range(12) for section in sheet.sections
    ]
    with pytest.raises(printing.TooLong, match="dns does not fit on 2 pages"):
        printing.print_out(read(sheet), "a4")
