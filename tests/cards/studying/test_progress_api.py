"""How a learner stands, over REST."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from cards.models import Tag
from cards.studying.models import Learner
from tests.cards.studying import cards
from tests.cards.studying.test_api import CARD, post, review

pytestmark = pytest.mark.django_db


class TestSettings:
    def test_of_a_stranger_are_the_defaults_and_write_nothing(self, client):
        found = client.get("/api/v1/study/settings/").json()
        assert (found["new_a_day"], found["retention"], found["time_zone"]) == (10, 0.9, "UTC")
        assert not Learner.objects.exists()

    def test_change_by_what_is_named_alone(self, client):
        change = {"new_a_day": 3, "time_zone": "Asia/Tokyo"}
        found = client.patch("/api/v1/study/settings/", change, content_type="application/json").json()
        assert (found["new_a_day"], found["time_zone"], found["reviews_a_day"]) == (3, "Asia/Tokyo", 100)
        assert client.get("/api/v1/study/settings/").json() == found

    @pytest.mark.parametrize(
        ("name", "value"),
        [("new_a_day", -1), ("retention", 2), ("time_zone", "Mars/Olympus"), ("day_begins", 24), ("stars", 1)],
    )
    def test_that_are_none_are_named(self, client, name, value):
        answer = client.patch("/api/v1/study/settings/", {name: value}, content_type="application/json")
        assert (answer.status_code, list(answer.json())) == (400, [name])


def test_statistics_count_by_topic_and_tag(client):
    made = cards.make(2)
    made[0].tags.add(Tag.objects.create(name="headless"))
    post(client, review(rating=4))
    found = client.get("/api/v1/study/statistics/").json()
    [topic], [tag] = found["topics"], found["tags"]
    assert (topic["name"], topic["cards"], topic["seen"], topic["known"]) == ("selectors", 2, 1, 1)
    assert (tag["name"], tag["cards"], tag["recall"]) == ("headless", 1, 100)
    assert (found["total"], found["streak"], len(found["forecast"]), found["days"][0]["count"]) == (1, 1, 14, 1)
    assert Client().get("/api/v1/study/statistics/").json()["total"] == 0


def test_weak_spots_come_with_their_reasons(client):
    cards.make(2)
    assert client.get("/api/v1/study/weak/").json()["results"] == []
    post(client, review(rating=1), review(rating=1))
    [spot] = client.get("/api/v1/study/weak/").json()["results"]
    assert (spot["card"], spot["wrong_lately"], spot["reasons"]) == (CARD, 2, ["wrong twice in the last 14 days"])
    assert client.get("/api/v1/study/next/?weak=true").json()["today"]["new"] == 0


class TestSchedules:
    def test_come_as_they_change(self, client):
        made = cards.make(3)
        first = review(rating=4)
        post(client, first, review(card=made[1].pk))
        page = client.get("/api/v1/study/schedules/").json()
        assert {one["card"] for one in page["schedules"]} == {CARD, made[1].pk}
        since = page["cursor"]
        again = client.get(f"/api/v1/study/schedules/?since={since}").json()
        assert again == {"schedules": [], "removed": [], "cursor": since, "has_more": False}
        post(client, {"client_id": str(uuid.uuid4()), "kind": "undo", "undoes": first["client_id"]})
        page = client.get(f"/api/v1/study/schedules/?since={since}").json()
        assert (page["schedules"], page["removed"]) == ([], [CARD])
        assert Client().get("/api/v1/study/schedules/").json()["schedules"] == []

    def test_come_in_pages(self, client):
        made = cards.make(230)
        for part in (made[:150], made[150:]):
            post(client, *[review(card=card.pk) for card in part])
        first = client.get("/api/v1/study/schedules/").json()
        rest = client.get(f"/api/v1/study/schedules/?since={first['cursor']}").json()
        assert (len(first["schedules"]), first["has_more"]) == (200, True)
        assert (len(rest["schedules"]), rest["has_more"]) == (30, False)


@pytest.mark.parametrize(("query", "slug"), [("topic=dns", "dns-000"), ("tag=headless", "dns-001")])
def test_next_card_is_one_of_the_choice(client, query, slug):
    cards.make(1, "affinity")
    made = cards.make(2, "dns")
    made[1].tags.add(Tag.objects.create(name="headless"))
    assert client.get(f"/api/v1/study/next/?{query}").json()["card"]["slug"] == slug
