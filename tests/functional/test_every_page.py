"""Every page of a whole site with its own content: axe finds nothing, a phone is wide enough, the browser complains of nothing.

Each page is opened twice: by a guest on a small phone in light colours, and by somebody with an account on a desk in
dark ones. A new page has no test here until it is in the list, and the last test fails until it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import URLResolver, get_resolver, resolve
from playwright.sync_api import Browser, Page, expect

from tests.functional.looking import violations

UNFOLD = "document.querySelectorAll('main details:not(.export)').forEach((details) => { details.open = true })"
NARROW = 360
PHONE: dict[str, Any] = {
    "viewport": {"width": NARROW, "height": 2400},
    "color_scheme": "light",
    "reduced_motion": "reduce",
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 2000}, "color_scheme": "dark", "reduced_motion": "reduce"}
PASSWORD = "a long walk by the sea"

PAGES = [
    "/",
    "/nowhere/",
    "/cards/",
    "/cards/?q=nothing-like-it",
    "/cards/connection-refused/",
    "/cards/nobody-home-means-waiting/",
    "/cards/nobody-home-means-waiting/?said=1",
    "/cards/three-ports/",
    "/cards/three-ports/?said=18",
    "/cards/home-by-the-cluster-ip/",
    "/cards/home-by-the-cluster-ip/?said=0:1",
    "/cards/external-name-cut-short/",
    "/cards/external-name-cut-short/#bench",
    "/cards/see-the-unready-too/",
    "/cards/see-the-unready-too/?said=2",
    "/cards/hairpin/?said=1",
    "/sandbox/",
    "/sandbox/terminal/",
    "/study/",
    "/study/?topic=dns",
    "/study/card/hairpin/",
    "/study/card/three-ports/?said=18",
    "/study/weak/",
    "/study/statistics/",
    "/study/settings/",
    "/decks/",
    "/decks/new/",
    "/decks/import/",
    "/quiz/",
    "/quiz/kinds-of-service/",
    "/interview/",
    "/interview/questions/",
    "/interview/questions/blue-green/",
    "/labs/",
    "/labs/never-ready/",
    "/sheets/",
    "/sheets/affinity/",
    "/diagrams/",
    "/diagrams/load-balancer-local/",
    "/troubleshooting/",
    "/troubleshooting/selector-typo/",
    "/map/",
    "/map/?open=dns&open=diagrams",
    "/account/",
    "/account/delete/",
    "/account/password/reset/",
]
GUESTS = ["/account/login/", "/account/signup/"]
MEMBERS = [
    "/account/logout/",
    "/account/email/",
    "/account/password/change/",
    "/account/reauthenticate/",
]
#: The pages of what somebody makes; `make_everything` comes by each of them.
MADE = {
    *("cards:submission", "sandbox:submission", "study:submission", "sandbox:playground"),
    *("decks:deck", "decks:edit", "decks:delete", "decks:card-new", "decks:card-edit"),
    *("quizzes:question", "quizzes:result", "interviews:item", "interviews:report"),
}
#: Views that show no page of their own: they answer with a part, a file or a redirect, or only after a letter came.
NO_PAGES = {
    *("healthz", "accounts:export", "accounts:send-away", "accounts:confirm"),
    *("sandbox:add-claim", "sandbox:completions", "sandbox:copy", "sandbox:entry", "sandbox:example-completions"),
    *("sandbox:result", "study:next", "study:rate", "study:undo", "study:set-aside"),
    *("decks:card-move", "decks:card-remove", "decks:check", "decks:copy", "decks:export", "decks:leave"),
    *("decks:share", "decks:star", "decks:study", "decks:withdraw"),
    *("labs:apply", "labs:begin", "labs:check", "labs:hint", "labs:steps", "labs:terminal"),
    *("quizzes:attempt", "quizzes:endless", "quizzes:finish"),
    *("interviews:onward", "interviews:finish", "interviews:pdf", "interviews:deck"),
    *("diagrams:picture", "map:markdown", "map:opml", "map:picture", "sheets:markdown", "sheets:pdf"),
    *("troubleshooting:picture", "troubleshooting:text"),
    *("account_confirm_email", "account_confirm_login_code", "account_email", "account_email_verification_sent"),
    *("account_inactive", "account_reset_password_done", "account_reset_password_from_key"),
    *("account_reset_password_from_key_done", "account_set_password"),  # tests/functional/test_accounts.py has some
}


class Visitor:
    """A browser of one visitor, and what its console said since the last page."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(20_000)
        self.url = url
        self.errors: list[str] = []
        self.seen: set[str] = set()
        self.page = self.context.new_page()
        self.page.on(
            "console", lambda said: self.errors.append(said.text) if said.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, path: str) -> Page:
        self.page.goto("about:blank")  # a fragment alone would load nothing
        self.errors.clear()
        self.page.goto(self.url + path)
        return self.page

    def finds(self) -> dict[str, Any]:
        """What is wrong with the page that is open, with everything unfolded that covers nothing; empty if all is well."""
        self.page.evaluate(UNFOLD)
        width = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        errors = [said for said in self.errors if "the server responded with a status of 404" not in said]
        found = {
            "axe": violations(self.page),
            "too wide by": max(0, width),
            "console": errors,
            "h1": self.page.locator("h1").count() - 1,
        }
        return {name: what for name, what in found.items() if what}

    def looks_right(self) -> None:
        """The page that is open, and that it is one of those that somebody makes."""
        assert self.finds() == {}, self.page.url
        self.seen.add(resolve(urlsplit(self.page.url).path).view_name)

    def looks_right_with_its_verdict(self) -> None:
        expect(self.page.locator("h2.verdict:not(.is-waiting)")).to_be_visible()
        self.looks_right()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()


