"""Answering cards of each kind in a real browser: by the keyboard, on a phone, without a script, and for everybody."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.cards import proved

pytestmark = pytest.mark.django_db(transaction=True)

CARDS = {
    "myth": "nobody-home-means-waiting",
    "fault": "three-ports",
    "order": "home-by-the-cluster-ip",
    "field": "external-name-cut-short",
    "command": "see-the-unready-too",
    "predict": "hairpin",
}


@pytest.fixture
def cards() -> None:
    proved.load(*CARDS.values())


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
    page.get_by_role("button", name="Check this order").click()
    expect(page.locator("#outcome")).to_be_focused()
    expect(page.locator(".ordered li")).to_have_count(7)


def test_without_a_script_a_line_is_picked_by_a_form(live_server, cards, open_page):
    page = open_page(f"{live_server.url}/cards/{CARDS['fault']}/", java_script_enabled=False)
    page.locator("input[value='27']").check()
    page.get_by_role("button", name="Choose this line").click()
    expect(page.locator("#outcome")).to_contain_text("Right. Line 27")
    expect(page.locator("h2.verdict")).to_contain_text("the connection is refused")


def test_the_yaml_stands_once_beside_a_question_that_shows_it(live_server, cards, open_page):
    page = open_page(f"{live_server.url}/cards/{CARDS['fault']}/")
    editor = page.locator("#bench .editor")
    expect(page.locator(".lines .line")).to_have_count(27)
    expect(editor).to_be_hidden()
    page.locator("input[value='18']").check()
    page.get_by_role("button", name="Choose this line").click()
    expect(page.locator("#outcome")).to_contain_text("It is line 27")
    expect(editor).to_be_visible()
    expect(page.locator(".lines li")).to_have_count(2)  # the line that was picked and the one at fault
    page.goto(f"{live_server.url}/cards/{CARDS['field']}/")
    expect(editor).to_be_hidden()
    page.get_by_role("link", name="Edit the whole YAML instead").click()
    expect(editor).to_be_visible()
