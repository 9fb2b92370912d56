"""A session over a part of the cards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from cards.decks import actions as deck_actions
from cards.models import Card, Tag
from cards.studying import actions, sessions, weakness
from cards.studying.actions import Said
from cards.studying.choices import ALL, Choice
from cards.studying.models import Learner, Review, Schedule
from tests.cards.decks import decks
from tests.cards.studying import cards
from tests.cards.studying.test_pages import fields, rate, text

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("query", "choice"),
    [
        ("", ALL),
        ("topic=dns&tag=NodePort", Choice(topic="dns", tag="NodePort")),
        ("weak=1&ahead=1", Choice(is_weak=True, is_ahead=True)),
        ("weak=0&ahead=&other=x", ALL),
        ("topic=a%00b", Choice(topic="ab")),
    ],
)
def test_choice_is_read_from_a_query_and_written_into_one(query, choice):
    assert Choice.of(QueryDict(query)) == choice
    assert Choice.of(QueryDict(choice.query[1:])) == choice


@pytest.mark.django_db
class TestSession:
    def test_is_over_the_chosen_topic_tag_or_difficulty_alone(self):
        cards.make(2, "dns")
        ports = cards.make(2, "ports")
        ports[1].tags.add(Tag.objects.create(name="NodePort"))
        Card.objects.filter(pk=ports[0].pk).update(difficulty=3)
        who = Learner(visitor="alice")
        for choice, expected in [
            (Choice(topic="dns"), {"dns-000", "dns-001"}),
            (Choice(tag="NodePort"), {"ports-001"}),
            (Choice(difficulty="3"), {"ports-000"}),
            (Choice(difficulty="9"), set()),
            (Choice(topic="dns", tag="NodePort"), set()),
        ]:
            assert {card.slug for card in sessions.unseen("alice", choice)} == expected
            today = sessions.today(who, NOON, choice)
            found = sessions.next_card(who, NOON, today, choice)
            assert (today.new, found and found.slug in expected) == (len(expected), True if expected else None)

    def test_over_a_deck_is_over_what_is_theirs_to_study_of_it(self):
        site = cards.make(3, "dns")
        deck = decks.make("alice", decks.PLAIN)
        deck_actions.put(deck, [], [site[0].pk])
        choice = Choice(deck=deck.permalink)
        own = decks.card(deck, decks.PLAIN.question)
        assert {card.pk for card in sessions.unseen("alice", choice)} == {own.pk, site[0].pk}
        assert {card.pk for card in sessions.unseen("mallory", choice)} == {site[0].pk}

    def test_counts_what_was_done_of_other_cards_towards_the_limits(self):
        made = cards.make(2, "dns")
        cards.make(3, "ports")
        who = actions.configure("alice", new_a_day=3)
        for card in made:
            actions.record("alice", [Said(card=card.pk, rating=4, at=NOON)], now=NOON)
        today = sessions.today(who, NOON, Choice(topic="ports"))
        assert (today.new, today.done) == (1, 0)
        assert sessions.today(who, NOON, Choice(topic="dns")).done == 2

    def test_offers_say_what_is_due_and_new_of_each_topic_and_tag(self):
        made = cards.make(3, "dns")
        cards.make(1, "affinity")
        made[0].tags.add(Tag.objects.create(name="headless"))
        who = Learner(visitor="alice")
        actions.record("alice", [Said(card=made[0].pk, rating=1, at=NOON)], now=NOON)
        later = NOON + timedelta(minutes=5)
        assert [(one.name, one.cards, one.due, one.new, one.seen) for one in sessions.topics(who, later)] == [
            ("dns", 3, 1, 2, 1),
            ("affinity", 1, 0, 1, 0),
        ]
        assert [(one.name, one.due, one.new) for one in sessions.tags(who, later)] == [("headless", 1, 0)]


@pytest.mark.django_db
class TestWeakSpots:
    def forgotten(self, card: Card, times: int, end: datetime) -> None:
        """A card that was known and forgotten so often; each time it was known again the minute after."""
        at = end - 60 * DAY
        for rating in [4, *[1, 3] * times]:
            actions.record("alice", [Said(card=card.pk, rating=rating, at=at)], now=end)
            at = min(Schedule.objects.get(card=card).due, end)

    def spots(self, now: datetime) -> list[weakness.Spot]:
        return weakness.spots("alice", sessions.seen("alice").select_related("card"), now)

    def test_are_cards_forgotten_twice_wrong_lately_or_hardly_known_any_more(self):
        known, forgotten, wrong, fading, unseen = cards.make(5)
        actions.record("alice", [Said(card=known.pk, rating=4, at=NOON - DAY)], now=NOON)
        self.forgotten(forgotten, 2, NOON - 20 * DAY)
        for minutes in (0, 1):
            at = NOON - DAY + timedelta(minutes=minutes)
            actions.record("alice", [Said(card=wrong.pk, rating=1, at=at)], now=NOON)
        actions.record("alice", [Said(card=fading.pk, rating=4, at=NOON - 200 * DAY)], now=NOON)
        found = {spot.schedule.card: spot for spot in self.spots(NOON)}
        assert found.keys() == {forgotten, wrong, fading}
        assert found[forgotten].schedule.lapses == 2
        assert "forgotten twice" in found[forgotten].reasons
        assert found[wrong].reasons == ["wrong twice in the last 14 days"]
        assert found[fading].recall < 0.75
        assert unseen not in found

    def test_come_up_weakest_first_due_or_not_and_once_a_day(self):
        twice, thrice, _ = cards.make(3)
        self.forgotten(twice, 2, NOON - DAY)
        self.forgotten(thrice, 3, NOON - DAY)
        Schedule.objects.update(phase=2, step=None, due=NOON + 3 * DAY, last=NOON - DAY)
        who = actions.configure("alice", reviews_a_day=0)
        assert sessions.today(who, NOON).due == 0
        choice = Choice(is_weak=True)
        for expected, left in [(thrice, 2), (twice, 1)]:
            today = sessions.today(who, NOON, choice)
            assert (today.left, today.new) == (left, 0)
            assert sessions.next_card(who, NOON, today, choice) == expected
            actions.record("alice", [Said(card=expected.pk, rating=4, at=NOON)], now=NOON)
            Schedule.objects.filter(card=twice).update(phase=2, step=None, due=NOON + 3 * DAY)
        today = sessions.today(who, NOON, choice)
        assert (today.left, today.done, sessions.next_card(who, NOON, today, choice)) == (0, 2, None)

    def test_stop_being_weak_when_they_hold_for_a_month(self):
        [card] = cards.make(1)
        self.forgotten(card, 2, NOON - 40 * DAY)
        Schedule.objects.update(stability=31, last=NOON - DAY, phase=2)
        assert self.spots(NOON) == []

    def test_page_says_why_and_what_they_claim_and_leads_to_a_session(self, client):
        cards.make(1)
        assert "No weak spots" in text(client, "/study/weak/")
        rate(client, rating="4")
        visitor = Review.objects.get().visitor
        for minutes in (2, 1):
            at = timezone.now() - timedelta(minutes=minutes)
            actions.record(visitor, [Said(card="card-selectors-000", rating=1, at=at)])
        page = text(client, "/study/weak/")
        for words in ("1 weak spot", "wrong twice in the last 14 days", "It is refused", "/study/next/?weak=1"):
            assert words in page


@pytest.mark.django_db
class TestPages:
    def test_choice_goes_on_through_card_answer_rating_and_undo(self, client):
        cards.make(2, "dns")
        cards.make(2, "affinity")
        assert client.get("/study/next/?topic=affinity")["Location"] == "/study/card/affinity-000/?topic=affinity"
        page = text(client, "/study/card/affinity-000/?topic=affinity")
        assert "?topic=affinity&amp;answer=1" in page
        assert "0 done, 2 left" in page
        page = text(client, "/study/card/affinity-000/?topic=affinity&answer=1")
        form = fields(page) | {"rating": "4", "topic": "affinity"}
        assert 'name="topic" value="affinity"' in page
        response = client.post("/study/card/affinity-000/rate/", form)
        assert response["Location"] == "/study/next/?topic=affinity"
        assert client.get(response["Location"])["Location"] == "/study/card/affinity-001/?topic=affinity"
        response = client.post("/study/undo/", {"topic": "affinity"})
        assert response["Location"] == "/study/card/affinity-000/?topic=affinity"

    def test_end_of_a_part_offers_the_whole(self, client):
        cards.make(1, "dns")
        cards.make(1, "affinity")
        rate(client, "affinity-000", rating="4")
        assert client.get("/study/next/?topic=affinity")["Location"] == "/study/?topic=affinity"
        page = text(client, "/study/?topic=affinity")
        assert "That was all for today" in page
        assert "Study all topics" in page

    def test_what_is_no_choice_chooses_nothing(self, client):
        cards.make(1)
        assert client.get("/study/next/?topic=%3Cscript%3E", follow=True).status_code == 200
        assert "<script>alert" not in text(client, "/study/?tag=<script>alert(1)</script>")
