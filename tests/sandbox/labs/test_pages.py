"""The pages of labs, as a browser without any script sees them."""

from __future__ import annotations

import html

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sandbox.labs import actions, content
from sandbox.labs.models import LabAttempt
from tests.sandbox.labs.labs import FIRST, MEND_FIRST, MEND_SECOND, SECOND, SLUG, carry_out, loaded

pytestmark = pytest.mark.django_db

PAGE = f"/labs/{SLUG}/"
PART = {"HX-Request": "true"}


def text(response) -> str:
    return html.unescape(response.content.decode())


def begin(client: Client) -> LabAttempt:
    loaded()
    assert client.post(f"{PAGE}begin/").status_code == 302
    carry_out()
    return LabAttempt.objects.latest("created")


def type_line(client: Client, line: str) -> None:
    assert client.post(f"{PAGE}terminal/", {"line": line}).headers["Location"] == f"{PAGE}#prompt"
    carry_out()


def check(client: Client, step: str) -> str:
    assert client.post(f"{PAGE}steps/{step}/check/").headers["Location"] == f"{PAGE}?step={step}#step-{step}"
    carry_out()
    return text(client.get(f"{PAGE}?step={step}"))


def test_the_list_stands_without_labs(client) -> None:
    assert "There are no labs yet" in text(client.get("/labs/"))


def test_a_lab_shows_its_story_and_what_it_starts_with_before_it_is_begun(client) -> None:
    loaded()
    page = text(client.get(PAGE))
    assert "late in the evening" in page
    assert "app: wbe" in page
    assert "Begin: make my cluster" in page
    assert not LabAttempt.objects.exists()
    assert "visitor" not in client.cookies


def test_a_learner_without_any_script_gets_from_the_beginning_to_the_end(client) -> None:
    begin(client)
    page = text(client.get(PAGE))
    assert "service/web created" in page
    assert "0 of 2 passed" in page
    assert "hints are drawn from what the check finds" in page

    page = check(client, FIRST)
    assert "Not yet:</strong> 0 of 2 hold" in page
    assert 'href="#c1-l42"' in page
    for number, said in enumerate(("In words.", "Where to look.", "What stands there.", "The solution."), 1):
        assert said not in page
        client.post(f"{PAGE}steps/{FIRST}/hint/", {"number": number})
        page = text(client.get(PAGE))
        assert said in page
    assert f"$ </span>{MEND_FIRST}" in page

    type_line(client, MEND_FIRST)
    assert "You have typed since." in text(client.get(PAGE))
    assert "1 of 2 passed" in check(client, FIRST)
    type_line(client, MEND_SECOND)
    page = check(client, SECOND)
    assert "The goal is reached" in page
    assert "2 commands and 4 hints" in page
    assert '<span class="lab-progress">done</span>' in text(client.get("/labs/"))


def test_what_is_passed_can_be_checked_again(client) -> None:
    begin(client)
    type_line(client, MEND_FIRST)
    check(client, FIRST)
    type_line(client, "kubectl set selector service web app=wbe")
    page = check(client, FIRST)
    assert "passed, no longer so" in page
    assert "1 of 2 passed" in page


def test_yaml_is_applied_from_the_editor(client) -> None:
    attempt = begin(client)
    yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: note}\n"
    assert client.post(f"{PAGE}apply/", {"manifests": yaml}).status_code == 302
    command = attempt.playground.commands.latest("number")
    assert (command.line, command.stdin) == ("kubectl apply -f -", yaml)
    refused = client.post(f"{PAGE}apply/", {"manifests": " "})
    assert (refused.status_code, "There is no YAML to apply" in text(refused)) == (422, True)


def test_a_script_gets_the_new_entries_of_the_terminal(client) -> None:
    begin(client)
    part = client.post(f"{PAGE}terminal/", {"line": "kubectl get pods"}, headers=PART)
    assert 'id="c2"' in text(part)
    assert "<html" not in text(part)


def test_a_page_that_waits_looks_again_until_the_check_has_ended(client) -> None:
    begin(client)
    waits = text(client.post(f"{PAGE}steps/{FIRST}/check/", headers=PART))
    assert f'hx-get="{PAGE}steps/?step={FIRST}&look=1"' in waits
    carry_out()
    done = text(client.get(f"{PAGE}steps/?step={FIRST}&look=1", headers=PART))
    assert "hx-trigger" not in done
    assert "Not yet: 0 of 2 hold." in done
    assert client.get(f"{PAGE}steps/").status_code == 302


def test_leaving_and_coming_back_finds_everything(client) -> None:
    begin(client)
    type_line(client, MEND_FIRST)
    check(client, FIRST)
    page = text(client.get(PAGE))
    assert MEND_FIRST in page
    assert "1 of 2 passed" in page
    assert "Go on with" in text(client.get("/labs/"))


def test_starting_over_gives_a_new_cluster(client) -> None:
    first = begin(client)
    type_line(client, MEND_FIRST)
    check(client, FIRST)
    second = begin(client)
    assert second != first
    page = text(client.get(PAGE))
    assert "0 of 2 passed" in page
    assert MEND_FIRST not in page


def test_a_stranger_sees_a_lab_that_is_not_begun(client) -> None:
    begin(client)
    stranger = Client()
    assert "Begin: make my cluster" in text(stranger.get(PAGE))
    for path in ("terminal/", "apply/", f"steps/{FIRST}/check/", f"steps/{FIRST}/hint/"):
        assert stranger.post(PAGE + path, {"line": "kubectl get pods"}).status_code == 404


def test_a_step_that_is_not_open_is_not_checked(client) -> None:
    begin(client)
    refused = client.post(f"{PAGE}steps/{SECOND}/check/")
    assert refused.status_code == 422
    assert "opens when the one before it" in text(refused)
    assert client.post(f"{PAGE}steps/nothing/check/").status_code == 422
    assert client.get("/labs/nothing/").status_code == 404


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_the_list_takes_as_many_queries_for_many_labs_and_attempts(client) -> None:
    begin(client)
    few = queries(client, "/labs/")
    actions.load(content.read()[0])
    for attempt in [*LabAttempt.objects.all()] * 5:
        actions.begin(attempt.lab, visitor=attempt.visitor)
    assert queries(client, "/labs/") == few <= 3


def test_a_lab_takes_as_many_queries_for_many_commands_and_checks(client) -> None:
    begin(client)
    check(client, FIRST)
    few = queries(client, PAGE)
    for _ in range(4):
        type_line(client, "kubectl get pods")
        check(client, FIRST)
    assert queries(client, PAGE) == few <= 10
