"""A learner in a lab, on a whole site: the list, a failed check, a hint, the mending command, and all is passed."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.functional.looking import PHONE, violations


def begin(page: Page, title: str) -> None:
    page.get_by_role("link", name=title, exact=True).click()
    assert violations(page) == []
    page.get_by_role("button", name="Begin: make my cluster").click()
    expect(page.locator("#c1")).to_contain_text("service/web created")


def type_line(page: Page, line: str, number: int) -> None:
    prompt = page.get_by_role("textbox", name="Command", exact=True)
    prompt.fill(line)
    prompt.press("Enter")
    expect(page.locator(f"#c{number}")).not_to_have_attribute("aria-busy", "true")


def check(page: Page) -> None:
    page.locator(".lab-step.is-current .lab-check button").click()


def test_learner_mends_a_cluster_step_by_step(site, open_page):
    page = open_page(site.url + "/labs/")
    assert violations(page) == []
    begin(page, "A Service that finds nobody")

    check(page)
    expect(page.locator(".lab-verdict")).to_contain_text("Not yet: 0 of 2 hold.")
    expect(page.locator("#announcement")).to_have_text("Not yet: 0 of 2 hold.")
    page.get_by_role("button", name="Show a hint").click()
    expect(page.locator(".lab-hints")).to_contain_text("app: web is not app: wbe")
    page.get_by_role("button", name="Show one hint more").click()
    expect(page.locator(".lab-hints")).to_contain_text("spec.selector.app of Service web")
    page.get_by_role("button", name="Show one hint more").click()
    expect(page.locator(".lab-hints")).to_contain_text("kubectl get svc web -o jsonpath")

    # The evidence is there too, down to the line, which leads into the command that applied it.
    page.locator(".lab-verdict .claim > summary", has_text="answered by a web pod").click()
    page.get_by_role("link", name="line 42").first.click()
    expect(page.locator("#c1-l42")).to_be_in_viewport()
    assert violations(page) == []

    type_line(page, "kubectl set selector service web app=web", 2)
    expect(page.locator("#overview li.is-service", has_text="app=web")).to_be_visible()
    check(page)
    expect(page.locator("#step-find-a-pod")).to_have_class(re.compile("is-passed"))
    expect(page.locator("#announcement")).to_have_text("Step 1 is passed. Step 2 is open.")
    assert violations(page) == []

    # The second step by the keyboard alone; Esc then Tab leaves the terminal.
    prompt = page.get_by_role("textbox", name="Command", exact=True)
    prompt.focus()
    page.keyboard.type("kubectl label pod web-1 app=web --overwrite")
    page.keyboard.press("Enter")
    expect(page.locator("#c3")).to_contain_text("pod/web-1 labeled")
    page.keyboard.type("kubectl get")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(prompt).not_to_be_focused()
    page.locator("#check-find-both").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".lab-end")).to_contain_text("The goal is reached")
    assert violations(page) == []

    # Whoever comes back finds it as it was.
    page.goto(site.url + "/labs/")
    expect(page.locator(".lab-list li.is-done")).to_contain_text("A Service that finds nobody")


def test_a_lab_fits_a_phone_and_takes_yaml_from_its_editor(site, open_page):
    page = open_page(site.url + "/labs/", viewport=PHONE, color_scheme="dark", has_touch=True)
    begin(page, "A Service that finds nobody")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator("#main").get_by_role("link", name="Terminal", exact=True).last.click()
    expect(page.locator("#terminal .console-bar")).to_be_in_viewport()
    page.get_by_text("Apply YAML").click()
    page.get_by_role("textbox", name="YAML to apply").click()
    page.keyboard.insert_text(
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}\n"
    )
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.locator("#c2")).to_contain_text("service/web configured")
    page.get_by_role("link", name="Steps", exact=True).click()
    check(page)
    expect(page.locator("#step-find-a-pod")).to_have_class(re.compile("is-passed"))
    page.set_viewport_size({**PHONE, "height": 2400})  # the switch at the bottom covers nothing that is to be pressed
    page.evaluate("scrollTo(0, 0)")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
