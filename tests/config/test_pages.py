"""What all pages have in common."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/api/v1/", "/healthz", "/nothing"])
def test_a_page_runs_no_script_but_the_sites_own(client: Client, path) -> None:
    policy = client.get(path)["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["script-src"] == "'self'"
    assert directives["default-src"] == "'self'"
    assert directives["frame-ancestors"] == "'none'"


def test_other_headers_are_set(client: Client) -> None:
    answer = client.get("/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_the_browsable_description_needs_no_other_host_and_no_inline_script(client: Client) -> None:
    page = client.get("/api/v1/").content.decode()
    assert "https://" not in page
    assert "<script>" not in page
    script = client.get("/api/v1/?script=")
    assert "javascript" in script["Content-Type"]


def test_health_names_what_does_not_answer(client: Client, redis_server) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"database": "ok", "queue": "ok", "worker": "no answer"})
