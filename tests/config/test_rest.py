"""What holds for every address of the REST interface, whichever room it belongs to."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from django.test import Client

from config import state
from sandbox.wrongs import by_field
from tests.cards.studying import cards

pytestmark = pytest.mark.django_db

OPERATIONS: dict[str, dict[str, Any]] = yaml.safe_load((state.ROOT / "docs" / "openapi.yaml").read_text())["paths"]
UNNAMED = "00000000-0000-4000-8000-000000000000"
READS = {
    path.format(
        slug="none", name="all", number=1, **dict.fromkeys(("attempt_id", "check_id", "deck_id", "interview_id"), UNNAMED),
        **dict.fromkeys(("playground_id", "submission_id"), UNNAMED), card_id="none",
    ): operations["get"]
    for path, operations in OPERATIONS.items()
    if "get" in operations and path.startswith("/api/")
}  # fmt: skip
WHOLE = {path: operation for path, operation in READS.items() if "none" not in path and UNNAMED not in path}


def shape(operation: dict[str, Any]) -> str:
    """The name of what an operation answers."""
    content = next(iter(operation["responses"]["200"]["content"].values()))
    return str(content["schema"].get("$ref", "")).rpartition("/")[2]


@pytest.mark.parametrize("path", READS)
def test_what_nobody_can_ask_for_is_refused(client, path) -> None:
    answer = client.get(path, {"nonsense": "1"})
    assert answer.status_code == 400
    assert "nonsense" in answer.json()


@pytest.mark.parametrize("path", READS)
def test_a_token_that_opens_nothing_is_a_401_before_anything_else(client, path) -> None:
    answer = client.get(path, headers={"Authorization": "Bearer none.of.ours"})
    assert answer.status_code == 401
    assert list(answer.json()) == ["detail"]
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", sorted(set(READS) - set(WHOLE)))
def test_what_is_not_there_is_a_404_in_a_sentence(client, path) -> None:
    answer = client.get(path, {"line": "kubectl"} if path.endswith("completions/") else {})
    assert (answer.status_code, list(answer.json())) == (404, ["detail"])


@pytest.mark.parametrize("path", [path for path, one in READS.items() if one["operationId"].endswith("_list")])
def test_every_list_is_a_page_of_the_same_shape(path) -> None:
    assert shape(READS[path]).startswith("Paginated")


@pytest.mark.parametrize("path", [path for path, one in WHOLE.items() if shape(one).startswith("Paginated")])
def test_every_list_of_nothing_is_an_empty_page_or_has_rows(path) -> None:
    answer = Client().get(path).json()
    assert list(answer) == ["next", "previous", "results"]


@pytest.mark.parametrize("path", [path for path, one in WHOLE.items() if "304" in one["responses"]])
def test_what_is_there_already_is_not_sent_again(client, path) -> None:
    cards.make(2)
    first = client.get(path)
    assert "no-cache" in first["Cache-Control"]
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.get(path, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("path", [path for path, one in WHOLE.items() if "304" not in one["responses"]])
def test_what_is_ones_own_is_kept_by_nobody(client, path) -> None:
    assert client.get(path)["Cache-Control"] == "no-store"


def test_one_value_is_said_once(client) -> None:
    assert client.get("/api/v1/cards/?page_size=1&page_size=2").json() == {"page_size": ["Say it once."]}


def test_problems_of_what_is_nested_are_named_with_points() -> None:
    nested = {"events": [{}, {"at": ["No instant."], "non_field_errors": ["Too much."]}], "chosen": {0: ["No number."]}}
    assert by_field(nested) == {
        "events.1.at": ["No instant."],
        "events.1": ["Too much."],
        "chosen.0": ["No number."],
    }
    assert by_field(["All of it."]) == {"non_field_errors": ["All of it."]}
