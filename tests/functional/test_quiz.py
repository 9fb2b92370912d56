"""A learner's quiz in a real browser, on a whole site: by the keyboard, on a phone, and without any script."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def answer(page: Page, key: str = "1") -> None:
    """By the keyboard alone; then on to what comes next."""
    page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page.locator("h2.verdict")).to_contain_text(re.compile("(Right|Wrong):"))
    expect(page.locator("[data-next]")).to_be_focused()
    address = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != address and not url.endswith("/attempts/"))


def test_quiz_is_done_by_the_keyboard_left_and_come_back_to(site, open_page):
    page = open_page(site.url + "/quiz/")
    page.get_by_role("link", name="Who is behind it").click()
    expect(page.get_by_role("button", name="Begin")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("form[data-quiz]")).to_be_visible()
    page.keyboard.press("Enter")  # nothing is chosen yet
    expect(page.get_by_role("alert").filter(has_text="Choose an answer first")).to_be_visible()

    page.keyboard.press("2")
    page.keyboard.press("3")
    expect(page.locator("[name=chosen]:checked")).to_have_count(2)
    page.keyboard.press("3")
    expect(page.locator("[name=chosen]:checked")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("h2.verdict")).to_contain_text("Right:")
    expect(page.locator("figure.pictures svg:visible")).to_have_count(1)
    expect(page.locator(".claim .cause").first).to_be_visible()

    page.goto(site.url + "/quiz/")
    page.get_by_role("link", name="go on: 1 of 10 answered").click()
    expect(page.get_by_text("Question 2 of 10")).to_be_visible()
    for _ in range(9):
        answer(page)
    expect(page.locator("h1")).to_have_text(re.compile(r"\d+ of 10 right"))
    expect(page.get_by_role("heading", name="Cards that teach it")).to_be_visible()


def test_endless_questions_go_on_without_script(site, open_page):
    page = open_page(site.url + "/quiz/", java_script_enabled=False)
    page.get_by_label("Difficulty").select_option("2")
    page.get_by_role("button", name="Begin").click()
    for number in (1, 2):
        expect(page.get_by_text(f"Question {number}", exact=True)).to_be_visible()
        page.locator("[name=chosen]").first.check()
        page.get_by_role("button", name="Answer").click()
        expect(page.locator("h2.verdict")).to_contain_text(re.compile("(Right|Wrong):"))
        page.get_by_role("link", name="Next question").click()
    page.get_by_role("button", name="Stop here").click()
    expect(page.locator("h1")).to_have_text(re.compile(r"\d of 2 right"))
