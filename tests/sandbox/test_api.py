import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from sandbox import limits, tasks
from sandbox.models import State, Submission
from tests.sandbox.manifests import REACHES, TYPO, TYPO_LINE, WORKS

pytestmark = pytest.mark.django_db

POST = "/api/v1/submissions/"


def post(client: Client, body: object = None, **headers: str):
    body = {"card": None, "manifests": WORKS, "claims": REACHES} if body is None else body
    content = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(POST, content, content_type="application/json", headers=headers)


def read(client: Client, submission_id: str):
    return client.get(f"{POST}{submission_id}/")


@pytest.fixture
def alice() -> Client:
    return Client()


@pytest.fixture
def bob() -> Client:
    """A visitor with a submission and a cookie of his own."""
    client = Client()
    post(client)
    assert "visitor" in client.cookies
    return client


class Program(Client):
    """A client that keeps no cookies, as curl does."""

    def request(self, **request):
        self.cookies.clear()
        return super().request(**request)


def test_a_submission_is_accepted_with_its_address(alice) -> None:
    response = post(alice)
    assert response.status_code == 202
    accepted = response.json()
    assert set(accepted) == {"id", "state", "url"}
    assert accepted["state"] == "queued"
    assert accepted["url"] == f"http://testserver{POST}{accepted['id']}/"
    assert response["Location"] == accepted["url"]
    assert alice.get(accepted["url"]).json() | {"created": ""} == {
        "id": accepted["id"],
        "state": "queued",
        "url": accepted["url"],
        "card": None,
        "message": "",
        "verdict": None,
        "created": "",
        "finished": None,
    }


class TestVerdict:
    def verdict(self, client: Client, manifests: str, claims: str = REACHES):
        accepted = post(client, {"manifests": manifests, "claims": claims}).json()
        tasks.judge(accepted["id"])
        return read(client, accepted["id"]).json()

    def test_what_is_right_holds(self, alice) -> None:
        found = self.verdict(alice, WORKS)
        assert found["state"] == "done"
        assert found["verdict"]["holds"] is True
        assert found["verdict"]["problems"] == []
        [claim] = found["verdict"]["claims"]
        assert claim["observed"]["outcome"] == "answered"

    def test_a_typo_in_the_selector_does_not_hold_and_its_line_is_named(self, alice) -> None:
        found = self.verdict(alice, TYPO)
        assert found["state"] == "done"
        assert found["verdict"]["holds"] is False
        [claim] = found["verdict"]["claims"]
        assert claim["holds"] is False
        assert {"object", "field", "line", "column", "text"} <= set(claim["because"][0])
        assert TYPO_LINE in [cause["line"] for cause in claim["because"]]

    def test_manifests_that_are_not_accepted_are_a_result(self, alice) -> None:
        found = self.verdict(alice, WORKS.replace("port: 80,", "port: 80000,"))
        assert found["state"] == "refused"
        assert found["verdict"]["holds"] is None
        [problem] = found["verdict"]["problems"]
        assert {"line", "column", "field", "message"} <= set(problem)

    def test_text_that_is_no_yaml_is_a_result(self, alice) -> None:
        found = self.verdict(alice, "a: [")
        assert found["state"] == "refused"
        assert found["verdict"]["problems"][0]["line"]

    def test_claims_that_are_none_are_a_result(self, alice) -> None:
        found = self.verdict(alice, WORKS, "- teleport: web")
        assert found["state"] == "refused"
        assert found["verdict"]["problems"][0]["source"] == "claims"


