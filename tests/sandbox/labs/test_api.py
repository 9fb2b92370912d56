"""Labs over REST, as a program on a phone would use them."""

import pytest
from django.test import Client

from sandbox.labs import actions, content
from sandbox.labs.api import LabPages
from tests.sandbox.labs.labs import FIRST, MEND_FIRST, SECOND, SLUG, carry_out, loaded

pytestmark = pytest.mark.django_db

LAB = f"/api/v1/labs/{SLUG}/"


def post(client: Client, address: str, body: object = None):
    return client.post(address, body or {}, content_type="application/json")


def test_the_list_comes_in_pages_by_a_cursor(client, monkeypatch) -> None:
    monkeypatch.setattr(LabPages, "page_size", 5)
    actions.load(content.read()[0])
    address, slugs = "/api/v1/labs/", []
    while address:
        page = client.get(address).json()
        slugs += [lab["slug"] for lab in page["results"]]
        address = page["next"]
    assert slugs == [lab.slug for lab in content.read()[0]]


def test_a_lab_tells_its_steps_and_no_solution(client) -> None:
    loaded()
    lab = client.get(LAB).json()
    assert [step["id"] for step in lab["steps"]] == [FIRST, SECOND]
    assert lab["steps"][0]["checks"][0]["endpoints"] == "web"
    assert "solution" not in lab["steps"][0]
    assert client.get("/api/v1/labs/nothing/").status_code == 404


def test_an_attempt_is_begun_worked_at_and_checked(client) -> None:
    loaded()
    begun = post(client, f"{LAB}attempts/")
    assert begun.status_code == 201
    attempt = begun.json()
    assert begun["Location"] == attempt["url"]
    assert [step["is_open"] for step in attempt["steps"]] == [True, False]
    carry_out()

    asked = post(client, f"{attempt['url']}checks/", {"step": FIRST})
    assert (asked.status_code, asked.json()["state"]) == (202, "queued")
    carry_out()
    found = client.get(asked["Location"]).json()
    assert (found["state"], found["verdict"]["holds"], found["after"]) == ("done", False, 1)

    assert post(client, f"{attempt['playground']}commands/", {"line": MEND_FIRST}).status_code == 202
    carry_out()
    asked = post(client, f"{attempt['url']}checks/", {"step": FIRST})
    carry_out()
    assert client.get(asked["Location"]).json()["verdict"]["holds"]
    attempt = client.get(attempt["url"]).json()
    assert attempt["steps"][0]["passed"]
    assert [step["is_open"] for step in attempt["steps"]] == [True, True]


def test_what_cannot_be_checked_is_refused(client) -> None:
    loaded()
    attempt = post(client, f"{LAB}attempts/").json()
    checks = f"{attempt['url']}checks/"
    assert post(client, checks, {"step": SECOND}).status_code == 409
    assert "There are: find-a-pod, find-both." in post(client, checks, {"step": "x"}).json()["step"][0]
    assert set(post(client, checks, {"stop": FIRST}).json()) == {"step", "stop"}


def test_a_stranger_finds_no_attempt(client) -> None:
    loaded()
    post(client, f"{LAB}attempts/")
    attempt = post(client, f"{LAB}attempts/").json()  # by now the client has a cookie
    other = Client()
    post(other, f"{LAB}attempts/")
    assert other.get(attempt["url"]).status_code == 404
    assert post(other, f"{attempt['url']}checks/", {"step": FIRST}).status_code == 404
    assert client.get(attempt["url"]).status_code == 200
