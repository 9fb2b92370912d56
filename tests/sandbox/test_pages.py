"""The free sandbox and the page of a submission, as a browser without any script sees them."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from sandbox import builder, limits
from sandbox.models import State, Submission
from tests.sandbox import verdicts

pytestmark = pytest.mark.django_db

NEW = "/sandbox/"
PART = {"HX-Request": "true"}


def submission(verdict=None, state=State.DONE, **columns) -> Submission:
    columns = {"manifests": "kind: Service\n", "claims": "- endpoints: web\n"} | columns
    return Submission.objects.create(
        owner="alice",
        content_hash="x",
        enqueued=timezone.now(),
        state=state,
        verdict_json=json.dumps(verdict) if verdict else "",
        **columns,
    )


def page_of(client, made: Submission) -> str:
    response = client.get(reverse("sandbox:submission", args=[made.permalink]))
    assert response.status_code == 200
    return str(response.content.decode())


def test_sandbox_starts_with_an_example_in_plain_fields(client):
    page = client.get(NEW).content.decode()
    assert re.search(r'<textarea id="manifests" name="manifests"[^>]*>\napiVersion: v1', page)
    assert re.search(r'<textarea id="claims" name="claims"[^>]*>\n- claim:', page)


def test_submitting_leads_to_the_permanent_link(client):
    response = client.post(NEW, {"manifests": "kind: Service\r\n", "claims": "[]"})
    made = Submission.objects.get()
    assert response.status_code == 302
    assert response["Location"] == reverse("sandbox:submission", args=[made.permalink])
    assert (made.manifests, made.claims, made.card) == ("kind: Service\n", "[]", "")


def test_script_gets_the_waiting_part_and_the_address(client):
    response = client.post(NEW, {"manifests": "a: b", "claims": ""}, headers=PART)
    made = Submission.objects.get()
    assert response["HX-Push-Url"] == reverse("sandbox:submission", args=[made.permalink])
    page = response.content.decode()
    assert "<html" not in page
    assert f'hx-get="/sandbox/{made.permalink}/result/?look=1"' in page


def test_pauses_grow_from_look_to_look(client):
    made = submission(state=State.QUEUED)
    address = reverse("sandbox:result", args=[made.permalink])
    pauses = []
    for look in range(12):
        page = client.get(address, {"look": look}, headers=PART).content.decode()
        pauses += [int(pause) for pause in re.findall(r"load delay:(\d+)ms", page)]
    assert len(pauses) == 12
    assert pauses == sorted(pauses)
    assert pauses[0] < 200
    assert pauses[-1] >= 5000


@pytest.mark.parametrize("look", ["", "-1", "x", "99999999999", "²"])
def test_odd_look_is_no_fault(client, look):
    made = submission(state=State.QUEUED)
    response = client.get(reverse("sandbox:result", args=[made.permalink]), {"look": look}, headers=PART)
    assert response.status_code == 200


def test_waiting_page_works_without_script(client):
    page = page_of(client, submission(state=State.RUNNING))
    # With the address: a page that was opened at its result would not be asked for anew without it.
    assert re.search(r'<noscript><meta http-equiv="refresh" content="1; url=/sandbox/[\w-]+/"></noscript>', page)
    assert "Look again" in page


def test_finished_page_does_not_ask_again(client):
    page = page_of(client, submission(verdicts.verdict_refused_connection()))
    assert "hx-trigger" not in page.split('id="result"')[1]
    assert 'http-equiv="refresh"' not in page


def test_verdict_comes_first_and_then_its_evidence(client):
    page = page_of(client, submission(verdicts.verdict_refused_connection()))
    order = [
        "because no pod matches <code>app: wbe</code>",
        "does not hold",
        "is-service",
        "Because",
        "DNS questions",
        "Step by step",
    ]
    places = [page.index(text) for text in order]
    assert places == sorted(places)


def test_deciding_line_is_a_link_that_lights_it(client):
    page = page_of(client, submission(verdicts.verdict_refused_connection()))
    assert re.search(r'<li class="cause" data-lines="22">', page)
    assert '<a class="line-link" href="#line-22">line 22</a>' in page


def test_submitted_yaml_has_a_place_for_each_line_without_script(client):
    page = page_of(client, submission(verdicts.verdict_refused_connection(), manifests="a: 1\nb: 2\n"))
    assert '<li id="line-2"><code>b: 2</code></li>' in page


def test_refused_yaml_lists_each_problem_with_its_place(client):
    page = page_of(client, submission(verdicts.verdict_not_accepted(), state=State.REFUSED))
    assert page.count("data-problem ") == 2
    assert 'data-line="6" data-column="11" data-end-line="6" data-end-column="16"' in page
    assert "must be between 1 and 65535, inclusive" in page


@pytest.mark.parametrize(
    ("state", "message"), [(State.TIMED_OUT, limits.OVER_CPU), (State.FAILED, limits.ENGINE_FAULT)]
)
def test_stopped_run_says_why(client, state, message):
    assert message in page_of(client, submission(state=state, message=message))


def test_what_a_learner_wrote_never_runs(client):
    evil = '</textarea><script>alert(1)</script><img src=x onerror="alert(1)">'
    verdict = verdicts.verdict_refused_connection()
    claim = verdict["claims"][0]
    claim |= {
        "title": evil,
        "summary": evil,
        "observed": {"outcome": evil},
        "expected": {"outcome": evil},
        "because": [verdicts.fact(evil, evil, evil, 1, evil)],
    }
    claim["trace"]["caller"] = claim["trace"]["target"] = evil
    claim["trace"]["resolution"]["questions"][0]["name"] = evil
    claim["trace"]["walks"][0]["branches"][0]["steps"][0] |= {"text": evil, "station": evil}
    verdict["problems"] = [verdicts.verdict_not_accepted()["problems"][0] | {"message": evil, "field": evil}]
    verdict["output"] = {"exit": 1, "stdout": evil, "stderr": evil}
    page = page_of(client, submission(verdict, manifests=evil, claims=evil))
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_pages_have_no_script_or_style_of_their_own(client):
    page = page_of(client, submission(verdicts.verdict_refused_connection()))
    assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son[a-z]+=", page)


@pytest.mark.parametrize("field", ["manifests", "claims"])
def test_too_long_text_is_kept_in_the_field_and_said(client, field):
    text = "é" * (limits.INPUT_BYTES // 2 + 1)
    response = client.post(NEW, {"manifests": "a: b", "claims": "[]"} | {field: text})
    assert response.status_code == 422
    page = response.content.decode()
    assert "at most 262,144 bytes (256 KiB) are accepted" in page
    assert text in page
    assert not Submission.objects.exists()


def test_nul_is_refused_with_a_sentence(client):
    response = client.post(NEW, {"manifests": "a: \0", "claims": ""}, headers=PART)
    assert response.status_code == 422
    assert "the character NUL" in response.content.decode()


def test_too_many_submissions_are_held_back(client, monkeypatch):
    monkeypatch.setattr("sandbox.rest.SubmissionThrottle.most", 1)
    answers = [client.post(NEW, {"manifests": "a: b", "claims": ""}).status_code for _ in range(3)]
    assert answers.count(429) >= 1


def test_unknown_link_is_not_found(client):
    assert client.get("/sandbox/nobody-knows/").status_code == 404
    assert client.get("/sandbox/nobody-knows/result/", headers=PART).status_code == 404


def test_result_alone_leads_to_its_page(client):
    made = submission(verdicts.verdict_refused_connection())
    assert client.get(f"/sandbox/{made.permalink}/result/")["Location"] == f"/sandbox/{made.permalink}/"


def test_common_claim_is_added_without_script(client):
    fields = {
        "manifests": "a: b",
        "claims": "- endpoints: web\n",
        "kind": "connect",
        "from": "pod/client",
        "to": "web",
        "port": "80",
        "expect": "refused",
    }
    page = client.post("/sandbox/claim/", fields).content.decode()
    assert "- endpoints: web\n- connect:\n    from: pod/client\n    to: web\n    port: 80\n  expect: refused" in page
    assert "a: b" in page


@pytest.mark.parametrize("kind", builder.BY_NAME)
def test_common_claim_is_a_list_of_one_step(kind):
    text = builder.appended("", {"kind": kind, "to": "web: [", "from": "", "port": "http"})
    import yaml

    [step] = yaml.safe_load(text)
    assert list(step) == [kind]


def test_queries_do_not_grow_with_the_verdict(client, django_assert_max_num_queries):
    made = submission(verdicts.verdict(verdicts.answered(9), holds=True))
    with django_assert_max_num_queries(2):
        page_of(client, made)
