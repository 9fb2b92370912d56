"""Sheets in a real browser: accessible with everything open, within a phone's width, and led through by the keyboard."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cards import actions as card_actions
from cards import content as card_content
from cards.sheets import actions, content
from sandbox import proofs, runner
from sandbox.content import Claimed

pytestmark = pytest.mark.django_db(transaction=True)

CARDS = card_content.read()[0]
PHONE = {"width": 360, "height": 740}


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(live_server, sheet, open_page, scheme):
    for path in ("/sheets/", "/sheets/affinity/"):
        page = open_page(live_server.url + path, color_scheme=scheme, reduced_motion="reduce")
        page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
        results = Axe().run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        found = [(one["id"], node["target"]) for one in results.response["violations"] for node in one["nodes"]]
        assert found == []


def test_a_sheet_is_no_wider_than_a_phone(live_server, sheet, open_page):
    for path in ("/sheets/", "/sheets/affinity/"):
        page = open_page(live_server.url + path, viewport=PHONE)
        page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


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
