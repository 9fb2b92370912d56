"""Quizzes over REST, as a program for phones uses them."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from quizzes.models import Answer, Attempt
from tests.quizzes import questions

pytestmark = pytest.mark.django_db

API = "/api/v1"


@pytest.fixture
def api() -> APIClient:
    return APIClient()


def begin(api: APIClient, slug: str = "selectors", **wishes: object):
    return api.post(f"{API}/quizzes/{slug}/attempts/", wishes)


def test_list_is_cut_into_pages_by_a_cursor(api) -> None:
    for number in range(5):
        questions.quiz(2, slug=f"quiz-{number}")
    first = api.get(f"{API}/quizzes/?page_size=3").json()
    second = api.get(first["next"]).json()
    slugs = [one["slug"] for one in first["results"] + second["results"]]
    assert slugs == [f"quiz-{number}" for number in range(5)]
    assert first["results"][0]["questions"] == 2
    assert api.get(f"{API}/quizzes/quiz-1/").json()["title"] == "About quiz-1"
    assert api.get(f"{API}/quizzes/nothing/").status_code == 404


def test_attempt_shows_the_question_without_its_answer(api) -> None:
    questions.quiz(2)
    made = begin(api)
    assert made.status_code == 201
    question = made.json()["question"]
    assert question["number"] == 1
    assert set(question["options"][0]) == {"text", "form"}
    assert "verdict" not in made.content.decode()
    assert api.get(f"{API}/attempts/{made.json()['id']}/").json() == made.json()


def test_answer_says_whether_and_why_and_what_comes_next(api) -> None:
    questions.quiz(2)
    attempt = begin(api).json()
    sent = {"question": attempt["question"]["id"], "chosen": [0], "elapsed_ms": 900}
    given = api.post(f"{API}/attempts/{attempt['id']}/answers/", sent).json()
    assert given["is_right"] is True
    assert given["options"][0] | {"note": ""} == {
        "text": "`web-0`",
        "form": "sentence",
        "is_right": True,
        "is_chosen": True,
        "note": "",
    }
    assert "no pod matches" in given["explanation"]["sentence"]
    assert given["explanation"]["because"][0]["line"] == 1
    assert given["attempt"]["question"]["number"] == 2
    again = api.post(f"{API}/attempts/{attempt['id']}/answers/", sent | {"chosen": [2]}).json()
    assert again == given
    assert Answer.objects.exclude(is_right=None).count() == 1


def test_beginning_is_idempotent_and_the_end_has_no_question(api) -> None:
    questions.quiz(1)
    attempt = begin(api).json()
    assert begin(api).json() == attempt
    sent = {"question": attempt["question"]["id"], "chosen": [2]}
    given = api.post(f"{API}/attempts/{attempt['id']}/answers/", sent).json()
    assert given["attempt"]["question"] is None
    assert given["attempt"]["finished"] is not None
    assert begin(api).json()["id"] != attempt["id"]


def test_endless_takes_wishes_and_is_finished_by_hand(api) -> None:
    questions.pool(5, topic="dns", difficulty=2)
    attempt = begin(api, "endless", topic="dns", difficulty=2).json()
    assert (attempt["quiz"], attempt["total"], attempt["question"]["topic"]) == ("endless", None, "dns")
    ended = api.post(f"{API}/attempts/{attempt['id']}/finish/").json()
    assert ended["finished"] is not None
    late = {"question": attempt["question"]["id"], "chosen": [0]}
    assert api.post(f"{API}/attempts/{attempt['id']}/answers/", late).status_code == 400


@pytest.mark.parametrize(
    ("slug", "wishes", "field"),
    [
        ("endless", {"topic": "cooking"}, "topic"),
        ("endless", {"difficulty": 4}, "difficulty"),
        ("endless", {"level": 1}, "level"),
        ("selectors", {"difficulty": 1}, "difficulty"),
    ],
)
def test_wishes_that_cannot_be_had_are_named(api, slug, wishes, field) -> None:
    questions.quiz(1)
    response = begin(api, slug, **wishes)
    assert response.status_code == 400
    assert field in response.json()
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"chosen": [0]}, "question"),
        ({"question": "another", "chosen": [0]}, "question"),
        ({"chosen": []}, "chosen"),
        ({"chosen": [9]}, "chosen"),
        ({"chosen": [0, 1]}, "chosen"),
        ({"chosen": "0"}, "chosen"),
        ({"chosen": [0], "hint": 1}, "hint"),
    ],
)
def test_answers_that_are_none_are_named(api, sent, field) -> None:
    questions.quiz(1)
    attempt = begin(api).json()
    body = ({"question": attempt["question"]["id"]} if field != "question" else {}) | sent
    response = api.post(f"{API}/attempts/{attempt['id']}/answers/", body)
    assert response.status_code == 400
    assert field in response.json()
    assert not Answer.objects.exclude(is_right=None).exists()


def test_attempt_of_somebody_else_is_not_there(api) -> None:
    questions.quiz(1)
    attempt = begin(api).json()
    stranger = APIClient()
    assert stranger.get(f"{API}/attempts/{attempt['id']}/").status_code == 404
    sent = {"question": attempt["question"]["id"], "chosen": [0]}
    assert stranger.post(f"{API}/attempts/{attempt['id']}/answers/", sent).status_code == 404
