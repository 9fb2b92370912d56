"""A learner's story on a whole site, from a card to the line that decided and to a repair.

Nothing on the way is a stand-in.
"""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

MANIFESTS = """\
apiVersion: v1
kind: Pod
metadata: {name: client}
spec:
  containers:
  - {name: app, image: "registry.example/echo:1"}
---
apiVersion: v1
kind: Pod
metadata:
  name: web-0
  labels: {app: web}
spec:
  containers:
  - {name: app, image: "registry.example/echo:1", ports: [{containerPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: wbe}
  ports:
  - {port: 80, targetPort: 8080}
"""


def verdict(page: Page):
    return page.locator("h2.verdict:not(.is-waiting)")


def editor(page: Page, name: str = "manifests"):
    return page.locator(f".editor[data-editor-for={name}] .cm-content")


def test_learner_goes_from_the_first_card_to_a_verdict(site, open_page):
    page = open_page(site.url)
    page.get_by_role("link", name="Read it first").click()
    question = page.locator("h1").inner_text()
    page.get_by_role("button", name="Carry it out").click()
    expect(verdict(page)).to_contain_text("app: web is not app: wbe")  # it is a card to repair
    expect(page.locator(".claim").first).to_be_visible()

    page.reload()
    assert page.locator("h1").inner_text() == question
    expect(verdict(page)).to_contain_text("No:")

    page.get_by_text("Show the answer").click()
    expect(page.locator(".answer .prose")).to_be_visible()


def test_first_visit_gets_to_a_verdict_by_one_press_of_a_button(site, open_page):
    begin = time.monotonic()
    page = open_page(site.url)
    page.get_by_role("button", name="Carry it out").click()
    expect(verdict(page)).to_contain_text("Yes:")
    expect(page.locator(".picture.is-wide .end.is-refused").first).to_be_visible()
    assert time.monotonic() - begin < 20
    page.goto(site.url)
    for address in page.locator(".room-link").evaluate_all("links => links.map(link => link.href)"):
        assert page.request.get(address).ok, address


def test_learner_finds_the_line_with_the_typo_and_mends_it(site, open_page):
    page = open_page(site.url + "/sandbox/")
    editor(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(MANIFESTS)
    begin = time.monotonic()
    page.keyboard.press("Control+Enter")
    expect(verdict(page)).to_contain_text("No: the connection is refused")
    assert time.monotonic() - begin < 10

    cause = page.locator(".cause[data-lines='22']").first
    expect(cause).to_be_visible()
    expect(page.locator(".picture.is-wide .end.is-refused")).to_be_visible()
    cause.hover()
    assert page.locator(".cm-lit").inner_text().strip() == "selector: {app: wbe}"

    page.locator(".cm-line", has_text="wbe").click()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    for _ in "wbe":
        page.keyboard.press("Backspace")
    page.keyboard.type("web")
    page.keyboard.press("Control+Enter")
    expect(verdict(page)).to_contain_text("Yes: the connection is answered")
    expect(page.locator(".picture.is-wide .end.is-answered")).to_be_visible()
    expect(page.locator(".questions").first).to_contain_text("web.default.svc.cluster.local. A")

    link = page.get_by_role("link", name="Permanent link").get_attribute("href")
    other = open_page(site.url + str(link))
    expect(verdict(other)).to_contain_text("Yes: the connection is answered")
    expect(editor(other)).to_contain_text("selector: {app: web}")


def test_refused_yaml_is_underlined_at_its_place(site, open_page):
    page = open_page(site.url + "/sandbox/")
    editor(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(MANIFESTS.replace("port: 80,", "port: 99999,"))
    page.keyboard.press("Control+Enter")
    expect(verdict(page)).to_contain_text("Refused:")
    expect(page.locator(".cm-lintRange-error")).to_be_attached()
    expect(page.locator("[data-problem]").first).to_contain_text("must be between 1 and 65535")


def test_everything_works_without_script(site, open_page):
    page = open_page(site.url + "/sandbox/", java_script_enabled=False)
    page.locator("textarea[name=manifests]").fill(MANIFESTS)
    page.get_by_role("button", name="Carry it out").click()
    expect(verdict(page)).to_contain_text("No: the connection is refused")
    page.locator(".cause a.line-link").first.click()
    expect(page.locator("#line-22")).to_be_visible()
