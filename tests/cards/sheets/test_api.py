import pytest

from cards.sheets.models import Sheet
from tests.cards.sheets.conftest import SHEETS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def test_the_list_comes_in_pages_by_cursor(client) -> None:
    first = client.get("/api/v1/sheets/?page_size=10").json()
    second = client.get(first["next"]).json()
    slugs = [sheet["slug"] for sheet in first["results"] + second["results"]]
    assert slugs == [sheet.slug for sheet in SHEETS]
    assert second["next"] is None


def test_a_sheet_in_the_list_leads_to_its_forms(client) -> None:
    [sheet] = [one for one in client.get("/api/v1/sheets/").json()["results"] if one["slug"] == "dns"]
    assert sheet["revised"] == "2026-11-23"
    for name, kind in (
        ("url", "application/json"),
        ("page", "text/html"),
        ("pdf", "application/pdf"),
        ("markdown", "text/markdown"),
    ):
        answer = client.get(sheet[name])
        assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, kind)


def test_a_sheet_has_its_statements_with_their_runs(client) -> None:
    sheet = client.get("/api/v1/sheets/dns/").json()
    assert sheet["kubernetes"] == "v1.37.2"
    assert [one["anchor"] for one in sheet["sections"]] == [
        one["anchor"] for one in Sheet.objects.get(slug="dns").sections
    ]
    statements = [one for section in sheet["sections"] for part in section["parts"] for one in part["members"]]
    assert statements[0]["yaml"].startswith("<service>.<namespace>")
    assert statements[1]["cells"][2] == "`web.svc`"
    for one in statements:
        runs = [run for proof in one["proofs"] for run in proof["runs"]]
        assert len(runs) == one["count"] > 0
        assert all(run["holds"] and run["title"] and run["summary"] for run in runs)
    assert {proof["card"] for one in statements for proof in one["proofs"]} >= {None, "nslookup-is-not-enough"}


def test_pictures_and_fields_are_there_in_words(client) -> None:
    parts = [part for section in client.get("/api/v1/sheets/types/").json()["sections"] for part in section["parts"]]
    pictures = [part["picture"] for part in parts if part["kind"] == "picture"]
    assert len(pictures) == 5
    assert all(one["title"] and one["description"] and one["caption"] for one in pictures)
    [fields] = [part["fields_of_a_service"] for part in parts if part["kind"] == "fields"]
    assert fields[0]["path"] == "spec.type"


@pytest.mark.parametrize("path", ["/api/v1/sheets/", "/api/v1/sheets/dns/"])
def test_who_has_it_already_gets_304(client, path) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Sheet.objects.filter(slug="dns").update(title="Other")
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("word", ["page_size=0", "page_size=101", "tag=dns"])
def test_what_cannot_be_asked_for_is_named(client, word) -> None:
    answer = client.get(f"/api/v1/sheets/?{word}")
    assert (answer.status_code, list(answer.json())) == (400, [word.partition("=")[0]])


def test_what_there_is_not(client) -> None:
    assert client.get("/api/v1/sheets/nothing/").status_code == 404
    assert client.get("/api/v1/sheets/?cursor=nonsense").status_code == 404


def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries) -> None:
    for slug in ("affinity", "everything"):
        with django_assert_max_num_queries(4):
            client.get(f"/api/v1/sheets/{slug}/")
