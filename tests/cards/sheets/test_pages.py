"""The list, a sheet's page and its files, as a browser without any script gets them."""

import re

import pytest

from cards.sheets.models import Sheet
from sandbox.models import Proof
from tests.cards.sheets.conftest import SHEETS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def page(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_list_leads_to_every_form_of_every_sheet(client) -> None:
    html = page(client, "/sheets/")
    for sheet in SHEETS:
        for path in ("/", ".pdf", ".pdf?paper=letter", ".md"):
            assert f'href="/sheets/{sheet.slug}{path}"' in html
        assert f"{sheet.runs} runs" in html


def test_the_list_stands_without_sheets(client) -> None:
    Sheet.objects.all().delete()
    assert "There are no sheets yet" in page(client, "/sheets/")


@pytest.mark.parametrize("slug", [sheet.slug for sheet in SHEETS])
def test_every_statement_has_a_mark_that_leads_to_its_runs(client, slug) -> None:
    html = page(client, f"/sheets/{slug}/")
    sheet = Sheet.objects.get(slug=slug)
    count = sum(len(part.get("members", ())) for section in sheet.sections for part in section["parts"])
    assert len(re.findall(r'id="fact-\d+"', html)) == count
    assert html.count('<details class="runs is-holds">') == count
    assert "is-fails" not in html
    assert "Not carried out yet" not in html
    assert html.count("<figure") == sum(part["kind"] == "picture" for one in sheet.sections for part in one["parts"])
    anchors = re.findall(r'<li><a href="#([^"]+)">', html)
    assert anchors == [*(section["anchor"] for section in sheet.sections), "read-on"]
    assert all(f'id="{anchor}"' in html for anchor in anchors)


def test_a_mark_opens_on_what_was_claimed_and_what_happened(client) -> None:
    html = page(client, "/sheets/dns/")
    assert "Which faults has that ruled out?" in html
    assert "The whole name leads to the cluster IP" in html
    assert re.search(r'href="/cards/nslookup-is-not-enough/"', html)
    assert "Kubernetes v1.37.2" in html


def test_without_proofs_a_sheet_says_so(client) -> None:
    Proof.objects.all().delete()
    html = page(client, "/sheets/dns/")
    assert "Not carried out yet" in html
    assert "is-holds" not in html
    assert "<figure" not in html


def test_the_number_of_queries_does_not_grow_with_the_sheet(client, django_assert_max_num_queries) -> None:
    for slug in ("affinity", "everything"):
        with django_assert_max_num_queries(5):
            page(client, f"/sheets/{slug}/")
    with django_assert_max_num_queries(1):
        page(client, "/sheets/")


def test_a_sheet_that_there_is_not(client) -> None:
    for path in ("/sheets/nothing/", "/sheets/nothing.pdf", "/sheets/nothing.md"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("paper", ["a4", "letter", "Letter"])
def test_a_pdf_comes_with_an_etag_and_once(client, paper) -> None:
    first = client.get(f"/sheets/ports.pdf?paper={paper}")
    assert (first.status_code, first["Content-Type"]) == (200, "application/pdf")
    assert first.content.startswith(b"%PDF-1.7")
    assert f'filename="kubedrill-ports-{paper.lower()}.pdf"' in first["Content-Disposition"]
    again = client.get(f"/sheets/ports.pdf?paper={paper}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_each_paper_has_an_etag_of_its_own(client) -> None:
    assert client.get("/sheets/ports.pdf")["ETag"] == client.get("/sheets/ports.pdf?paper=a4")["ETag"]
    assert client.get("/sheets/ports.pdf")["ETag"] != client.get("/sheets/ports.pdf?paper=letter")["ETag"]


def test_a_paper_that_there_is_not_is_named(client) -> None:
    answer = client.get("/sheets/ports.pdf?paper=a5")
    assert answer.status_code == 400
    assert b"There are: a4, letter" in answer.content


@pytest.mark.parametrize("slug", [sheet.slug for sheet in SHEETS])
def test_markdown_says_the_same(client, slug) -> None:
    answer = client.get(f"/sheets/{slug}.md")
    text = answer.content.decode()
    sheet = Sheet.objects.get(slug=slug)
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="kubedrill-{slug}.md"'
    assert text.startswith(f"# {sheet.title}\n")
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == [
        *(section["title"] for section in sheet.sections),
        "Read on",
    ]
    assert text.endswith(f"Kubernetes v1.37.2, {sheet.runs} runs\n")
    assert not re.search(r"\{(answered|refused|timed out|unresolved)\}", text)
    assert "](http://testserver/cards/" in text
    assert client.get(f"/sheets/{slug}.md", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_the_list_of_cards_leads_to_the_sheet_of_each_topic(client) -> None:
    html = page(client, "/cards/")
    assert 'href="/sheets/dns/"' in html
    assert 'href="/sheets/everything/"' not in html
