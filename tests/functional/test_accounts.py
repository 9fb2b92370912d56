"""Accounts in a real browser: a learner's story, and every page of it in both colour schemes and on a phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, expect

from tests.cards.studying import cards
from tests.config.accounts.people import ALICE, PASSWORD, sign_up, tokens

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
MAIL = ["/account/password/reset/", "/account/password/reset/done/"]
GUEST = ["/account/", "/account/signup/", "/account/login/", "/account/delete/"]
ALICES = [
    "/account/",
    "/account/delete/",
    "/account/logout/",
    "/account/password/change/",
    "/account/email/",
    "/account/reauthenticate/",
]


def looks_right(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], node["target"]) for one in found for node in one["nodes"]] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url
    assert page.locator("h1").count() == 1


def enter(page: Page, **fields: str) -> None:
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(value)
    page.locator("main form.door button").last.click()


def test_learner_opens_an_account_leaves_and_comes_back(live_server, open_page):
    cards.make(3)
    page = open_page(live_server.url + "/study/next/")
    page.get_by_role("button", name="Show the answer").click()
    page.get_by_role("button", name="Good").click()
    expect(page.locator(".course")).to_contain_text("1 done")

    page.goto(live_server.url + "/account/")
    expect(page.locator(".kept")).to_contain_text(re.compile("review.*1"))
    page.get_by_role("link", name="Open an account").click()
    enter(page, **{"E-mail_address": ALICE, "Password": PASSWORD, "The_same_password_again": PASSWORD})
    expect(page.get_by_role("status").first).to_have_text(
        f"You are logged in as {ALICE}. Taken over from this browser: 1 review."
    )
    page.goto(live_server.url + "/study/next/")
    expect(page.locator(".course")).to_contain_text("1 done")
    page.get_by_role("button", name="Show the answer").click()
    page.get_by_role("button", name="Good").click()
    expect(page.locator(".course")).to_contain_text("2 done")

    page.goto(live_server.url + "/account/")
    page.evaluate("localStorage.setItem('kubedrill-draft:/sandbox/', '{}')")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("status").first).to_have_text("You are logged out. This browser is a new guest.")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('kubedrill-'))") == []
    page.goto(live_server.url + "/study/next/")
    expect(page.locator(".course")).to_contain_text("0 done")

    page.goto(live_server.url + "/account/login/")
    enter(page, **{"E-mail_address": ALICE, "Password": "guess"})
    expect(page.get_by_role("alert").first).to_have_text("No account has this e-mail address with this password.")
    enter(page, Password=PASSWORD)
    expect(page.locator("h1")).to_have_text("Your data")
    expect(page.locator(".kept")).to_contain_text(re.compile("reviews.*2"))

    page.get_by_role("link", name="Delete everything").click()
    enter(page, Your_password=PASSWORD)
    expect(page.get_by_role("status").first).to_contain_text("Your account and everything of yours is deleted.")
    assert not User.objects.exists()


def test_axe_finds_nothing_and_a_phone_is_wide_enough(live_server, open_page, settings):
    settings.HAS_MAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    options: dict[str, Any] = {"viewport": PHONE, "color_scheme": "dark", "reduced_motion": "reduce"}
    page = open_page(live_server.url, **options)
    for path in GUEST + MAIL:
        page.goto(live_server.url + path)
        looks_right(page)
    page.goto(live_server.url + "/account/signup/")
    enter(page, **{"E-mail_address": ALICE, "Password": "short", "The_same_password_again": "short"})
    expect(page.locator(".entry.is-wrong")).to_have_count(1)
    looks_right(page)

    browser = Client()
    sign_up(browser)
    tokens(browser)
    page.context.add_cookies(
        [{"name": "sessionid", "value": browser.cookies["sessionid"].value, "url": live_server.url}]
    )
    for path in ALICES:
        page.goto(live_server.url + path)
        looks_right(page)
