"""Answering cards of each kind in a real browser: by the keyboard, on a phone, without a script, and for everybody."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.cards import proved

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 2400}  # all of a page in sight, so that nothing lies below the buttons that stick
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CARDS = {
    "myth": "nobody-home-means-waiting",
    "fault": "three-ports",
    "order": "home-by-the-cluster-ip",
    "field": "external-name-cut-short",
    "command": "see-the-unready-too",
    "predict": "hairpin",
}
ANSWERED = {"myth": "?said=2", "fault": "?said=18", "order": "?said=0:1", "command": "?said=2", "predict": "?said=1"}


@pytest.fixture
def cards() -> None:
    proved.load(*CARDS.values())


def violations(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [(one["id"], node["target"]) for one in found for node in one["nodes"]]


def test_prediction_in_a_session_by_the_keyboard(live_server, cards, open_page):
    page = open_page(f"{live_server.url}/study/card/{CARDS['myth']}/")
    page.locator("input[name=said]").first.focus()
    page.keyboard.press("ArrowDown")  # to the second answer
    page.keyboard.press("Enter")
    expect(page.locator("#outcome")).to_contain_text("Right. The connection is refused")
    good = page.get_by_role("button", name=re.compile("^Good"))
    expect(good).to_be_focused()
    expect(page.locator("#answer .prose")).to_be_visible()
    expect(page.locator("h2.verdict")).to_contain_text("the connection is refused")
    page.reload()
    expect(page.locator("#outcome")).to_contain_text("Right.")
    page.keyboard.press("1")  # the learner decides
    page.wait_for_url(re.compile(r"/study/card/(?!nobody)"))
    expect(page.locator(".course")).to_contain_text("1 done")


def test_steps_move_with_their_arrows_and_with_their_numbers(live_server, cards, open_page):
    page = open_page(f"{live_server.url}/cards/{CARDS['order']}/")
    words = page.locator("[data-step] .step-words")
    first, second, last = words.nth(0).inner_text(), words.nth(1).inner_text(), words.last.inner_text()
    expect(page.locator("[data-move='-1']").first).to_be_disabled()
    page.locator("[data-move='1']").first.press("Enter")
    expect(words.nth(0)).to_have_text(second)
    expect(words.nth(1)).to_have_text(first)
    expect(page.locator("[data-move='1']").nth(1)).to_be_focused()
    page.locator("[data-step] select").last.select_option(index=0)
    expect(words.nth(0)).to_have_text(last)
    expect(page.locator("[data-step] select").nth(2)).to_have_value(re.compile(":3$"))
    page.get_by_role("button", name="This is the order").click()
    expect(page.locator("#outcome")).to_be_focused()
    expect(page.locator(".ordered li")).to_have_count(7)


def test_without_a_script_a_line_is_picked_by_a_form(live_server, cards, open_page):
    page = open_page(f"{live_server.url}/cards/{CARDS['fault']}/", java_script_enabled=False)
    page.locator("input[value='27']").check()
    page.get_by_role("button", name="This line").click()
    expect(page.locator("#outcome")).to_contain_text("Right. Line 27")
    expect(page.locator("h2.verdict")).to_contain_text("the connection is refused")


@pytest.mark.parametrize(
    ("room", "scheme", "is_answered"),
    [("cards", "light", False), ("study/card", "dark", True)],
    ids=["asked", "answered"],
)
def test_axe_finds_nothing_and_no_page_is_wider_than_a_phone(live_server, cards, open_page, room, scheme, is_answered):
    found = {}
    for kind, slug in CARDS.items():
        said = ANSWERED.get(kind, "") if is_answered else ""
        page = open_page(f"{live_server.url}/{room}/{slug}/{said}", viewport=PHONE, color_scheme=scheme)
        page.wait_for_selector(".cm-editor")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], kind
        found[kind] = violations(page)
        page.context.close()
    assert found == {kind: [] for kind in CARDS}