class TestStrictness:
    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"manifest": "x"}, "manifest"),
            ({"owner": "x", "manifests": WORKS}, "owner"),
            ({"manifests": 1}, "manifests"),
            ({"manifests": True}, "manifests"),
            ({"manifests": None}, "manifests"),
            ({"manifests": ["x"]}, "manifests"),
            ({"manifests": {"x": 1}}, "manifests"),
            ({"manifests": "a\0b"}, "manifests"),
            ({"manifests": "x" * (limits.INPUT_BYTES + 1)}, "manifests"),
            ({"manifests": "ü" * (limits.INPUT_BYTES // 2 + 1)}, "manifests"),
            ({"claims": None}, "claims"),
            ({"claims": 3}, "claims"),
            ({"claims": []}, "claims"),
            ({"claims": "x" * (limits.INPUT_BYTES + 1)}, "claims"),
            ({"card": 3}, "card"),
            ({"card": ["x"]}, "card"),
            ({"card": "no-such-card"}, "card"),
            ({"card": "x" * 1000}, "card"),
        ],
    )
    def test_the_field_that_is_wrong_is_named(self, alice, change, field) -> None:
        response = post(alice, {"manifests": WORKS, "claims": REACHES} | change)
        assert response.status_code == 400
        assert list(response.json()) == [field]
        assert not Submission.objects.exists()

    def test_all_that_is_wrong_is_named_at_once(self, alice) -> None:
        response = post(alice, {"manifests": 1, "claims": 2, "colour": "red"})
        assert sorted(response.json()) == ["claims", "colour", "manifests"]

    def test_half_a_surrogate_pair_is_no_text(self, alice) -> None:
        response = post(alice, rb'{"manifests": "\ud800", "claims": ""}')
        assert (response.status_code, list(response.json())) == (400, ["manifests"])

    @pytest.mark.parametrize(
        "body", [b"", b"[]", b"3", b"null", b'"x"', b"{", b"\xff", b"[" * 100_000, b'{"manifests": NaN}', b"{}"]
    )
    def test_a_body_of_another_shape_is_refused(self, alice, body) -> None:
        assert post(alice, body).status_code == 400

    def test_a_body_of_enormous_length_is_refused_unread(self, alice) -> None:
        assert post(alice, b'{"manifests": "' + b"x" * (9 * 1024 * 1024) + b'"}').status_code == 400

    def test_a_form_is_no_json(self, alice) -> None:
        assert alice.post(POST, {"manifests": WORKS}).status_code == 415

    def test_claims_or_a_card_are_needed(self, alice) -> None:
        response = post(alice, {"manifests": WORKS})
        assert (response.status_code, list(response.json())) == (400, ["claims"])

    def test_the_longest_text_that_is_allowed_is_accepted(self, alice) -> None:
        assert post(alice, {"manifests": "#" * limits.INPUT_BYTES, "claims": ""}).status_code == 202


class TestIdempotency:
    def test_a_repeat_is_harmless(self, alice) -> None:
        first, second = (post(alice, idempotency_key="k").json() for _ in range(2))
        assert first == second
        assert Submission.objects.count() == 1

    def test_a_repeat_without_cookies_is_harmless(self) -> None:
        first, second = (post(Program(), idempotency_key="k").json() for _ in range(2))
        assert first == second
        assert Submission.objects.count() == 1

    def test_another_visitor_may_have_the_same_key(self, alice, bob) -> None:
        assert post(alice, idempotency_key="k").json()["id"] != post(bob, idempotency_key="k").json()["id"]

    def test_the_key_with_other_content_is_refused(self, alice) -> None:
        post(alice, idempotency_key="k")
        response = post(alice, {"manifests": TYPO, "claims": REACHES}, idempotency_key="k")
        assert response.status_code == 422
        assert "Idempotency-Key" in response.json()["detail"]

    def test_a_key_that_is_too_long_is_named(self, alice) -> None:
        response = post(alice, idempotency_key="k" * 201)
        assert (response.status_code, list(response.json())) == (400, ["Idempotency-Key"])


class TestStrangers:
    def test_what_a_visitor_submitted_is_404_for_everybody_else(self, alice, bob) -> None:
        post(alice)
        mine = post(alice).json()["id"]
        assert read(alice, mine).status_code == 200
        assert read(bob, mine).status_code == 404
        assert read(Program(), mine).status_code == 404

    def test_a_program_without_cookies_reads_what_it_submitted(self) -> None:
        mine = post(Program()).json()["id"]
        assert read(Program(), mine).status_code == 200

    def test_nobody_with_a_cookie_of_his_own_reads_it(self, bob) -> None:
        assert read(bob, post(Program()).json()["id"]).status_code == 404

    def test_once_its_owner_came_back_with_the_cookie_the_id_alone_opens_nothing(self, alice) -> None:
        mine = post(alice).json()["id"]
        assert read(Program(), mine).status_code == 200
        assert read(alice, mine).status_code == 200
        assert read(Program(), mine).status_code == 404

    def test_a_forged_cookie_is_none(self, alice) -> None:
        post(alice)
        mine = post(alice).json()["id"]
        forger = Client()
        forger.cookies["visitor"] = Submission.objects.get(pk=mine).owner
        assert read(forger, mine).status_code == 404

    def test_an_id_that_nobody_has_is_404(self, alice) -> None:
        assert read(alice, str(uuid.uuid4())).status_code == 404
        assert read(alice, "3").status_code == 404


def test_a_run_that_was_stopped_says_why(alice) -> None:
    accepted = post(alice).json()
    Submission.objects.update(state=State.TIMED_OUT, message=limits.OVER_CPU)
    found = read(alice, accepted["id"]).json()
    assert (found["state"], found["verdict"], found["message"]) == ("timed_out", None, limits.OVER_CPU)


def test_whoever_only_reads_gets_no_cookie(alice) -> None:
    alice.get(reverse("api:cards"))
    assert "visitor" not in alice.cookies


def test_more_than_the_allowed_number_a_minute_is_429(alice, monkeypatch) -> None:
    monkeypatch.setattr("sandbox.rest.SubmissionThrottle.most", 2)
    assert [post(alice).status_code for _ in range(3)] == [202, 202, 429]
