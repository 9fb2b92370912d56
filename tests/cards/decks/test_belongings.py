"""What a visitor has of decks changes hands, is written out and goes, and nobody else's does."""

import json

import pytest

from cards.decks import actions, belongings
from cards.decks.models import Deck, Subscription
from cards.models import Card
from tests.cards.decks import decks
from tests.cards.decks.decks import HOLDS, PLAIN
from tests.cards.studying import cards

pytestmark = pytest.mark.django_db


def test_decks_and_subscriptions_change_hands_and_none_is_doubled() -> None:
    of_both, of_new = decks.shared("carol", PLAIN), decks.shared("new", PLAIN)
    mine = decks.make("old", PLAIN)
    for visitor in ("old", "new"):
        actions.subscribe(visitor, of_both)
    actions.subscribe("old", of_new)
    belongings.hand_over("old", "new")
    assert set(Deck.objects.filter(owner="new")) == {of_new, mine}
    assert [one.deck for one in Subscription.objects.filter(visitor="new")] == [of_both]
    assert not Subscription.objects.filter(visitor="old").exists()
    belongings.hand_over("nobody", "new")


def test_export_holds_every_word_that_the_visitor_wrote() -> None:
    deck = decks.make("alice", PLAIN, HOLDS)
    (site,) = cards.make(1)
    actions.refer(deck, site)
    actions.subscribe("alice", decks.shared("bob", PLAIN))
    found = json.loads(json.dumps(belongings.export("alice")))
    written = found["decks"][0]["cards"]
    assert [card.get("question") for card in written] == [PLAIN.question, HOLDS.question, None]
    assert written[1]["claims"] == HOLDS.claims
    assert written[2] == {"id": site.pk}
    assert len(found["subscriptions"]) == 1
    assert belongings.export("nobody") == {"decks": [], "subscriptions": []}


def test_erasing_takes_what_is_theirs_and_nothing_else() -> None:
    mine = decks.shared("alice", PLAIN)
    theirs = decks.shared("bob", PLAIN)
    (site,) = cards.make(1)
    actions.refer(mine, site)
    actions.subscribe("alice", theirs)
    actions.subscribe("bob", mine)
    belongings.erase("alice")
    assert list(Deck.objects.all()) == [theirs]
    assert not Subscription.objects.exists()
    assert Card.objects.filter(pk=site.pk).exists()
    assert Card.objects.filter(deck=theirs).count() == 1
