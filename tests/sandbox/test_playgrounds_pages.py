"""The terminal's pages, as a browser without any script sees them."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from sandbox import examples, limits, playgrounds, runner, tasks
from sandbox.models import Command, Playground, State
from sandbox.plays import Played
from tests.sandbox.manifests import WORKS

pytestmark = pytest.mark.django_db

START = "/sandbox/terminal/"
PART = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def nothing_kept():
    yield
    runner._residents.clear()


def begun(client: Client, **fields: str) -> Playground:
    """A playground that the client made on the page, all of its commands carried out."""
    assert client.post(START, {"manifests": WORKS, "mode": "nftables", "line": ""} | fields).status_code == 302
    playground = Playground.objects.latest("created")
    carry_out()
    return playground


def carry_out() -> None:
    for command in Command.objects.order_by("playground", "number"):
        tasks.play(str(command.pk))


def text(response) -> str:
    return html.unescape(response.content.decode())


def test_it_starts_usable_and_makes_nothing_yet(client) -> None:
    page = text(client.get(START))
    assert re.search(r'<textarea id="line" name="line"', page)
    assert examples.MANIFESTS in page
    assert not Playground.objects.exists()


def test_the_first_command_makes_the_cluster(client) -> None:
    playground = begun(client, mode="iptables", line="kubectl get svc web")
    assert playground.mode == "iptables"
    page = text(client.get(playground.get_absolute_url()))
    assert "service/web created" in page
    assert "80/TCP" in page
    assert re.search(r"kube-proxy in </span>iptables mode", page)


def test_one_command_at_a_time_without_script(client) -> None:
    playground = begun(client)
    address = playground.get_absolute_url()
    assert client.post(address, {"line": "kubectl get pods"})["Location"] == f"{address}#prompt"
    waiting = text(client.get(address))
    assert f'<noscript><meta http-equiv="refresh" content="1; url={address}?look=1#prompt"></noscript>' in waiting
    assert "Look again" in waiting
    carry_out()
    page = text(client.get(address))
    assert "web-0" in page
    assert 'http-equiv="refresh"' not in page


def test_several_lines_are_several_commands(client) -> None:
    playground = begun(client)
    client.post(
        playground.get_absolute_url(),
        {"line": "# two\r\nkubectl get pods\r\nkubectl apply -f - <<EOF\r\nkind: Pod\r\nEOF\r\n"},
    )
    assert list(playground.commands.order_by("number").values_list("line", flat=True))[1:] == [
        "kubectl get pods",
        "kubectl apply -f - <<EOF\nkind: Pod\nEOF",
    ]


def test_script_gets_the_new_entries_and_then_what_they_printed(client) -> None:
    playground = begun(client)
    address = playground.get_absolute_url()
    part = text(client.post(address, {"line": "kubectl get pods"}, headers=PART))
    assert "<html" not in part
    assert f'data-look="{address}2/?look=1"' in part
    carry_out()
    answer = text(client.get(f"{address}2/", {"look": "1"}, headers=PART))
    assert "web-0" in answer
    assert "data-look" not in answer
    assert '<div id="overview">' in answer
    assert client.get(f"{address}2/")["Location"] == f"{address}#c2"


def test_services_and_pods_stand_beside_the_terminal(client) -> None:
    page = text(client.get(begun(client).get_absolute_url()))
    side = page[page.index('id="overview"') :]
    assert side.index("kubernetes") < side.index("Pods") < side.index("web-0")


def test_a_problem_leads_to_its_line(client) -> None:
    playground = begun(client)
    client.post(
        playground.get_absolute_url(),
        {"line": "kubectl apply -f - <<EOF\nkind: Service\napiVersion: v1\nmetadata: {name: a_b}\nEOF"},
    )
    carry_out()
    page = text(client.get(playground.get_absolute_url()))
    assert 'href="#c2-l3">line 3</a>' in page
    assert '<li id="c2-l3"><code>metadata: {name: a_b}</code></li>' in page
    assert "exit code 1" in page


def test_what_was_stopped_says_why_and_what_was_cut_says_so(client, monkeypatch) -> None:
    monkeypatch.setattr(limits, "OUTPUT_CHARACTERS", 20)
    playground = begun(client)
    client.post(playground.get_absolute_url(), {"line": "kubectl get pods\nkubectl get svc"})
    stopped = playground.commands.get(number=2)
    playgrounds.finish(stopped, Played(State.TIMED_OUT, limits.OVER_CPU))
    carry_out()
    page = text(client.get(playground.get_absolute_url()))
    assert limits.OVER_CPU in page
    assert "more characters of the output are not kept" in page


class TestStrangers:
    def test_whoever_has_the_link_may_look_and_not_type(self, client) -> None:
        address = begun(client).get_absolute_url()
        page = text(Client().get(address))
        assert "service/web created" in page
        assert 'id="prompt"' not in page
        assert Client().post(address, {"line": "kubectl get pods"}).status_code == 404

    def test_and_goes_on_with_a_copy(self, client) -> None:
        playground = begun(client)
        bob = Client()
        address = bob.post(f"{playground.get_absolute_url()}copy/")["Location"]
        assert address != playground.get_absolute_url()
        bob.post(address, {"line": "kubectl delete pod web-0"})
        carry_out()
        assert 'pod "web-0" deleted' in text(bob.get(address))
        assert "deleted" not in text(client.get(playground.get_absolute_url()))


def test_a_card_or_a_submission_is_opened_with_its_yaml(client) -> None:
    assert f'formaction="{START}"' in text(client.get("/sandbox/"))
    answer = client.post(START, {"manifests": "kind: Pod\r\n", "claims": "[]"}, headers=PART)
    playground = Playground.objects.get()
    assert answer["HX-Redirect"] == playground.get_absolute_url()
    assert (playground.manifests, playground.mode) == ("kind: Pod\n", "nftables")


def test_what_somebody_typed_never_runs_in_the_page(client) -> None:
    evil = '</textarea><script>alert(1)</script><img src=x onerror="alert(1)">'
    playground = begun(client)
    client.post(
        playground.get_absolute_url(), {"line": f"kubectl get '{evil}'\nkubectl apply -f - <<EOF\n{evil}: [\nEOF"}
    )
    carry_out()
    page = client.get(playground.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page


def test_pages_have_no_script_or_style_of_their_own(client) -> None:
    for address in (START, begun(client).get_absolute_url()):
        assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son[a-z]+=", client.get(address).content.decode())


@pytest.mark.parametrize("line", ["k\0", "x" * (limits.INPUT_BYTES + 1)], ids=["nul", "long"])
def test_a_line_that_is_no_command_is_said(client, line) -> None:
    playground = begun(client)
    assert client.post(playground.get_absolute_url(), {"line": line}).status_code == 422
    assert "Not run:" in text(client.post(playground.get_absolute_url(), {"line": line}, headers=PART))
    assert client.post(START, {"manifests": "", "line": line}).status_code == 422
    assert playground.commands.count() == 1


def test_a_full_playground_says_so(client, monkeypatch) -> None:
    playground = begun(client)
    monkeypatch.setattr(limits, "COMMANDS", 1)
    page = client.post(playground.get_absolute_url(), {"line": "kubectl get pods"})
    assert page.status_code == 422
    assert limits.OVER_COMMANDS in text(page)


def test_too_many_commands_in_a_minute_are_held_back(client, monkeypatch) -> None:
    playground = begun(client)
    monkeypatch.setattr("sandbox.rest.SubmissionThrottle.most", 1)
    answers = [client.post(playground.get_absolute_url(), {"line": "k"}).status_code for _ in range(3)]
    assert 429 in answers


def test_tab_is_answered_before_and_behind_the_first_command(client, monkeypatch) -> None:
    monkeypatch.setattr(tasks.complete, "apply_async", lambda words, **_: tasks.complete(*words))
    found = client.get(f"{START}completions/", {"line": "kubectl get deploy "}).json()
    assert [one["text"] for one in found["suggestions"]] == ["web"]
    address = begun(client, manifests="").get_absolute_url()
    assert client.get(f"{address}completions/", {"line": "kubectl get deploy "}).json()["suggestions"] == []


def test_only_the_last_commands_are_shown_unless_all_are_asked_for(client, monkeypatch) -> None:
    monkeypatch.setattr("sandbox.terminal.SHOWN", 1)
    address = begun(client, line="kubectl get svc").get_absolute_url()
    assert "Show 1 earlier command<" in text(client.get(address))
    assert 'id="c1"' in text(client.get(f"{address}?all=1"))


def test_queries_do_not_grow_with_the_scrollback(client, django_assert_max_num_queries) -> None:
    playground = begun(client, line="kubectl get svc\n" * 10)
    with django_assert_max_num_queries(3):
        client.get(playground.get_absolute_url())


@pytest.mark.parametrize("path", ["nobody-knows/", "nobody-knows/1/", "nobody-knows/completions/"])
def test_an_unknown_link_is_not_found(client, path) -> None:
    assert client.get(START + path, headers=PART).status_code == 404
