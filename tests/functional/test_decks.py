"""An author makes a deck and shares it, a stranger studies it: in a real browser, on a whole site."""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.functional.looking import PHONE, violations
from tests.sandbox.manifests import REACHES, TYPO, WORKS

CSV = "question,answer\nWhat is a Service?,A stable name.\nNothing,\n"
SHOTS = os.environ.get("SHOTS", "")


def looks_right(page: Page, name: str, *, is_dark_too: bool = False) -> None:
    """Nothing for axe to find, and no wider than a phone; SHOTS=<folder> keeps pictures to look at."""
    assert violations(page) == [], name
    if is_dark_too:
        page.emulate_media(color_scheme="dark")
        assert violations(page) == [], name
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-dark.png", full_page=True)
        page.emulate_media(color_scheme="light")
    desk = page.viewport_size
    assert desk is not None
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-phone.png", full_page=True)
    page.set_viewport_size(desk)
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-desk.png", full_page=True)


def write_in(page: Page, label: str, text: str) -> None:
    page.get_by_role("textbox", name=label).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def test_author_checks_and_shares_a_deck_and_a_stranger_studies_it(site, open_page):
    page = open_page(site.url + "/decks/", reduced_motion="reduce")
    looks_right(page, "decks-empty")
    page.get_by_role("link", name="Make a deck").click()
    page.get_by_label("Title").fill("On call")
    page.get_by_label("What it is about").fill("What wakes **us** up.")
    looks_right(page, "new")
    page.get_by_role("button", name="Make the deck").click()
    expect(page.get_by_role("heading", name="A draft")).to_be_visible()
    looks_right(page, "deck-empty")

    page.get_by_role("link", name="Add a card").click()
    page.get_by_label("Question").fill("Does `web` answer?")
    page.get_by_label("Answer").fill("**Yes.** The selector matches the pod.")
    page.get_by_label("Tags").fill("selectors on-call")
    write_in(page, "Manifests, in YAML", TYPO)
    write_in(page, "Claims, in YAML", REACHES)
    looks_right(page, "card", is_dark_too=True)
    page.get_by_role("button", name="Keep and check").click()
    expect(page.locator(".check.is-fails")).to_have_text(re.compile("does not hold"))
    expect(page.locator(".check-sentence")).to_contain_text("refused")
    expect(page.get_by_role("button", name="Share by link")).to_have_count(0)
    looks_right(page, "deck-fails", is_dark_too=True)

    page.get_by_role("link", name="Edit Does web answer?").click()
    write_in(page, "Manifests, in YAML", WORKS)
    page.get_by_role("button", name="Keep and check").click()
    expect(page.locator(".check.is-checked")).to_be_visible()
    page.get_by_role("link", name="Add a card").click()
    page.get_by_label("Question").fill("What is a Service?")
    page.get_by_label("Answer").fill("A stable name for pods.")
    page.get_by_role("button", name="Keep and check").click()
    page.get_by_role("button", name="Share by link").click()
    expect(page.get_by_role("heading", name="Shared")).to_be_visible()
    link = page.get_by_label("The link of this deck").input_value()
    page.locator(".export summary").click()
    looks_right(page, "deck-shared")

    reader = open_page(link, reduced_motion="reduce")
    expect(reader.get_by_role("heading", name="On call")).to_be_visible()
    looks_right(reader, "reader", is_dark_too=True)
    reader.get_by_role("button", name="Study this deck").click()
    expect(reader.get_by_role("button", name="Take it out of my decks")).to_be_visible()
    looks_right(reader, "reader-studies")
    reader.get_by_role("link", name="What is a Service?").click()
    expect(reader.locator(".bench")).to_have_count(0)  # a plain card has nothing to carry out
    slug = reader.url.rstrip("/").rsplit("/", 1)[1]
    reader.goto(f"{site.url}/study/card/{slug}/")
    reader.get_by_role("button", name="Show the answer").click()
    expect(reader.locator("#answer")).to_contain_text("A stable name for pods.")
    looks_right(reader, "study-plain")
    reader.get_by_role("button", name="Good").click()
    expect(reader.locator(".course")).to_contain_text("1 done")

    page.goto(site.url + "/decks/import/")
    looks_right(page, "import")
    page.locator("#file").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": CSV.encode()})
    page.locator("#title").fill("From a table")
    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_role("heading", name="What was left out")).to_be_visible()
    looks_right(page, "imported", is_dark_too=True)
    page.goto(site.url + "/cards/")
    page.locator(".card-link").first.click()
    page.get_by_text("Add to a deck of yours").click()
    page.locator(".star-form select").select_option(label="On call")
    page.get_by_role("button", name="Add the card").click()
    expect(page.get_by_role("status").filter(has_text="This card is in “On call”.")).to_be_visible()
    looks_right(page, "starred")
    page.goto(site.url + "/decks/")
    expect(page.locator(".deck-list > li").filter(has_text="On call")).to_contain_text("3 cards")
    looks_right(page, "decks", is_dark_too=True)
    page.get_by_role("link", name="On call", exact=True).click()
    page.get_by_role("link", name="title and description").click()
    page.get_by_role("link", name="Delete this deck").click()
    looks_right(page, "delete")
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("status").filter(has_text="is deleted")).to_be_visible()
