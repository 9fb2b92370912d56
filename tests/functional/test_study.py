"""A learner's session in a real browser, on a whole site: by the keyboard, on a phone, and without any script."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def question(page: Page) -> str:
    return page.locator("h1").inner_text()


def rate(page: Page, key: str) -> None:
    """By the keyboard alone: show the answer, then say how it was."""
    address = page.url
    page.keyboard.press(" ")
    expect(page.locator("#answer")).to_be_visible()
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url != address)


def test_learner_studies_by_the_keyboard_and_takes_ratings_back(site, open_page):
    page = open_page(site.url + "/study/", timezone_id="Europe/Berlin")
    expect(page.locator("h1")).to_have_text("10 cards for today")
    page.keyboard.press(" ")
    page.wait_for_url("**/study/card/*/")
    first = question(page)
    expect(page.locator("#answer")).to_be_hidden()
    page.keyboard.press("3")  # nothing to rate before the answer was seen
    expect(page.locator("#answer")).to_be_hidden()

    page.get_by_role("button", name="Carry it out").click()
    expect(page.locator("h2.verdict:not(.is-waiting)")).to_contain_text(re.compile("Yes:|No:|As claimed"))
    verdict = page.locator("h2.verdict").inner_text()
    expect(page.get_by_role("button", name="Carry it out")).to_be_focused()  # though it was switched off meanwhile
    page.reload()
    expect(page.locator("h2.verdict")).to_have_text(verdict)
    page.locator("h1").click()
    page.keyboard.press(" ")
    expect(page.locator("#answer .prose")).to_be_visible()
    expect(page.locator("#answer")).to_be_focused()
    expect(page.locator("h2.verdict")).to_have_text(verdict)  # the answer takes nothing away
    expect(page.get_by_role("button", name="Again I did")).to_contain_text("1 min")
    expect(page.get_by_role("button", name="Easy")).to_contain_text(re.compile(r"\d days"))
    page.keyboard.press("4")
    expect(page.locator("h1")).not_to_have_text(first)
    expect(page.locator(".course")).to_contain_text("1 done, 9 left")

    second = question(page)
    rate(page, "4")
    page.keyboard.press("u")
    expect(page.locator("h1")).to_have_text(second)
    page.keyboard.press("u")
    expect(page.locator("h1")).to_have_text(first)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    expect(page.locator(".course")).to_contain_text("0 done, 10 left")

    for _ in range(10):
        rate(page, "4")
    expect(page.locator("h1")).to_have_text("That was all for today")
    expect(page.get_by_text("Europe/Berlin")).to_be_visible()
    page.keyboard.press("u")  # after the end as well
    page.wait_for_url("**/study/card/*/")
    rate(page, "4")

    page.goto(site.url + "/study/statistics/")
    expect(page.locator(".calendar .level-4")).to_have_count(1)


def test_keys_that_are_typed_into_the_editor_rate_nothing(site, open_page):
    page = open_page(site.url + "/study/next/")
    page.locator(".editor .cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# 3 u ")
    expect(page.locator("#answer")).to_be_hidden()
    assert page.locator("textarea[name=manifests]").input_value().startswith("# 3 u ")
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator("#answer")).to_be_visible()
    assert page.locator("textarea[name=manifests]").input_value().startswith("# 3 u ")


def test_session_works_without_script(site, open_page):
    page = open_page(site.url + "/study/", java_script_enabled=False)
    page.get_by_role("link", name="Begin").click()
    first = question(page)
    page.locator("textarea[name=manifests]").fill("# mine")
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator("#answer .prose")).to_be_visible()
    expect(page.locator("textarea[name=manifests]")).to_have_value("# mine")
    page.get_by_role("button", name="Good").click()
    expect(page.locator("h1")).not_to_have_text(first)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("h1")).to_have_text(first)
