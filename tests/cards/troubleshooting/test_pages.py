"""The chart's page, a page for each end, and the files."""

from __future__ import annotations

import pytest

from cards.troubleshooting.chart import published
from sandbox import proofs
from sandbox.content import Claimed

pytestmark = pytest.mark.django_db
CHART = published()


def prove(name: str) -> None:
    end = CHART.ends[name]
    proofs.carry_out([Claimed(name, end.fault, end.manifests, CHART.claims_of(end))])


def test_chart_can_be_walked_without_script_and_without_proofs(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get("/troubleshooting/").content.decode()
    for end in CHART.ends.values():
        assert page.count(f'<a href="/troubleshooting/{end.id}/">See it in a cluster</a>') == 1
    assert page.count('<details class="walk-answer">') == sum(len(one.answers) for one in CHART.questions.values())
    assert page.count('class="flowchart') == 2


def test_end_shows_what_each_command_prints_in_a_cluster_with_the_fault(client, django_assert_num_queries):
    prove("selector-typo")
    with django_assert_num_queries(1):
        page = client.get("/troubleshooting/selector-typo/").content.decode()
    assert "kubectl get pods -l app=wbe -o jsonpath" in page
    assert "curl: (7) Failed to connect to web port 80" in page
    assert "no pod matches <code>app: wbe</code>" in page
    assert 'class="picture is-wide"' in page
    assert '<a href="/cards/connection-refused/">' in page


def test_end_outside_is_drawn_from_outside(client):
    prove("external-local")
    page = client.get("/troubleshooting/external-local/").content.decode()
    assert "external host" in page
    assert "timed out" in page


def test_end_without_a_proof_says_so(client):
    page = client.get("/troubleshooting/selector-typo/")
    assert page.status_code == 200
    assert "not carried out yet" in page.content.decode()


def test_there_is_no_end_of_an_unknown_name(client):
    assert client.get("/troubleshooting/nothing/").status_code == 404


def test_files_are_what_they_say(client):
    assert client.get("/troubleshooting/chart.svg")["Content-Type"] == "image/svg+xml"
    text = client.get("/troubleshooting/chart.md")
    assert text["Content-Type"].startswith("text/markdown")
    assert text.content.decode().startswith(f"# {CHART.title}\n")
