"""Diagrams, the troubleshooting chart and the mind map in a real browser: accessible, within a phone, by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from cards.diagrams import content
from cards.troubleshooting import chart as charts
from sandbox import proofs
from tests.cards.test_pages import card

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cards() -> None:
    card("search-path", topic="dns", question="What does `ndots` do?")


@pytest.fixture
def proved(cards) -> None:
    names = ("diagrams/load-balancer-local", "troubleshooting/selector-typo")
    claimed = [*content.claimed(), *charts.claimed()]
    proofs.carry_out(one for one in claimed if one.name.startswith(names))


def test_line_of_the_yaml_lights_the_picture_and_its_link_leads_there(live_server, proved, open_page):
    page = open_page(live_server.url + "/diagrams/load-balancer-local/")
    page.locator("#line-13").hover()
    expect(page.locator(".picture.is-wide .is-service.is-lit").first).to_be_visible()
    page.locator("a.line-link[href='#line-13']:visible").first.click()
    expect(page.locator("#line-13")).to_be_in_viewport()
    assert page.url.endswith("#line-13")


def test_diagram_opens_in_the_sandbox(live_server, proved, open_page):
    page = open_page(live_server.url + "/diagrams/load-balancer-local/", java_script_enabled=False)
    page.get_by_role("button", name="Open in the sandbox").click()
    assert "/sandbox/" in page.url
    assert "externalTrafficPolicy: Local" in page.locator("textarea[name=manifests]").input_value()


def test_chart_is_walked_by_keyboard_to_an_end(live_server, cards, open_page):
    page = open_page(live_server.url + "/troubleshooting/")
    answers = ["yes, to an address", "yes, 80/TCP", "refused, at once", "none at all", "yes", "no pod has them"]
    for answer in answers:
        summary = page.locator(".walk summary:visible", has_text=answer).last
        summary.focus()
        page.keyboard.press("Enter")
    expect(page.locator(".walk-end:visible .walk-fault")).to_have_text("The selector matches no pod")
    page.locator(".walk-end:visible").get_by_role("link", name="See it in a cluster").press("Enter")
    expect(page.locator("h1")).to_have_text("The selector matches no pod")


def test_question_of_the_whole_chart_leads_to_its_place_in_the_walk(live_server, cards, open_page):
    page = open_page(live_server.url + "/troubleshooting/")
    page.locator(".flowchart.is-wide a", has_text="Are there endpoints").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#has-endpoints > .walk-ask")).to_be_visible()


def test_map_opens_a_group_by_keyboard_and_keeps_the_place(live_server, cards, open_page):
    page = open_page(live_server.url + "/map/")
    page.locator("a[data-toggle=dns]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".mindmap a", has_text="What does ndots do?")).to_be_visible()
    expect(page.locator("a[data-toggle=dns]")).to_be_focused()
    assert page.url.endswith("/map/?open=dns")
    page.go_back()
    expect(page.locator(".mindmap a", has_text="What does ndots do?")).to_have_count(0)


def test_map_is_searched_as_somebody_types(live_server, cards, open_page):
    page = open_page(live_server.url + "/map/")
    page.get_by_label("Search", exact=True).press_sequentially("hairpin")
    expect(page.locator(".map-count")).to_contain_text("with “hairpin”")
    expect(page.locator(".mindmap a", has_text="Hairpin")).to_be_visible()
    expect(page.get_by_label("Search", exact=True)).to_be_focused()


def test_map_needs_no_script(live_server, cards, open_page):
    page = open_page(live_server.url + "/map/", java_script_enabled=False)
    page.locator("a[data-toggle=dns]").click()
    expect(page.locator(".mindmap a", has_text="What does ndots do?")).to_be_visible()
