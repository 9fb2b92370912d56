"""Sheets in a real browser: accessible with everything open, within a phone's width, and led through by the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from cards import actions as card_actions
from cards import content as card_content
from cards.sheets import actions, content
from sandbox import proofs, runner
from sandbox.content import Claimed

pytestmark = pytest.mark.django_db(transaction=True)

CARDS = card_content.read()[0]


@pytest.fixture
def sheet(redis_server) -> None:
    """The sheet on affinity: it has facts, tables, a snippet, a picture and fields."""
    [found] = [one for one in content.read(cards=CARDS)[0] if one.slug == "affinity"]
    named = {slug for one in content.statements(found.sections) for slug in one["cards"]}
    cards = [card for card in CARDS if card.slug in named]
    card_actions.load(cards)
    actions.load([found], runner.service_fields())
    own = [one for one in content.claimed() if one.name.startswith("sheets/affinity/")]
    proofs.carry_out([*own, *(Claimed(card.slug, card.question, card.manifests, card.claims) for card in cards)])


def test_a_mark_is_opened_by_the_keyboard_and_leads_to_the_card(live_server, sheet, open_page):
    page = open_page(live_server.url + "/sheets/affinity/")
    mark = page.locator("#fact-1 summary")
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#fact-1 .run").first).to_be_visible()
    page.locator("#fact-1 .runs-card a").click()
    expect(page).to_have_url(live_server.url + "/cards/taking-turns/")


def test_a_print_shows_the_sheet_alone(live_server, sheet, open_page):
    page = open_page(live_server.url + "/sheets/affinity/")
    page.emulate_media(media="print")
    expect(page.locator(".masthead")).to_be_hidden()
    expect(page.locator(".sheet-contents")).to_be_hidden()
    expect(page.locator("#fact-1")).to_be_visible()
