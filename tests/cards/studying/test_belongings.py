"""What a guest did goes over to an account, can be taken away as JSON, and can be deleted."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from cards.studying import actions, belongings
from cards.studying.actions import Said
from cards.studying.models import MEMORY, Kind, Learner, Review, Schedule
from tests.cards.studying import cards

pytestmark = pytest.mark.django_db

CARD, OTHER = "card-selectors-000", "card-selectors-001"
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _cards() -> None:
    cards.make(3)


def rated(card: str, day: int, rating: int = 3, **changed) -> Said:
    return Said(card=card, rating=rating, at=AT + timedelta(days=day), **changed)


def schedules(visitor: str) -> list[tuple]:
    return list(Schedule.objects.filter(visitor=visitor).order_by("card").values_list("card", *MEMORY))


def test_the_log_goes_over_and_the_schedule_is_as_if_one_had_done_it_all():
    said = [rated(CARD, 0), rated(CARD, 3, 1), rated(OTHER, 4), rated(CARD, 5, 4)]
    actions.record("guest", said[1:3])
    actions.record("account", [said[0], said[3]])
    actions.record("witness", said)
    belongings.hand_over("guest", "account")
    assert schedules("account") == schedules("witness")
    assert Review.objects.filter(visitor="account").count() == 4
    assert belongings.tally("guest") == {"reviews": 0}
    assert not Schedule.objects.filter(visitor="guest").exists()
    assert not Learner.objects.filter(visitor="guest").exists()


def test_an_event_that_both_have_is_kept_once():
    same = rated(CARD, 0)
    actions.record("account", [same])
    actions.record("guest", [same, rated(OTHER, 1)])
    belongings.hand_over("guest", "account")
    assert Review.objects.filter(visitor="account").count() == 2
    assert Review.objects.count() == 2


def test_whoever_reads_the_log_by_a_cursor_gets_what_was_handed_over():
    actions.record("guest", [rated(CARD, 0), rated(OTHER, 1)])
    [seen] = actions.record("account", [rated(CARD, 2)])
    belongings.hand_over("guest", "account")
    after = Review.objects.filter(visitor="account", id__gt=seen.pk).order_by("id")
    assert [row.card for row in after] == [CARD, OTHER]


@pytest.mark.parametrize("undoer", ["guest", "account"])
def test_what_one_of_them_took_back_stays_taken_back(undoer):
    target = uuid.uuid4()
    does = "account" if undoer == "guest" else "guest"
    actions.record(does, [rated(CARD, 0, client_id=target), rated(OTHER, 0)])
    actions.record(undoer, [Said(kind=Kind.UNDO, undoes=target)])
    belongings.hand_over("guest", "account")
    assert [card for card, *_ in schedules("account")] == [OTHER]


def test_wishes_of_the_guest_count_only_where_the_account_has_none():
    actions.configure("guest", new_a_day=3, time_zone="Europe/Berlin")
    belongings.hand_over("guest", "account")
    learner = Learner.objects.get()
    assert (learner.visitor, learner.new_a_day, learner.time_zone) == ("account", 3, "Europe/Berlin")
    actions.configure("another", new_a_day=7)
    belongings.hand_over("another", "account")
    assert Learner.objects.get().new_a_day == 3


def test_nobody_hands_over_nothing():
    belongings.hand_over("guest", "account")
    assert not Learner.objects.exists()


def test_handing_over_twice_changes_nothing_more():
    actions.record("guest", [rated(CARD, 0)])
    belongings.hand_over("guest", "account")
    before = (schedules("account"), list(Review.objects.values_list()))
    belongings.hand_over("guest", "account")
    assert (schedules("account"), list(Review.objects.values_list())) == before


def test_the_export_is_json_and_has_all_of_it():
    actions.configure("alice", new_a_day=3)
    actions.record("alice", [rated(CARD, 0, elapsed_ms=1200)])
    actions.undo("alice")
    actions.record("bob", [rated(OTHER, 0)])
    found = json.loads(json.dumps(belongings.export("alice"), cls=DjangoJSONEncoder))
    assert found["wishes"]["new_a_day"] == 3
    assert [(row["kind"], row["card"], row["rating"]) for row in found["reviews"]] == [
        ("review", CARD, 3),
        ("undo", CARD, None),
    ]
    assert found["reviews"][0]["at"] == "2026-03-01T12:00:00Z"
    assert found["reviews"][0]["elapsed_ms"] == 1200
    assert found["schedules"] == []
    [schedule] = belongings.export("bob")["schedules"]
    assert (schedule["card"], schedule["phase"]) == (OTHER, "learning")
    assert belongings.export("nobody") == {"wishes": None, "reviews": [], "schedules": []}


def test_what_is_erased_is_gone_and_only_that():
    actions.record("alice", [rated(CARD, 0)])
    actions.record("bob", [rated(CARD, 0)])
    belongings.erase("alice")
    for model in (Review, Schedule, Learner):
        assert list(model.objects.values_list("visitor", flat=True)) == ["bob"]
