"""A learner at the terminal, on a whole site: keys, completion, here-documents, copies, and the line that is wrong."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

HERE = """\
kubectl apply -f - <<EOF
apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  selector: {app: web}
  ports:
  - port: 80000
EOF
kubectl get svc web
"""


def prompt(page: Page):
    return page.get_by_label("Command", exact=True)


def typed(page: Page, text: str, number: int):
    """Types a command; the entry of that number once it has run."""
    prompt(page).press_sequentially(text)
    page.keyboard.press("Enter")
    return ran(page, number)


def ran(page: Page, number: int):
    entry = page.locator(f"#c{number}")
    expect(entry).not_to_have_attribute("aria-busy", "true")
    return entry


def test_learner_takes_a_cluster_apart_and_finds_out_why(site, open_page):
    page = open_page(site.url)
    page.get_by_role("navigation").get_by_role("link", name="Terminal").click()
    expect(prompt(page)).to_be_focused()

    # The example can be completed at before the cluster is there; the first command makes it.
    page.keyboard.type("k get deployments w")
    page.keyboard.press("Tab")
    expect(prompt(page)).to_have_value("k get deployments web ")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/sandbox/terminal/[\w-]{12}/"))
    expect(ran(page, 1)).to_contain_text("service/web created")
    expect(ran(page, 2)).to_contain_text("2/2")
    expect(page.locator("#overview li.is-pod:not(.is-hollow)")).to_have_count(3)

    expect(typed(page, "kubectl exec client -- curl -s web", 3)).to_contain_text('"pod": "default/web-')
    expect(typed(page, "kubectl set selector service web app=wbe", 4)).to_contain_text("selector updated")
    expect(page.locator("#overview li.is-service", has_text="app=wbe")).to_be_visible()

    # An earlier command comes back with the arrow, and now says something else.
    for _ in range(2):
        page.keyboard.press("ArrowUp")
    expect(prompt(page)).to_have_value("kubectl exec client -- curl -s web")
    page.keyboard.press("Enter")
    expect(ran(page, 5)).to_contain_text("exit code 7")

    # A paste of a here-document and a command behind it; the line that is wrong is pointed at.
    page.keyboard.insert_text(HERE)
    page.keyboard.press("Enter")
    refused = ran(page, 6)
    expect(refused).to_contain_text('The Service "shop" is invalid')
    refused.get_by_role("link", name="line 8").first.click()
    expect(page.locator("#c6-l8")).to_be_in_viewport()
    expect(ran(page, 7)).to_contain_text("80/TCP")

    # Tab offers what fits, and Esc lets the keyboard out of the prompt.
    prompt(page).press_sequentially("kubectl get p")
    page.keyboard.press("Tab")
    expect(prompt(page)).to_have_value("kubectl get pods ")
    page.keyboard.press("Control+c")
    expect(prompt(page)).to_have_value("")
    expect(page.locator(".is-abandoned")).to_have_text("$ kubectl get pods ^C")
    page.keyboard.type("kubectl ")
    page.keyboard.press("Tab")
    expect(page.locator("#suggestions")).to_contain_text("describe")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(prompt(page)).not_to_be_focused()

    address = page.url
    page.reload()
    expect(page.locator("#c7")).to_contain_text("80/TCP")
    prompt(page).focus()
    page.keyboard.press("Control+l")
    expect(page.locator("#c7")).to_be_hidden()

    stranger = open_page(address)
    expect(stranger.locator("#c7")).to_contain_text("80/TCP")
    expect(prompt(stranger)).to_have_count(0)
    stranger.get_by_role("button", name="Make a copy of my own").click()
    expect(typed(stranger, "kubectl get deployment web", 8)).to_contain_text("2/2")


def test_output_is_copied(site, open_page):
    page = open_page(site.url + "/sandbox/terminal/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="kubectl get svc,pods -o wide").click()
    page.wait_for_url(re.compile(r"/sandbox/terminal/[\w-]{12}/"))
    expect(ran(page, 2)).to_contain_text("service/web")
    page.locator("#c2").hover()
    page.get_by_role("button", name="Copy the output of command 2").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#c2 pre").inner_text()
    page.get_by_role("button", name="Copy all").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    everything = page.evaluate("navigator.clipboard.readText()")
    assert everything.startswith("$ kubectl apply -f -\npod/client created\n")
    assert everything.endswith(f"$ kubectl get svc,pods -o wide\n{copied}")


def test_yaml_of_the_sandbox_is_opened_in_a_terminal(site, open_page):
    page = open_page(site.url + "/sandbox/")
    page.get_by_role("button", name="Open in a terminal").click()
    page.wait_for_url(re.compile(r"/sandbox/terminal/[\w-]{12}/"))
    expect(ran(page, 1)).to_contain_text("service/web created")


def test_a_command_is_run_without_script(site, open_page):
    page = open_page(site.url + "/sandbox/terminal/", java_script_enabled=False)
    prompt(page).fill("kubectl get svc web")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#c2")).to_contain_text("80/TCP")
    prompt(page).fill("kubectl exec client -- nslookup web")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#c3")).to_contain_text("web.default.svc.cluster.local")
