"""Interviews over REST."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from quizzes.interviews.models import Interview, Item
from sandbox.models import Submission
from tests.quizzes.interviews import world

pytestmark = pytest.mark.django_db

API = "/api/v1/interviews"
WISH = {"minutes": 15, "level": "middle"}


@pytest.fixture
def api() -> APIClient:
    world.content()
    return APIClient()


def begin(api: APIClient) -> dict[str, Any]:
    response = api.post(f"{API}/", WISH, format="json")
    assert response.status_code == 201
    state: dict[str, Any] = response.json()
    return state


def send(api: APIClient, state: dict[str, Any], body: dict[str, Any], number: int | None = None) -> Any:
    here = number or state["item"]["number"]
    return api.post(f"{API}/{state['id']}/items/{here}/", body, format="json")


def test_questions_come_in_pages(api) -> None:
    first = api.get(f"{API}/questions/?page_size=20").json()
    second = api.get(first["next"]).json()
    slugs = [one["slug"] for one in first["results"] + second["results"]]
    assert len(slugs) == len(set(slugs)) == 24
    assert {"question", "answer", "points", "follow_ups", "links", "level"} <= first["results"][0].keys()
    assert api.get(f"{API}/questions/?colour=red").status_code == 400


def test_whole_interview_by_programs(api) -> None:
    state = begin(api)
    while item := state["item"]:
        row = Item.objects.get(interview=state["id"], number=item["number"])
        assert not {"answer", "note", "is_right"} & item.keys()
        if item["kind"] == "spoken":
            assert "points" not in item
            shown = send(api, state, {"show": True, "notes": "n"}).json()
            assert len(shown["item"]["points"]) == 4
            body: dict[str, Any] = {"rating": 4, "said": [0, 1]}
        elif item["kind"] == "quiz":
            assert row.question is not None
            assert all("is_right" not in option for option in item["options"])
            body = {"chosen": row.question.right}
        else:
            made = world.submission(row, owner=row.interview.visitor)
            send(api, state, {"submission": str(made.pk)})
            body = {"leave": True}
        response = send(api, state, body)
        assert response.status_code == 200
        state = response.json()
    assert state["answered"] == state["total"]
    report = api.get(f"{API}/{state['id']}/report/").json()
    assert (report["tasks_right"], report["tasks"]) == (3, 3)
    assert report["points_said"] * 2 == report["points"]
    assert "shown-by-this" in report["study"]
    assert len(report["items"]) == state["total"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"minutes": 20, "level": "middle"}, "minutes"),
        ({"minutes": 15, "level": "chief"}, "level"),
        ({"minutes": 15, "level": "middle", "topics": ["cooking"]}, "topics"),
        ({"minutes": 15, "level": "middle", "seed": 1}, "seed"),
    ],
)
def test_wishes_that_cannot_be_had_are_named(api, body, field) -> None:
    response = api.post(f"{API}/", body, format="json")
    assert response.status_code == 400
    assert field in response.json()
    assert not Interview.objects.exists()


@pytest.mark.parametrize(
    "body",
    [{}, {"rating": 5}, {"rating": 3, "leave": True}, {"said": [0]}, {"rating": 3, "said": [99]}, {"chosen": [0]}, {"x": 1}],
)  # fmt: skip
def test_what_is_no_answer_is_told(api, body) -> None:
    state = begin(api)
    assert send(api, state, body).status_code == 400
    assert not Item.objects.exclude(done=None).exists()


def test_a_submission_of_somebody_else_is_not_there(api) -> None:
    state = begin(api)
    other = Submission.objects.create(owner="x", card="c", content_hash="x", enqueued=Interview.objects.get().started)
    response = send(api, state, {"submission": str(other.pk)})
    assert response.status_code == 400
    assert "submission" in response.json()


def test_answering_twice_is_counted_once(api) -> None:
    state = begin(api)
    number = state["item"]["number"]
    send(api, state, {"rating": 2})
    again = send(api, state, {"rating": 4}, number).json()
    assert again["answered"] == 1
    assert Item.objects.get(number=number).rating == 2


def test_without_content_there_is_nothing_to_ask() -> None:
    assert APIClient().post(f"{API}/", WISH, format="json").status_code == 409


def test_an_interview_of_somebody_else_is_not_there(api) -> None:
    state = begin(api)
    stranger = APIClient()
    assert stranger.get(f"{API}/{state['id']}/").status_code == 404
    assert stranger.get(f"{API}/{state['id']}/report/").status_code == 404
    assert send(stranger, state, {"rating": 1}).status_code == 404
    assert api.get(f"{API}/{state['id']}/").json()["item"] == state["item"]
