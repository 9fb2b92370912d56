"""Studying over REST."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from cards.studying.models import Review, Schedule
from tests.cards.studying import cards

pytestmark = pytest.mark.django_db

CARD = "card-selectors-000"


def review(**changed: Any) -> dict[str, Any]:
    return {"client_id": str(uuid.uuid4()), "card": CARD, "rating": 3} | changed


def post(client: Client, *events: dict[str, Any]):
    return client.post("/api/v1/reviews/", {"events": list(events)}, content_type="application/json")


def test_next_card_comes_with_the_interval_of_each_rating(client):
    cards.make(2)
    found = client.get("/api/v1/study/next/").json()
    assert (found["card"]["id"], found["today"]["new"]) == (CARD, 2)
    assert [one["rating"] for one in found["ratings"]] == [1, 2, 3, 4]
    assert [one["seconds"] for one in found["ratings"]][:3] == [60, 330, 600]


def test_next_card_is_null_where_nothing_is_left(client):
    found = client.get("/api/v1/study/next/?ahead=true").json()
    assert (found["card"], found["ratings"]) == (None, [])


def test_review_is_taken_once_however_often_it_is_sent(client):
    cards.make(1)
    event = review(rating=4, at="2026-03-02T12:00:00Z", elapsed_ms=1200)
    first = post(client, event).json()
    assert (len(first["events"]), first["schedules"][0]["phase"]) == (1, "known")
    again = post(client, event, event).json()
    assert (again["events"], again["schedules"]) == ([], first["schedules"])
    assert Review.objects.count() == 1


def test_undo_may_come_before_what_it_takes_back(client):
    cards.make(1)
    event = review()
    undo = {"client_id": str(uuid.uuid4()), "kind": "undo", "undoes": event["client_id"]}
    assert post(client, undo).status_code == 200
    assert post(client, event).json()["schedules"] == []
    assert not Schedule.objects.exists()


def test_log_is_read_on_from_a_cursor(client):
    cards.make(1)
    assert client.get("/api/v1/reviews/").json() == {"events": [], "cursor": 0, "has_more": False}
    for _ in range(2):
        post(client, *[review() for _ in range(150)])
    first = client.get("/api/v1/reviews/").json()
    assert (len(first["events"]), first["has_more"]) == (200, True)
    rest = client.get(f"/api/v1/reviews/?since={first['cursor']}").json()
    assert (len(rest["events"]), rest["has_more"]) == (100, False)
    assert client.get(f"/api/v1/reviews/?since={rest['cursor']}").json()["events"] == []
    post(client, event := review())
    [new] = client.get(f"/api/v1/reviews/?since={rest['cursor']}").json()["events"]
    assert new["client_id"] == event["client_id"]


def test_log_of_another_visitor_is_not_seen(client):
    cards.make(1)
    post(client, review())
    assert Client().get("/api/v1/reviews/").json()["events"] == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"rating": 5}, "rating"),
        ({"rating": None}, "rating"),
        ({"client_id": "x"}, "client_id"),
        ({"kind": "undo"}, "undoes"),
        ({"kind": "resume"}, "rating"),
        ({"stars": 5}, "stars"),
        ({"at": "yesterday"}, "at"),
        ({"card": 7}, "card"),
    ],
)
def test_what_is_wrong_with_an_event_is_named(client, changed, field):
    cards.make(1)
    answer = post(client, review(), review(**changed))
    assert answer.status_code == 400
    assert f"events.1.{field}" in answer.json()
    assert not Review.objects.exists()


def test_unknown_cards_and_too_many_events_are_refused(client):
    assert "There is no card" in post(client, review()).json()["events"][0]
    cards.make(1)
    assert post(client, *[review() for _ in range(201)]).status_code == 400


@pytest.mark.parametrize("query", ["since=-1", "since=x", f"since={2**64}", "from=1"])
def test_cursor_that_is_none_is_refused(client, query):
    assert client.get(f"/api/v1/reviews/?{query}").status_code == 400


@pytest.mark.parametrize("query", ["ahead=", "ahead=1", "ahead=yes", "far=true"])
def test_question_for_the_next_card_is_read_strictly(client, query):
    assert client.get(f"/api/v1/study/next/?{query}").status_code == 400
