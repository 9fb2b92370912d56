"""The log of reviews, and the schedules that follow from it."""

from __future__ import annotations

import io
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cards.studying import actions
from cards.studying.actions import Said
from cards.studying.models import Kind, Learner, Review, Schedule
from tests.cards.studying import cards

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
IDS = [f"card-selectors-{number:03}" for number in range(3)]


def schedules(visitor: str = "alice") -> list[dict[str, Any]]:
    rows = Schedule.objects.filter(visitor=visitor).order_by("card").values()
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]


def rate(card: str, rating: int = 3, minutes: int = 0, visitor: str = "alice") -> None:
    actions.record(visitor, [Said(card=card, rating=rating, at=NOON + timedelta(minutes=minutes))])


# What a learner does: rates card 0 to 2, so many minutes after the step before, or undoes (None).
steps = st.lists(
    st.one_of(st.none(), st.tuples(st.sampled_from(IDS), st.integers(1, 4), st.integers(0, 30 * 24 * 60))),
    min_size=1,
    max_size=12,
)


class TestLog(TestCase):
    """Each example in a transaction of its own."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps)
    def test_undo_restores_the_schedule_exactly(self, done):
        cards.make(3)
        before: list[Any] = []
        minutes = 0
        for step in done:
            if step is None:
                undone = actions.undo("alice")
                assert bool(undone) == bool(before)
                if before:
                    assert schedules() == before.pop()
                continue
            card, rating, gap = step
            minutes += gap
            before.append(schedules())
            rate(card, rating, minutes)
        while before:
            assert actions.undo("alice")
            assert schedules() == before.pop()
        assert actions.undo("alice") is None

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps)
    def test_replaying_the_log_gives_the_same_schedules(self, done):
        cards.make(3)
        minutes = 0
        for step in done:
            if step is None:
                actions.undo("alice")
            else:
                card, rating, gap = step
                minutes += gap
                rate(card, rating, minutes)
        expected = schedules()
        Schedule.objects.all().delete()
        call_command("rebuild_schedules", stdout=io.StringIO())
        assert schedules() == expected
        Schedule.objects.update(stability=99, lapses=7)
        actions.rebuild("alice")
        assert schedules() == expected

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_events_may_come_in_any_order_and_any_number_of_times(self, data):
        cards.make(3)
        reviews = [
            Said(card=card, rating=rating, at=NOON + timedelta(minutes=minutes))
            for card, rating, minutes in data.draw(
                st.lists(st.tuples(st.sampled_from(IDS), st.integers(1, 4), st.integers(0, 99)), min_size=1, max_size=8)
            )
        ]
        taken_back = data.draw(st.lists(st.sampled_from(reviews), max_size=3))
        said = reviews + [Said(kind=Kind.UNDO, undoes=one.client_id, at=NOON) for one in taken_back]
        actions.record("alice", said)
        expected = [row | {"visitor": ""} for row in schedules()]
        shuffled = data.draw(st.permutations(said + said[:3]))
        while shuffled:
            size = data.draw(st.integers(1, len(shuffled)))
            actions.record("bob", shuffled[:size])
            shuffled = shuffled[size:]
        assert [row | {"visitor": ""} for row in schedules("bob")] == expected
        assert Review.objects.filter(visitor="bob").count() == len(said)


@pytest.mark.django_db
class TestUndo:
    def test_is_thirty_steps_deep(self):
        cards.make(1)
        for minutes in range(32):
            rate(IDS[0], minutes=minutes)
        assert all(actions.undo("alice") for _ in range(30))
        assert actions.undo("alice") is None
        assert Schedule.objects.get().reviews == 2

    def test_adds_to_the_log_and_changes_nothing_in_it(self):
        cards.make(1)
        rate(IDS[0])
        before = list(Review.objects.values())
        actions.undo("alice")
        assert list(Review.objects.values())[:1] == before
        assert Review.objects.count() == 2

    def test_is_of_ones_own_only(self):
        cards.make(1)
        rate(IDS[0])
        assert actions.undo("bob") is None
        assert Schedule.objects.filter(visitor="alice").exists()


@pytest.mark.django_db
class TestRecord:
    def test_instant_to_come_counts_as_now(self):
        cards.make(1)
        [row] = actions.record("alice", [Said(card=IDS[0], rating=3, at=NOON + timedelta(days=9))], now=NOON)
        assert row.at == NOON

    def test_first_event_of_a_client_id_stands(self):
        cards.make(1)
        name = uuid.uuid4()
        actions.record("alice", [Said(card=IDS[0], rating=3, client_id=name)])
        assert actions.record("alice", [Said(card=IDS[0], rating=1, client_id=name)]) == []
        assert Review.objects.get().rating == 3

    def test_same_client_id_of_another_visitor_is_another_event(self):
        cards.make(1)
        name = uuid.uuid4()
        for visitor in ("alice", "bob"):
            assert actions.record(visitor, [Said(card=IDS[0], rating=3, client_id=name)])

    @pytest.mark.parametrize(("zone", "kept"), [("Asia/Tokyo", "Asia/Tokyo"), ("Mars/Olympus", "UTC"), ("", "UTC")])
    def test_new_learner_gets_the_zone_of_their_device(self, zone, kept):
        cards.make(1)
        actions.record("alice", [Said(card=IDS[0], rating=3)], zone=zone)
        assert Learner.objects.get().time_zone == kept

    def test_wish_for_retention_holds_for_what_comes_after_it(self):
        cards.make(1)
        rate(IDS[0], 4)
        before = schedules()
        actions.configure("alice", retention=0.97)
        actions.rebuild("alice")
        assert schedules() == before
        rate(IDS[0], 4, minutes=60)
        assert list(Review.objects.values_list("retention", flat=True)) == [0.9, 0.97]

    def test_number_of_queries_does_not_grow_with_the_log(self):
        cards.make(1)
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as captured:
                rate(IDS[0])
            counts.append(len(captured))
            for minutes in range(20):
                rate(IDS[0], minutes=minutes)
        assert counts[1] <= counts[0]
