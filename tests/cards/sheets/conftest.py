"""Sheets over the site's own cards: loaded and carried out once for each module that asks, and taken away after it."""

from collections.abc import Iterator

import pytest

from cards import actions as card_actions
from cards import content as card_content
from cards.models import Card, Tag
from cards.sheets import actions, content
from cards.sheets.models import Sheet
from sandbox import proofs, runner
from sandbox.content import Claimed
from sandbox.models import Proof

CARDS = card_content.read()[0]
SHEETS = content.read(cards=CARDS)[0]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, redis_server) -> Iterator[None]:
    """The rows of all sheets and of the cards that they name, and the proofs of both."""
    named = {slug for sheet in SHEETS for one in content.statements(sheet.sections) for slug in one["cards"]}
    named |= {
        part["card"] for sheet in SHEETS for section in sheet.sections for part in section["parts"] if part.get("card")
    }
    cards = [card for card in CARDS if card.slug in named]
    with django_db_blocker.unblock():
        card_actions.load(cards)
        actions.load(SHEETS, runner.service_fields())
        claims = [Claimed(card.slug, card.question, card.manifests, card.claims) for card in cards]
        proofs.carry_out([*claims, *content.claimed()])
    yield
    with django_db_blocker.unblock():
        for model in (Sheet, Proof, Card, Tag):
            model.objects.all().delete()
