"""Which card comes next, and how the day's limits are counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cards.models import Card
from cards.studying import actions, sessions, statistics
from cards.studying.actions import Said
from cards.studying.choices import ALL, Choice
from cards.studying.models import Kind, Learner, Schedule
from tests.cards.studying import cards

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def learner(**wishes) -> Learner:
    return actions.configure("alice", **wishes)


def rate(card: Card | str, at: datetime, rating: int = 4) -> None:
    name = card if isinstance(card, str) else card.pk
    actions.record("alice", [Said(card=name, rating=rating, at=at)], now=at)


def upcoming(who: Learner, at: datetime, choice: Choice = ALL) -> Card | None:
    return sessions.next_card(who, at, sessions.today(who, at, choice), choice)


def known(count: int, *, due: datetime, topic: str = "known") -> list[Card]:
    """Cards that were learned a month before and are due then, in their order."""
    made = cards.make(count, topic)
    for card in made:
        rate(card, due - 30 * DAY)
    for number, card in enumerate(made):
        Schedule.objects.filter(card=card).update(due=due + timedelta(seconds=number))
    return made


def test_new_cards_come_from_easy_to_hard_up_to_the_limit():
    made = cards.make(5)
    Card.objects.filter(pk=made[0].pk).update(difficulty=3)
    who = learner(new_a_day=2)
    assert sessions.today(who, NOON).new == 2
    for expected in made[1:3]:
        assert upcoming(who, NOON) == expected
        rate(expected, NOON)
    assert (upcoming(who, NOON), sessions.today(who, NOON).left) == (None, 0)
    assert upcoming(who, NOON + DAY) == made[3]


def test_topics_come_in_the_order_in_which_they_are_taught():
    for topic in ("affinity", "zzz", "foundations"):
        cards.make(1, topic)
    assert [card.topic for card in sessions.unseen("alice")] == ["foundations", "affinity", "zzz"]


def test_limits_are_those_of_the_learners_own_day():
    cards.make(4)
    who = learner(new_a_day=1, time_zone="America/New_York", day_begins=4)
    rate("card-selectors-000", datetime(2026, 3, 2, 23, tzinfo=UTC))  # 18:00
    assert upcoming(who, datetime(2026, 3, 3, 8, 59, tzinfo=UTC)) is None  # 3:59
    assert upcoming(who, datetime(2026, 3, 3, 9, 0, tzinfo=UTC)) is not None
    # On 8 March the clocks go forward: the day begins at 8:00 UTC.
    rate("card-selectors-001", datetime(2026, 3, 7, 23, tzinfo=UTC))
    assert upcoming(who, datetime(2026, 3, 8, 7, 59, tzinfo=UTC)) is None
    assert upcoming(who, datetime(2026, 3, 8, 8, 0, tzinfo=UTC)) is not None


def test_card_due_in_the_evening_is_there_in_the_morning():
    [card] = known(1, due=NOON + timedelta(hours=8))
    who = learner()
    assert upcoming(who, NOON.replace(hour=3)) is None
    assert upcoming(who, NOON.replace(hour=4)) == card


def test_after_every_third_due_card_comes_a_new_one():
    known(7, due=NOON)
    cards.make(3, "new")
    who = learner()
    order = []
    while found := upcoming(who, NOON):
        order.append(found.topic)
        rate(found, NOON)
    assert order == ["known", "known", "known", "new", "known", "known", "known", "new", "known", "new"]


def test_limit_of_due_cards_keeps_the_longest_due():
    made = known(4, due=NOON)
    who = learner(reviews_a_day=2, new_a_day=0)
    assert (sessions.today(who, NOON).due, sessions.today(who, NOON).over_limit) == (2, 2)
    for card in made[:2]:
        assert upcoming(who, NOON) == card
        rate(card, NOON)
    assert upcoming(who, NOON) is None
    assert upcoming(who, NOON + DAY) == made[2]


def test_steps_of_minutes_come_first_when_they_are_over_and_soon_when_nothing_else_is_left():
    made = cards.make(2)
    who = learner()
    rate(made[0], NOON, 1)
    assert upcoming(who, NOON) == made[1]
    assert upcoming(who, NOON + timedelta(minutes=1)) == made[0]
    rate(made[1], NOON, 4)
    assert upcoming(who, NOON) == made[0]


def test_study_ahead_brings_what_is_due_in_three_days_over_any_limit_and_nothing_new():
    cards.make(1, "new")
    [soon] = known(1, due=NOON + 2 * DAY, topic="soon")
    known(1, due=NOON + 9 * DAY, topic="late")
    who = learner(reviews_a_day=0, new_a_day=0)
    assert upcoming(who, NOON) is None
    assert upcoming(who, NOON, Choice(is_ahead=True)) == soon
    rate(soon, NOON, 3)
    assert upcoming(who, NOON, Choice(is_ahead=True)) is None
    assert Schedule.objects.get(card=soon).due >= NOON + 2 * DAY


def test_card_set_aside_or_retired_does_not_come_up():
    first, second, third = known(3, due=NOON)
    Schedule.objects.filter(card=first).update(is_set_aside=True)
    Card.objects.filter(pk=second.pk).update(is_retired=True)
    who = learner()
    assert upcoming(who, NOON) == third
    assert (sessions.today(who, NOON).due, sessions.today(who, NOON).set_aside) == (1, 1)


def test_card_is_set_aside_by_its_eighth_lapse_and_comes_back_when_it_is_taken_up():
    [card] = cards.make(1)
    who = learner()
    at = NOON
    for rating in [4, *[1, 3] * 8]:
        rate(card, at, rating)
        at = Schedule.objects.get().due
    assert Schedule.objects.get().is_set_aside
    assert upcoming(who, at) is None
    actions.record("alice", [Said(kind=Kind.RESUME, card=card.pk, at=at)], now=at)
    assert upcoming(who, at) == card


def test_others_ratings_are_not_mine():
    made = cards.make(1)
    actions.record("bob", [Said(card=made[0].pk, rating=4)])
    assert upcoming(learner(), NOON) == made[0]


def test_number_of_queries_does_not_depend_on_the_number_of_cards(client):
    counts = []
    for number in (1, 60):
        known(number, due=NOON, topic=f"known-{number}")
        cards.make(number, f"new-{number}")
        who = learner()
        with CaptureQueriesContext(connection) as captured:
            upcoming(who, NOON)
            statistics.statistics(who, NOON)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 10


class TestStatistics:
    def test_forecast_holds_all_that_waits_on_its_first_day(self):
        known(2, due=NOON - 5 * DAY, topic="late")
        known(1, due=NOON + 3 * DAY, topic="soon")
        bars = statistics.statistics(learner(), NOON).forecast
        assert [bar.count for bar in bars] == [2, 0, 0, 1] + [0] * 10
        assert (bars[0].height, bars[3].height) == (100, 50)

    def test_retention_counts_reviews_a_day_or_more_after_the_one_before(self):
        [card] = cards.make(1)
        for at, rating in [
            (NOON - 9 * DAY, 4),
            (NOON - 5 * DAY, 1),
            (NOON - 5 * DAY, 1),
            (NOON - 2 * DAY, 3),
            (NOON, 2),
        ]:
            rate(card, at, rating)
        retention = statistics.statistics(learner(), NOON).retention
        assert (retention.known, retention.asked, retention.percent) == (2, 3, 67)

    def test_streak_goes_on_while_today_is_still_empty(self):
        [card] = cards.make(1)
        for days in (1, 2, 4):
            rate(card, NOON - days * DAY)
        found = statistics.statistics(learner(), NOON)
        assert (found.streak, found.days_studied, found.total) == (2, 3, 3)
        rate(card, NOON)
        assert statistics.statistics(learner(), NOON).streak == 3
        assert statistics.statistics(learner(), NOON + 2 * DAY).streak == 0

    def test_what_was_taken_back_is_not_counted(self):
        [card] = cards.make(1)
        rate(card, NOON)
        actions.undo("alice")
        assert statistics.statistics(learner(), NOON).total == 0

    def test_topics_say_how_far_a_learner_is(self):
        cards.make(3, "dns")
        rate("card-dns-000", NOON)
        [topic] = statistics.statistics(learner(), NOON).topics
        assert (topic.name, topic.cards, topic.seen, topic.known, topic.recall) == ("dns", 3, 1, 1, 100)
