"""Decks over REST."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cards.decks.models import Deck
from cards.models import Card
from tests.cards.decks import decks
from tests.cards.decks.decks import FAILS, HOLDS, PLAIN
from tests.cards.studying import cards

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/decks/"


def ask(client: Client, method: str, path: str, body: object = None, status: int = 200):
    response = client.generic(method, path, json.dumps(body) if body is not None else "", "application/json")
    assert response.status_code == status, response.content
    return response.json() if response.content else None


@pytest.fixture
def deck(client) -> str:
    return str(ask(client, "POST", ROOT, {"title": "On call"}, 201)["url"])


def card(draft) -> dict[str, object]:
    return {name: getattr(draft, name) for name in ("question", "answer", "manifests", "claims")}


def test_a_deck_is_made_read_changed_and_deleted(client, deck) -> None:
    found = ask(client, "GET", deck)
    assert (found["title"], found["is_mine"], found["is_shared"]) == ("On call", True, False)
    assert ask(client, "PATCH", deck, {"description": "About it."})["description"] == "About it."
    assert [one["id"] for one in ask(client, "GET", ROOT)["results"]] == [found["id"]]
    assert "title" in ask(client, "POST", ROOT, {"title": " "}, 400)
    assert "colour" in ask(client, "POST", ROOT, {"title": "x", "colour": "red"}, 400)
    ask(client, "DELETE", deck, status=204)
    ask(client, "GET", deck, status=404)


def test_cards_are_added_changed_moved_and_taken_out(client, deck) -> None:
    (site,) = cards.make(1)
    first = ask(client, "POST", f"{deck}cards/", card(PLAIN), 201)
    assert (first["is_own"], first["check"]["found"]) == (True, "no_claims")
    ask(client, "POST", f"{deck}cards/", {"card": site.pk}, 201)
    assert "card" in ask(client, "POST", f"{deck}cards/", {"card": "none"}, 400)
    assert "answer" in ask(client, "POST", f"{deck}cards/", {"question": "x"}, 400)
    assert "claims" in ask(client, "POST", f"{deck}cards/", card(PLAIN) | {"claims": "x"}, 400)
    path = f"{deck}cards/{first['card']['id']}/"
    assert ask(client, "PATCH", path, {"question": "Other?", "place": 5})["card"]["question"] == "Other?"
    listed = ask(client, "GET", f"{deck}cards/?page_size=1")
    assert [one["card"]["id"] for one in listed["results"]] == [site.pk]
    assert ask(client, "GET", listed["next"])["results"][0]["card"]["question"] == "Other?"
    assert "card" in ask(client, "PATCH", f"{deck}cards/{site.pk}/", {"question": "x"}, 400)
    ask(client, "DELETE", f"{deck}cards/{site.pk}/", status=204)
    ask(client, "DELETE", path, status=204)
    assert ask(client, "GET", f"{deck}cards/")["results"] == []
    assert list(Card.objects.all()) == [site]


def test_a_deck_is_published_once_its_claims_hold(client, deck) -> None:
    assert "no card" in ask(client, "POST", f"{deck}publish/", status=409)["detail"]
    made = ask(client, "POST", f"{deck}cards/", card(FAILS), 201)
    assert ask(client, "POST", f"{deck}check/", status=202) == {"submitted": 1}
    decks.carry_out()
    assert ask(client, "GET", f"{deck}cards/")["results"][0]["check"]["found"] == "fails"
    ask(client, "POST", f"{deck}publish/", status=409)
    ask(client, "PATCH", f"{deck}cards/{made['card']['id']}/", {"manifests": HOLDS.manifests})
    ask(client, "POST", f"{deck}check/", status=202)
    decks.carry_out()
    assert ask(client, "POST", f"{deck}publish/")["is_shared"] is True
    assert ask(client, "DELETE", f"{deck}publish/")["is_shared"] is False


def test_strangers_find_nothing_until_they_have_the_link(client, deck) -> None:
    made = ask(client, "POST", f"{deck}cards/", card(PLAIN), 201)
    bob = Client()
    permalink = Deck.objects.get().permalink
    ask(bob, "POST", f"{ROOT}subscriptions/", {"permalink": permalink}, 404)
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"title": "x"}),
        ("DELETE", "", None),
        ("GET", "cards/", None),
        ("POST", "cards/", card(PLAIN)),
        ("PATCH", f"cards/{made['card']['id']}/", {"place": 0}),
        ("DELETE", f"cards/{made['card']['id']}/", None),
        ("POST", "check/", None),
        ("POST", "publish/", None),
        ("DELETE", "publish/", None),
        ("DELETE", "subscription/", None),
        ("GET", "export/json/", None),
    ):
        ask(bob, method, f"{deck}{path}", body, 404)
    ask(client, "POST", f"{deck}publish/")
    ask(bob, "GET", deck, status=404)  # the id alone is no link
    assert ask(bob, "POST", f"{ROOT}subscriptions/", {"permalink": permalink})["is_mine"] is False
    seen = ask(bob, "GET", f"{deck}cards/")["results"]
    assert [(one["card"]["question"], one["check"]) for one in seen] == [(PLAIN.question, None)]
    ask(bob, "DELETE", deck, status=404)
    ask(bob, "DELETE", f"{deck}subscription/", status=204)
    ask(bob, "GET", deck, status=404)


def test_a_deck_goes_out_and_comes_in(client, deck) -> None:
    ask(client, "POST", f"{deck}cards/", card(HOLDS), 201)
    cards.make(1, "dns")
    for name in ("all", "dns", deck.rstrip("/").rsplit("/", 1)[1]):
        for format_name, start in (("json", b"{"), ("csv", b"\xef\xbb\xbfid,"), ("apkg", b"PK")):
            response = client.get(f"{ROOT}{name}/export/{format_name}/")
            assert response.content.startswith(start), (name, format_name)
    assert client.get(f"{ROOT}dns/export/exe/").status_code == 404
    assert client.get(f"{ROOT}none/export/csv/").status_code == 404
    content = client.get(f"{deck}export/json/").content
    found = client.post(f"{ROOT}import/", {"file": SimpleUploadedFile("a.json", content), "title": "Again"})
    assert found.status_code == 201
    report = found.json()
    assert (report["created"], report["skipped"]) == (1, [])
    assert Deck.objects.get(pk=report["deck"]).title == "Again"
    again = client.post(f"{ROOT}import/", {"file": SimpleUploadedFile("a.json", content), "deck": report["deck"]})
    assert (again.json()["created"], again.json()["unchanged"]) == (0, 1)
    assert client.post(f"{ROOT}import/", {"file": SimpleUploadedFile("a", b"\0\1")}).status_code == 422
    assert client.post(f"{ROOT}import/", {}).status_code == 400
    stranger = Client().post(f"{ROOT}import/", {"file": SimpleUploadedFile("a", content), "deck": report["deck"]})
    assert stranger.status_code == 404
