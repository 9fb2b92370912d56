"""What the pages do in a real browser, and states of them that are rare; test_every_page.py opens them all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from cards.models import Card
from sandbox.models import Command, Playground, State, Submission
from tests.sandbox import verdicts

pytestmark = pytest.mark.django_db(transaction=True)

MANIFESTS = "".join(f"key{number}: value\n" for number in range(1, 41))
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


def put(name: str, verdict: Any = None, state: State = State.DONE, **columns: Any) -> Submission:
    return Submission.objects.create(
        **{
            "permalink": name,
            "owner": "alice",
            "content_hash": "x",
            "enqueued": timezone.now(),
            "state": state,
            "manifests": MANIFESTS,
            "claims": "- endpoints: web\n",
            "verdict_json": json.dumps(verdict) if verdict else "",
        }
        | columns
    )


def put_playground() -> None:
    """One with an entry of each kind."""
    rows = [{"namespace": "default", "cells": ["web-0", "0/1", "Running", "0", "5s", "10.244.1.10", "node1", "", ""]}]
    columns = ["Name", "Ready", "Status", "Restarts", "Age", "IP", "Node", "Nominated Node", "Readiness Gates"]
    overview = [{"kind": "Pod", "columns": columns, "rows": rows, "left_out": 0}]
    playground = Playground.objects.create(permalink="terminal", owner="alice", overview_json=json.dumps(overview))
    problem = {"line": 2, "column": 1, "field": "kind", "message": "no such kind"}
    printed = {"stdout": "NAME   READY   STATUS\n" + "x" * 200 + "\n", "stderr": "", "problems": [], "left_out": 7}
    refused = {"stdout": "", "stderr": "error: no matches\n", "problems": [problem], "left_out": 0}
    commands: list[dict[str, Any]] = [
        {"line": "kubectl get pods", "state": State.DONE, "exit": 0, "result_json": json.dumps(printed)},
        {
            "line": "kubectl apply -f - <<EOF\napiVersion: v1\nkind: X\nEOF",
            "state": State.REFUSED,
            "exit": 1,
            "result_json": json.dumps(refused),
        },
        {"line": "kubectl get pods", "state": State.TIMED_OUT, "message": "The run was stopped."},
        {"line": "kubectl get pods", "state": State.QUEUED},
    ]
    for number, command in enumerate(commands, 1):
        Command.objects.create(playground=playground, number=number, enqueued=timezone.now(), **command)


@pytest.fixture
def states() -> None:
    """One of everything that a page may have to show."""
    Card.objects.create(
        id="card-1",
        slug="refused",
        topic="selectors",
        question="Why does `curl web` say *connection refused*?",
        answer="The answer, with `code`.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        difficulty=2,
        manifests=MANIFESTS,
        claims="- claim: It is refused\n  connect: {from: pod/client, to: web, port: 80}\n",
        goal="- claim: It is answered\n  connect: {from: pod/client, to: web, port: 80}\n",
        content_hash="x",
        links=[{"title": "Service", "url": "https://kubernetes.io/docs/"}],
    )
    refused = verdicts.verdict_refused_connection()
    put("refused", refused, card="card-1")
    held = verdicts.verdict(verdicts.answered(), holds=True, summary="It is answered.", because=[verdicts.TARGET_PORT])
    outside = verdicts.verdict(verdicts.from_outside(), holds=None, summary="It depends on chance.")
    unresolved = verdicts.verdict(verdicts.unresolved(), holds=False, summary="web does not resolve.")
    put(
        "many", refused | {"claims": [claim for one in (held, outside, unresolved, refused) for claim in one["claims"]]}
    )
    put("not-accepted", verdicts.verdict_not_accepted(), State.REFUSED)
    put("stopped", None, State.TIMED_OUT, message="The run was stopped.")
    put("waiting", None, State.QUEUED)
    put_playground()


# States that the pages in test_every_page.py do not come into by themselves.
PAGES = [
    "/cards/refused/refused/",
    "/sandbox/many/",
    "/sandbox/not-accepted/",
    "/sandbox/stopped/",
    "/sandbox/waiting/",
    "/sandbox/terminal/terminal/",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("scheme", "viewport"), [("light", PHONE), ("dark", DESK)], ids=["phone", "desk"])
def test_axe_finds_nothing_and_a_phone_is_wide_enough(live_server, states, open_page, path, scheme, viewport):
    page = open_page(live_server.url + path, viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    page.evaluate("document.querySelectorAll('main details').forEach((details) => { details.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    results = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    found = [
        (one["id"], node["target"], node["failureSummary"])
        for one in results.response["violations"]
        for node in one["nodes"]
    ]
    assert found == []


@pytest.mark.parametrize("path", ["/cards/refused/refused/", "/sandbox/many/"])
def test_page_is_whole_without_script(live_server, states, open_page, path):
    page = open_page(live_server.url + path, java_script_enabled=False)
    expect(page.locator("textarea[name=manifests]")).to_be_visible()
    expect(page.locator("h2.verdict")).to_be_visible()
    page.locator("a.line-link:visible").first.click()
    line = page.url.rpartition("#")[2]
    expect(page.locator(f"#{line}")).to_be_visible()


def lit(page: Page) -> str:
    return page.locator(".editor[data-editor-for=manifests] .cm-lit").inner_text()


def test_step_lights_its_line_by_hover_focus_and_tap(live_server, states, open_page):
    page = open_page(live_server.url + "/cards/refused/refused/")
    cause = page.locator(".cause[data-lines='22']")
    cause.hover()
    assert lit(page) == "key22: value"
    page.mouse.move(2, 2)
    expect(page.locator(".cm-lit")).to_have_count(0)
    cause.locator("a").focus()
    assert lit(page) == "key22: value"
    page.locator(".step.is-match").click()
    assert lit(page) == "key25: value"
    page.locator(".picture.is-wide .is-pod.is-hollow").first.hover()
    assert lit(page) == "key22: value"


def test_line_lights_its_steps(live_server, states, open_page):
    page = open_page(live_server.url + "/cards/refused/refused/")
    page.locator(".cm-cause", has_text="key22").hover()
    expect(page.locator(".cause.is-lit")).to_have_count(1)
    expect(page.locator(".step.is-reject.is-lit")).to_have_count(1)
    expect(page.locator(".step.is-send.is-lit")).to_have_count(0)


def test_marked_line_moves_with_the_text(live_server, states, open_page):
    page = open_page(live_server.url + "/cards/refused/refused/")
    page.locator(".cm-line", has_text="key20:").click()
    page.keyboard.press("Home")
    page.keyboard.type("# a new line\n")
    page.locator(".cause[data-lines='22']").hover()
    assert lit(page) == "key22: value"
    assert "# a new line\nkey20" in page.locator("textarea[name=manifests]").input_value()


def test_problem_is_underlined_and_its_link_leads_there(live_server, states, open_page):
    page = open_page(live_server.url + "/sandbox/not-accepted/")
    expect(page.locator(".cm-lintRange-error")).to_have_count(2)
    expect(page.locator(".cm-lint-marker-error")).to_have_count(2)
    page.locator(".problems a.line-link", has_text="line 6").click()
    page.keyboard.type("X")
    assert "key6: valuXe" in page.locator("textarea[name=manifests]").input_value()


def test_verdict_arrives_while_the_page_waits(live_server, states, open_page):
    page = open_page(live_server.url + "/sandbox/waiting/")
    expect(page.locator("h2.verdict")).to_have_text("Your YAML waits for a worker")
    Submission.objects.filter(permalink="waiting").update(
        state=State.DONE, verdict_json=json.dumps(verdicts.verdict_refused_connection())
    )
    expect(page.locator("h2.verdict")).to_contain_text("because no pod matches")
    expect(page.locator("#announcement")).to_contain_text("No: the connection is refused")
    expect(page.locator(".cm-cause").first).to_be_attached()


def test_lost_connection_is_said_and_made_up_for(live_server, states, open_page):
    page = open_page(live_server.url + "/sandbox/waiting/", expects_errors=True)
    page.context.set_offline(True)
    expect(page.locator("[data-notice=offline]")).to_be_visible()
    Submission.objects.filter(permalink="waiting").update(
        state=State.DONE, verdict_json=json.dumps(verdicts.verdict_refused_connection())
    )
    page.context.set_offline(False)
    expect(page.locator("h2.verdict")).to_contain_text("because no pod matches")
    expect(page.locator("[data-notice=offline]")).to_be_hidden()


def test_pages_need_no_exception_from_the_security_policy(live_server, states, open_page, settings):
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy | {"style-src": ["'self'"], "script-src": ["'self'"]}}
    page = open_page(live_server.url + "/cards/refused/refused/")
    expect(page.locator(".cm-deciding").first).to_be_visible()
    assert page.locator(".cm-deciding").first.evaluate("line => getComputedStyle(line).boxShadow") != "none"
    page.locator(".cause[data-lines='22']").hover()
    assert lit(page) == "key22: value"


def test_chosen_colours_are_remembered(live_server, states, open_page):
    page = open_page(live_server.url + "/", color_scheme="light")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Use the dark colours").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Use the light colours").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == before


def test_nothing_moves_for_whoever_prefers_that(live_server, states, open_page):
    page = open_page(live_server.url + "/sandbox/many/", reduced_motion="reduce")
    assert page.locator(".journey").count() > 0
    for journey in page.locator(".journey").all():
        expect(journey).to_be_hidden()


def test_cards_are_searched_as_somebody_types(live_server, states, open_page):
    page = open_page(live_server.url + "/cards/")
    page.get_by_label("Search", exact=True).press_sequentially("nothing-like-it")
    expect(page.locator("#cards")).to_contain_text("No card answers to that")
    assert page.url.endswith("/cards/?q=nothing-like-it&topic=&tag=&difficulty=&kind=")


def test_common_claim_is_added_to_the_editor(live_server, states, open_page):
    page = open_page(live_server.url + "/sandbox/")
    page.get_by_text("Add a common claim").click()
    page.locator("select[name=expect]").select_option("refused")
    page.get_by_role("button", name="Add the claim").click()
    expect(page.locator(".editor[data-editor-for=claims] .cm-content")).to_contain_text("expect: refused")
    assert "expect: refused" in page.locator("textarea[name=claims]").input_value()


def test_keyboard_alone_gets_to_the_editor_submits_and_gets_out_again(live_server, states, open_page):
    page = open_page(live_server.url + "/sandbox/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("# typed\n")
    assert page.locator("textarea[name=manifests]").input_value().startswith("# typed\n")
    page.keyboard.press("Tab")
    page.keyboard.type("# also\n")
    assert page.locator("textarea[name=claims]").input_value().startswith("# also\n")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h2.verdict")).to_have_text("Your YAML waits for a worker")
    assert Submission.objects.exclude(owner="alice").get().manifests.startswith("# typed\n")


def test_the_menu_closes_by_escape_by_a_press_beside_it_and_when_the_focus_leaves(live_server, open_page):
    page = open_page(live_server.url + "/cards/")
    menu = page.locator("[data-menu]")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Decks")).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="Decks")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Decks")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("h1").click()
    expect(menu.get_by_role("link", name="Decks")).to_be_hidden()
    menu.locator("summary").click()
    page.get_by_label("Search", exact=True).focus()
    expect(menu.get_by_role("link", name="Decks")).to_be_hidden()


def test_the_menu_of_a_phone_needs_no_script_and_has_every_room(live_server, open_page):
    page = open_page(live_server.url + "/decks/", viewport=PHONE, java_script_enabled=False)
    masthead = page.get_by_role("navigation", name="Main")
    expect(masthead.get_by_role("link")).to_have_text(["Study"])
    masthead.get_by_text("Menu").click()
    rooms = page.get_by_role("navigation", name="All rooms").get_by_role("link").all_inner_texts()
    assert masthead.get_by_role("link").all_inner_texts() == ["Study", *rooms, "Log in"]
    expect(masthead.locator("[aria-current]:visible")).to_have_text(["Decks"])
    masthead.get_by_role("link", name="Map").click()
    expect(page).to_have_url(live_server.url + "/map/")
