"""The pages of a session, as a browser without any script sees them."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cards.studying import actions
from cards.studying.models import Learner, Review, Schedule
from sandbox.models import Submission
from tests.cards.studying import cards

pytestmark = pytest.mark.django_db

SLUG = "selectors-000"


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the form that rates."""
    form = page[page.index('class="ratings"') :]
    return dict(re.findall(r'type="hidden" name="(client_id|reviews|shown|ahead)" value="([^"]*)"', form))


def rate(client: Client, slug: str = SLUG, rating: str = "3", **changed: str):
    page = client.get(f"/study/card/{slug}/?answer=1").content.decode()
    return client.post(f"/study/card/{slug}/rate/", fields(page) | {"rating": rating} | changed)


def text(client: Client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


def test_stranger_gets_cards_and_no_cookie(client):
    cards.make(3)
    assert "3 cards for today" in text(client, "/study/")
    assert client.get("/study/next/")["Location"] == f"/study/card/{SLUG}/"
    assert "visitor" not in client.cookies
    assert not Learner.objects.exists()


@pytest.mark.parametrize("path", ["", "settings/", "statistics/", "next/"])
def test_page_stands_without_cards(client, path):
    assert client.get(f"/study/{path}", follow=True).status_code == 200


def test_answer_and_ratings_are_hidden_until_they_are_asked_for(client):
    cards.make(1)
    page = text(client, f"/study/card/{SLUG}/")
    assert "<strong>all</strong>" not in page
    assert 'name="rating"' not in page
    page = text(client, f"/study/card/{SLUG}/?answer=1")
    assert "<strong>all</strong>" in page
    intervals = re.findall(r'class="interval">.*?</span>(.*?)</span>', page)
    assert intervals[:3] == ["1 min", "6 min", "10 min"]
    assert re.fullmatch(r"\d days", intervals[3])


def test_showing_the_answer_keeps_what_was_typed(client):
    cards.make(1)
    page = client.post(f"/study/card/{SLUG}/?answer=1", {"manifests": "# mine"}).content.decode()
    assert "# mine</textarea>" in page
    assert 'name="rating"' in page
    assert not Submission.objects.exists()


def test_yaml_is_carried_out_within_the_session(client):
    cards.make(1)
    response = client.post(f"/study/card/{SLUG}/?ahead=1", {"manifests": "kind: Pod"})
    made = Submission.objects.get()
    assert response["Location"] == f"/study/card/{SLUG}/{made.permalink}/?ahead=1"
    page = text(client, response["Location"])
    assert "kind: Pod" in page
    assert f"/study/card/{SLUG}/{made.permalink}/?ahead=1&amp;answer=1" in page


def test_rating_is_written_down_and_leads_on(client):
    cards.make(2)
    response = rate(client)
    assert response["Location"] == "/study/next/"
    row = Review.objects.get()
    assert (row.card, row.rating) == ("card-selectors-000", 3)
    assert 0 <= (row.elapsed_ms or -1) < 60_000
    assert "1 done" in text(client, "/study/next/")


def test_same_form_sent_twice_is_one_rating(client):
    cards.make(1)
    sent = fields(text(client, f"/study/card/{SLUG}/?answer=1")) | {"rating": "4"}
    for _ in range(2):
        assert client.post(f"/study/card/{SLUG}/rate/", sent).status_code == 302
    assert Review.objects.count() == 1


def test_page_that_is_behind_rates_nothing(client):
    cards.make(1)
    rate(client)
    behind = fields(text(client, f"/study/card/{SLUG}/?answer=1")) | {"rating": "4"}
    rate(client)
    client.post(f"/study/card/{SLUG}/rate/", behind)
    assert Review.objects.count() == 2


@pytest.mark.parametrize("changed", [{"rating": "5"}, {"rating": ""}, {"rating": "x"}])
def test_what_is_no_rating_is_asked_again(client, changed):
    cards.make(1)
    assert rate(client, **changed)["Location"] == f"/study/card/{SLUG}/"
    assert not Review.objects.exists()


@pytest.mark.parametrize("changed", [{"client_id": "x"}, {"shown": "-1"}, {"shown": "9" * 30}, {"zone": "nowhere"}])
def test_damaged_hidden_fields_lose_no_rating(client, changed):
    cards.make(1)
    rate(client, **changed)
    assert Review.objects.count() == 1


def test_undo_shows_the_card_again_and_after_the_end_too(client):
    cards.make(1)
    rate(client, rating="4")
    assert "That was all for today" in text(client, "/study/next/")
    assert "Undo" in text(client, "/study/")
    response = client.post("/study/undo/")
    assert response["Location"] == f"/study/card/{SLUG}/"
    assert not Schedule.objects.exists()
    assert client.post("/study/undo/")["Location"] == "/study/"


def test_undo_of_a_stranger_does_nothing(client):
    assert client.post("/study/undo/")["Location"] == "/study/"


def test_eighth_lapse_says_so_and_can_be_taken_up_again(client):
    cards.make(1)
    rate(client, rating="4")
    visitor = Review.objects.get().visitor
    name = Review.objects.get().card
    for _ in range(7):
        actions.record(visitor, [actions.Said(card=name, rating=1), actions.Said(card=name, rating=3)])
    response = rate(client, rating="1")
    assert response["Location"] == f"/study/card/{SLUG}/set-aside/"
    page = text(client, response["Location"])
    assert "This card is set aside" in page
    assert "8 times" in page
    assert "set aside" in text(client, f"/study/card/{SLUG}/")
    client.post(response["Location"])
    assert not Schedule.objects.get().is_set_aside
    assert client.get(response["Location"])["Location"] == "/study/"


def test_settings_are_kept_and_wrong_ones_named(client):
    wishes = {
        "new_a_day": "3",
        "reviews_a_day": "20",
        "retention": "0.95",
        "time_zone": "Asia/Tokyo",
        "day_begins": "0",
    }
    assert client.post("/study/settings/", wishes)["Location"] == "/study/"
    kept = Learner.objects.get()
    assert (kept.new_a_day, kept.retention, kept.time_zone, kept.day_begins) == (3, 0.95, "Asia/Tokyo", 0)
    assert not kept.has_keys
    assert re.search(r'value="0\.95"[^>]* checked', text(client, "/study/settings/"))
    for name, value in [("new_a_day", "-1"), ("retention", "2"), ("time_zone", "Mars/Olympus"), ("day_begins", "24")]:
        response = client.post("/study/settings/", wishes | {name: value})
        assert response.status_code == 422
        assert "errorlist" in response.content.decode()
    assert Learner.objects.get().new_a_day == 3


def test_keys_can_be_switched_off(client):
    cards.make(1)
    assert "data-has-keys" in text(client, f"/study/card/{SLUG}/")
    rate(client)
    Learner.objects.update(has_keys=False)
    page = text(client, f"/study/card/{SLUG}/?answer=1")
    assert "data-has-keys" not in page
    assert "aria-keyshortcuts" not in page


@pytest.mark.parametrize(
    "path", ["", "?topic=topic-3", "next/", "next/?weak=1", f"card/{SLUG}/?answer=1", "statistics/", "weak/"]
)
def test_page_takes_as_many_queries_for_many_cards_as_for_few(client, path):
    cards.make(3)
    rate(client)
    visitor = Review.objects.get().visitor
    actions.configure(visitor, new_a_day=500)
    counts = []
    for count in (3, 80):
        topic = f"topic-{count}"
        made = cards.make(count, topic)
        actions.record(visitor, [actions.Said(card=card.pk, rating=4) for card in made[: count // 2]])
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/study/{path}")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 14
