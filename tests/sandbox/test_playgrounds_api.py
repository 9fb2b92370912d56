"""Playgrounds over REST, as programs with and without cookies use them."""

import json

import pytest
from django.test import Client

from sandbox import limits, runner, tasks
from sandbox.models import Command, Playground
from tests.sandbox.manifests import WORKS

pytestmark = pytest.mark.django_db

POST = "/api/v1/playgrounds/"


@pytest.fixture(autouse=True)
def nothing_kept():
    yield
    runner._residents.clear()


class Program(Client):
    """A client that keeps no cookies, as curl does."""

    def request(self, **request):
        self.cookies.clear()
        return super().request(**request)


def post(client: Client, path: str = POST, /, **body: object):
    return client.post(path, json.dumps(body), content_type="application/json")


def made(client: Client, **body: object) -> str:
    """Makes one; the path of its commands."""
    accepted = post(client, POST, **({"manifests": WORKS} | body))
    assert accepted.status_code == 201, accepted.content
    return f"{POST}{accepted.json()['id']}/"


def carry_out() -> None:
    for command in Command.objects.order_by("number"):
        tasks.play(str(command.pk))


def test_a_terminal_by_curl_alone() -> None:
    curl = Program()
    playground = made(curl)
    accepted = post(curl, f"{playground}commands/", line="kubectl exec client -- curl -s web")
    assert accepted.status_code == 202
    assert accepted["Location"].endswith(f"{playground}commands/2/")
    assert accepted.json() | {"seconds": 0} == {
        "number": 2,
        "state": "queued",
        "line": "kubectl exec client -- curl -s web",
        "stdin": "",
        "seconds": 0,
        "exit": None,
        "stdout": "",
        "stderr": "",
        "left_out": 0,
        "problems": [],
        "message": "",
    }
    carry_out()
    first, second = curl.get(f"{playground}commands/").json()["results"]
    assert (first["state"], first["exit"], first["stdin"]) == ("done", 0, WORKS)
    assert '"pod": "default/web-0"' in second["stdout"]
    assert curl.get(f"{playground}commands/?since=1").json()["results"] == [second]
    assert curl.get(accepted["Location"]).json() == second


def test_a_playground_says_what_and_where_it_is() -> None:
    client = Client()
    found = client.get(made(client, mode="iptables")).json()
    assert (found["mode"], found["manifests"], found["commands"]) == ("iptables", WORKS, 1)
    assert client.get(found["page"]).status_code == 200
    assert client.get(found["url"]).json() == found


def test_problems_have_their_places() -> None:
    client = Client()
    playground = made(client, manifests="")
    post(client, f"{playground}commands/", line="kubectl apply -f -", stdin="kind: Service\napiVersion: v9\n")
    carry_out()
    [refused] = client.get(f"{playground}commands/").json()["results"]
    assert (refused["state"], refused["exit"]) == ("refused", 1)
    assert refused["problems"][0]["line"] == 2


class TestStrangers:
    @pytest.mark.parametrize("path", ["", "commands/", "commands/1/", "completions/?line=k"])
    def test_a_strangers_playground_is_not_found(self, path) -> None:
        bob = Client()
        made(bob)
        playground = made(bob)  # the second is Bob's by his cookie
        assert Client().get(f"{playground}{path}").status_code == 404
        assert post(Client(), f"{playground}commands/", line="kubectl get pods").status_code == 404

    def test_what_was_posted_without_a_cookie_is_its_owners_once_he_is_back(self) -> None:
        bob = Client()
        playground = made(bob)
        assert Client().get(playground).status_code == 200
        assert bob.get(playground).status_code == 200
        assert Client().get(playground).status_code == 404

    def test_there_is_none_of_another_id(self) -> None:
        assert Client().get(f"{POST}00000000-0000-0000-0000-000000000000/").status_code == 404


class TestStrictness:
    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"mode": "ipvs"}, "mode"),
            ({"mode": 1}, "mode"),
            ({"manifests": 1}, "manifests"),
            ({"manifests": "a\0"}, "manifests"),
            ({"manifests": "x" * (limits.INPUT_BYTES + 1)}, "manifests"),
            ({"owner": "x"}, "owner"),
        ],
    )
    def test_a_playground_names_the_field_that_is_wrong(self, body, field) -> None:
        refused = post(Client(), **body)
        assert (refused.status_code, list(refused.json())) == (400, [field])
        assert not Playground.objects.exists()

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "line"),
            ({"line": ""}, "line"),
            ({"line": 1}, "line"),
            ({"line": "k\0"}, "line"),
            ({"line": "x" * (limits.INPUT_BYTES + 1)}, "line"),
            ({"line": "k", "stdin": ["x"]}, "stdin"),
            ({"line": "k", "number": 0}, "number"),
            ({"line": "k", "number": "one"}, "number"),
            ({"line": "k", "seconds": 5}, "seconds"),
        ],
    )
    def test_a_command_names_the_field_that_is_wrong(self, body, field) -> None:
        client = Client()
        refused = post(client, f"{made(client)}commands/", **body)
        assert (refused.status_code, list(refused.json())) == (400, [field])

    @pytest.mark.parametrize("query", ["since=x", "since=-1", "until=3"])
    def test_a_query_that_is_none_is_named(self, query) -> None:
        client = Client()
        assert client.get(f"{made(client)}commands/?{query}").status_code == 400


def test_a_repeat_with_its_number_is_harmless_and_another_is_a_conflict() -> None:
    client = Client()
    playground = made(client)
    for _ in range(2):
        assert post(client, f"{playground}commands/", line="kubectl get pods", number=2).status_code == 202
    assert post(client, f"{playground}commands/", line="kubectl get svc", number=2).status_code == 409
    assert Command.objects.count() == 2


def test_a_limit_is_a_conflict_with_a_sentence(monkeypatch) -> None:
    monkeypatch.setattr(limits, "WAITING_COMMANDS", 1)
    client = Client()
    refused = post(client, f"{made(client)}commands/", line="kubectl get pods")
    assert (refused.status_code, refused.json()) == (409, {"detail": limits.OVER_WAITING})


class TestCompletions:
    def test_a_worker_answers(self, monkeypatch) -> None:
        monkeypatch.setattr(tasks.complete, "apply_async", lambda words, **_: tasks.complete(*words))
        client = Client()
        playground = made(client)
        carry_out()
        found = client.get(f"{playground}completions/", {"line": "kubectl get pods we"}).json()
        assert found == {
            "start": 17,
            "suggestions": [{"text": "web-0", "about": "Pod", "is_whole": True}],
            "left_out": 0,
        }

    def test_without_a_worker_there_is_no_answer(self, monkeypatch) -> None:
        monkeypatch.setattr("sandbox.asking.WAIT_SECONDS", 0.1)
        client = Client()
        assert client.get(f"{made(client)}completions/?line=k").status_code == 503

    @pytest.mark.parametrize("query", ["", "line=a&cursor=1", "line=" + "x" * 5000, "line=%00"])
    def test_a_query_that_is_none_is_refused(self, query) -> None:
        client = Client()
        assert client.get(f"{made(client)}completions/?{query}").status_code == 400