@pytest.fixture(scope="module")
def guest(browser, site) -> Iterator[Visitor]:
    visitor = Visitor(browser, site.url, **PHONE)
    yield visitor
    visitor.context.close()


@pytest.fixture(scope="module")
def member(browser, site) -> Iterator[Visitor]:
    """Somebody with an account."""
    visitor = Visitor(browser, site.url, **DESK)
    page = visitor.open("/account/signup/")
    page.get_by_label("E-mail address", exact=True).fill("every-page@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again", exact=True).fill(PASSWORD)
    visitor.press("Open the account")
    expect(page.locator("h1")).to_have_text("Your data")
    yield visitor
    visitor.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_guest_on_a_phone_finds_nothing_wrong(guest, path):
    guest.open(path)
    assert guest.finds() == {}


@pytest.mark.parametrize("path", PAGES)
def test_a_member_on_a_desk_finds_nothing_wrong(member, path):
    member.open(path)
    assert member.finds() == {}


@pytest.mark.parametrize("path", GUESTS)
def test_the_doors_are_right_for_a_guest(guest, path):
    guest.open(path)
    assert guest.finds() == {}


@pytest.mark.parametrize("path", MEMBERS)
def test_the_pages_of_an_account_are_right(member, path):
    member.open(path)
    assert member.finds() == {}


def make_everything(visitor: Visitor) -> None:
    page = visitor.open("/")
    visitor.press("Carry it out")  # the first verdict is one press away from the first page
    visitor.looks_right_with_its_verdict()
    visitor.open("/sandbox/")
    visitor.press("Carry it out")
    visitor.looks_right_with_its_verdict()
    visitor.open("/study/card/connection-refused/")
    visitor.press("Carry it out")
    visitor.looks_right_with_its_verdict()
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator("#answer .prose")).to_be_visible()
    visitor.looks_right()
    visitor.open("/sandbox/terminal/")
    visitor.press("kubectl get svc,pods -o wide")
    expect(page.locator("#c2")).to_contain_text("CLUSTER-IP")
    visitor.looks_right()

    visitor.open("/decks/new/")
    page.get_by_label("Title").fill("On call")
    visitor.press("Make the deck")
    expect(page.locator("h1")).to_have_text("On call")
    visitor.looks_right()
    deck = urlsplit(page.url).path
    for path in ("edit/", "delete/", "cards/new/"):
        visitor.open(deck + path)
        visitor.looks_right()
    page.get_by_label("Question").fill("What is a Service?")
    page.get_by_label("Answer").fill("A stable name for pods.")
    visitor.press("Keep and check")
    expect(page.locator("ol.entries")).to_contain_text("What is a Service?")
    visitor.looks_right()
    page.get_by_role("link", name=re.compile("^Edit")).click()
    visitor.looks_right()

    visitor.open("/quiz/")
    visitor.press("Begin")
    expect(page.locator("form[data-quiz]")).to_be_visible()
    visitor.looks_right()
    page.locator("[name=chosen]").first.check()
    visitor.press("Answer")
    visitor.looks_right_with_its_verdict()
    visitor.press("Stop here")
    expect(page.locator("h1")).to_contain_text("right")
    visitor.looks_right()

    visitor.open("/interview/")
    visitor.press("Begin")
    expect(page.locator("#notes")).to_be_visible()
    visitor.looks_right()
    visitor.press("End the interview here")
    expect(page.locator("h1")).to_have_text("Nothing was answered")
    visitor.looks_right()


def test_what_a_guest_makes_on_a_phone_is_right(guest):
    make_everything(guest)
    assert guest.seen == MADE


def test_what_a_member_makes_on_a_desk_is_right(member):
    make_everything(member)
    assert member.seen == MADE


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


def test_every_page_of_the_site_is_in_the_list():
    listed = {resolve(urlsplit(path).path).view_name for path in [*PAGES, *GUESTS, *MEMBERS] if path != "/nowhere/"}
    there = {name for name in names(get_resolver()) if not name.startswith(("admin:", "api:", "None"))}
    assert there == listed | MADE | NO_PAGES
