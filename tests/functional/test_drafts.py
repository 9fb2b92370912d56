"""What is typed or rated is not lost: by a reload, without a connection, without any storage."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from cards.models import Card
from cards.studying.models import Review
from sandbox.models import Submission
from tests.cards.studying import cards

pytestmark = pytest.mark.django_db(transaction=True)

DRAFT = ".draft-line"
KEPT_SECONDS = 2


def manifests(page: Page) -> str:
    return page.locator("textarea[name=manifests]").input_value()


def in_editor(page: Page):
    return page.locator(".editor[data-editor-for=manifests] .cm-content")


def types(page: Page, text: str) -> None:
    in_editor(page).click()
    page.keyboard.press("Control+Home")
    page.keyboard.type(text)
    kept(page, text)


def kept(page: Page, text: str) -> None:
    """Wait until a draft holds a text, or until there is none (""); not longer than two seconds."""
    end = time.monotonic() + KEPT_SECONDS
    drafts = ""
    while time.monotonic() < end:
        drafts = page.evaluate("Object.values(localStorage).join()")
        if text in drafts if text else not drafts:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{text!r} in {drafts!r}")


def answered(page: Page) -> None:
    """Show the answer."""
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator("#answer")).to_be_visible()


def test_what_was_typed_is_back_until_somebody_starts_over(live_server, open_page):
    page = open_page(live_server.url + "/sandbox/")
    before = manifests(page)
    types(page, "# mine")
    page.reload()
    expect(page.locator(DRAFT)).to_have_text(re.compile(r"Your draft of .*\d.* is back\. Start over"))
    expect(in_editor(page)).to_contain_text("# mine")
    assert manifests(page) == "# mine" + before
    page.get_by_role("button", name="Start over").click()
    expect(in_editor(page)).not_to_contain_text("# mine")
    assert manifests(page) == before
    expect(page.locator(DRAFT)).to_have_count(0)
    page.reload()
    expect(page.locator(DRAFT)).to_have_count(0)
    assert manifests(page) == before


def test_tab_that_is_closed_or_crashes_loses_nothing(live_server, open_page):
    page = open_page(live_server.url + "/sandbox/")
    types(page, "# mine")
    page.close(run_before_unload=False)
    other = page.context.new_page()
    other.goto(live_server.url + "/sandbox/")
    expect(in_editor(other)).to_contain_text("# mine")


def test_draft_goes_when_it_was_submitted_and_not_before(live_server, open_page):
    page = open_page(live_server.url + "/sandbox/", expects_errors=True)
    types(page, "# mine")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-notice=offline]")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(DRAFT)).to_be_visible()
    in_editor(page).click()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/sandbox/*/")
    assert Submission.objects.get().manifests.startswith("# mine")
    expect(page.locator(DRAFT)).to_have_count(0)
    page.goto(live_server.url + "/sandbox/")
    assert "# mine" not in manifests(page)


def test_unfinished_line_of_a_terminal_is_kept(live_server, open_page):
    page = open_page(live_server.url + "/sandbox/terminal/")
    page.locator("#line").press_sequentially("kubectl get")
    kept(page, "kubectl get")
    page.reload()
    expect(page.locator("#line")).to_have_value("kubectl get")
    page.keyboard.press("Control+c")
    kept(page, "")


def test_browser_without_storage_is_said_aloud(live_server, open_page):
    page = open_page(live_server.url + "/sandbox/")
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    in_editor(page).click()
    page.keyboard.type("# mine")
    expect(page.locator("[data-notice=unkept]")).to_contain_text("Copy your text", timeout=1000 * KEPT_SECONDS)


def test_oldest_drafts_make_room(live_server, open_page):
    page = open_page(live_server.url + "/sandbox/")
    page.evaluate(
        "for (let n = 0; n < 60; n += 1) localStorage.setItem(`kubedrill-draft:/${n}/`, JSON.stringify({at: n, texts: {}}))"
    )
    types(page, "# mine")
    drafts = page.evaluate("Object.keys(localStorage)")
    assert len(drafts) == 40
    assert "kubedrill-draft:/59/" in drafts
    assert "kubedrill-draft:/20/" not in drafts


def test_rating_without_a_connection_waits_and_is_sent(live_server, open_page):
    cards.make(3)
    page = open_page(live_server.url + "/study/next/?topic=selectors")
    first = page.locator("h1").inner_text()
    answered(page)
    page.context.set_offline(True)
    page.keyboard.press("3")
    expect(page.locator(".kept")).to_contain_text("“Good” is kept on this device")
    expect(page.locator(".kept")).to_be_focused()
    expect(page.locator("[data-notice=offline]")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator(".kept")).to_have_count(0)
    page.keyboard.press("4")
    expect(page.locator(".kept")).to_contain_text("“Easy”")
    assert not Review.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("h1")).not_to_have_text(first)
    assert page.url.endswith("?topic=selectors")
    [row] = Review.objects.all()
    assert (row.card, row.rating) == ("card-selectors-000", 4)
    expect(page.locator(".course")).to_contain_text("1 done, 2 left")
    assert page.evaluate("localStorage.length") == 0


def test_rating_that_waited_while_the_page_was_closed_is_sent_later(live_server, open_page):
    cards.make(2)
    Card.objects.filter(slug="selectors-001").update(is_retired=True)
    page = open_page(live_server.url + "/study/next/")
    answered(page)
    page.context.set_offline(True)
    page.keyboard.press("4")
    expect(page.locator(".kept")).to_be_visible()
    page.close()
    page.context.set_offline(False)
    other = page.context.new_page()
    other.goto(live_server.url + "/study/")
    expect(other.locator("h1")).to_have_text("That was all for today")
    assert Review.objects.count() == 1


def test_rating_with_a_connection_is_sent_once(live_server, open_page):
    cards.make(2)
    page = open_page(live_server.url + "/study/next/")
    answered(page)
    page.keyboard.press("4")
    expect(page.locator(".course")).to_contain_text("1 done")
    page.reload()
    page.goto(live_server.url + "/study/")
    assert Review.objects.count() == 1
    assert page.evaluate("localStorage.length") == 0
