"""A mock interview in a real browser, on a whole site: by the keyboard, on a phone, and without any script."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.functional.looking import PHONE, violations


def looks_right(page: Page) -> None:
    """No finding of axe, and nothing of the room sticks out, on a desk and on a phone."""
    desk = page.viewport_size
    assert violations(page) == []
    page.set_viewport_size({**PHONE, "height": 2400})  # nothing lies below the buttons that stick
    assert violations(page) == []
    assert page.evaluate(
        "[...document.querySelectorAll('#main *')].filter(one => !one.closest('[tabindex], .cm-editor, figure, pre')"
        " && one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 80))"
    ) == []  # fmt: skip
    assert desk is not None
    page.set_viewport_size(desk)


def spoken(page: Page) -> None:
    """By the keyboard alone: notes, what is listened for, two ticks, a rating."""
    page.locator("#notes").fill("selector first")
    page.locator("h1").click()
    page.keyboard.press("Enter")
    expect(page.get_by_text("What an interviewer listens for", exact=False).first).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("3")
    expect(page.locator("[name=said]:checked")).to_have_count(2)
    page.keyboard.press("Enter")  # nothing is rated yet
    expect(page.get_by_role("alert").filter(has_text="Rate your answer first")).to_be_visible()
    page.keyboard.press("d")
    expect(page.get_by_label("3 Well")).to_be_checked()


def onward(page: Page) -> str:
    """What is asked now: notes, bench, choices or report."""
    expect(page.locator("#notes, #bench, form.choices, .report-items")).to_have_count(1)
    for name in ("#notes", "#bench", "form.choices"):
        if page.locator(name).count():
            return name
    return ".report-items"


def test_interview_is_held_by_the_keyboard_left_and_come_back_to(site, open_page):
    page = open_page(site.url + "/interview/", reduced_motion="reduce")
    looks_right(page)
    page.get_by_label("15 minutes").check()
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("[data-clock]").first).to_have_text(re.compile(r"^\d:\d\d$"))
    seen: set[str] = set()
    while (kind := onward(page)) != ".report-items":
        address = page.url
        is_new = kind not in seen
        seen.add(kind)
        if is_new:
            looks_right(page)
        if kind == "#notes":
            if is_new:  # what is typed is there again after leaving and coming back
                page.locator("#notes").fill("selector first")
                page.wait_for_timeout(600)
                page.goto(site.url + "/interview/")
                page.get_by_role("link", name="Go on with your interview").click()
                expect(page.locator("#notes")).to_have_value("selector first")
            spoken(page)
            if is_new:
                page.locator(".point-runs summary").first.click()
                expect(page.locator(".point-runs .run-summary").first).to_be_visible()
                looks_right(page)
            page.locator("h1").click()
            page.keyboard.press("Enter")
        elif kind == "#bench":
            page.locator("[data-primary]").click()
            expect(page.locator("#result .verdict")).to_contain_text("No:", timeout=30_000)
            looks_right(page)
            page.get_by_role("button", name=re.compile("Go on|To the report")).click()
        else:
            page.keyboard.press("1")
            page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=address: url != before)
    assert seen == {"#notes", "#bench", "form.choices"}
    expect(page.locator("h1")).to_contain_text("% of what was asked for")
    looks_right(page)
    assert page.request.get(page.url.replace("/report/", "/report.pdf")).body().startswith(b"%PDF")
    page.get_by_role("button", name="Make a deck of what was missed").click()
    expect(page.locator("h1")).to_contain_text("Interview of")


def test_interview_goes_on_without_script(site, open_page):
    page = open_page(site.url + "/interview/", java_script_enabled=False)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text(re.compile(r"about \d+ minutes left")).first).to_be_visible()
    page.get_by_role("button", name="Show what an interviewer listens for").click()
    page.locator("[name=said]").first.check()
    page.get_by_label("4 As one should say it").check()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text(re.compile(r"^2 of \d+$"))).to_be_visible()
    page.get_by_role("button", name="End the interview here").click()
    expect(page.get_by_text("Missed.").first).to_be_visible()
