"""Pages of decks, as a browser without any script sees them: Alice writes, Bob has the link, Charlie is a stranger."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cards.decks import actions
from cards.decks.models import Deck, Entry, Subscription
from cards.exchange.findings import UPLOAD_BYTES
from cards.models import Card
from sandbox.models import Submission
from tests.cards.decks import decks
from tests.cards.decks.decks import FAILS, HOLDS, PLAIN
from tests.cards.studying import cards

pytestmark = pytest.mark.django_db

FIELDS = {"question": PLAIN.question, "answer": PLAIN.answer, "tags": "dns", "difficulty": "2"}


@pytest.fixture
def alice(client: Client) -> Client:
    """A visitor with a deck, who is its owner by cookie."""
    client.post("/decks/new/", {"title": "On call", "description": "<script>alert(1)</script> *mine*"})
    return client


def deck_of(client: Client) -> Deck:
    return Deck.objects.get()


def text(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def test_index_stands_empty_and_makes_no_visitor(client) -> None:
    page = text(client, "/decks/")
    assert "None yet." in page
    assert not client.cookies
    cards.make(2, "dns")
    page = text(client, "/decks/")
    assert "2 cards" in page
    assert "/decks/export/dns/?format=apkg" in page


def test_author_writes_edits_moves_and_removes_cards(alice) -> None:
    deck = deck_of(alice)
    path = deck.get_absolute_url()
    page = text(alice, path)
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    for question in ("One?", "Two?", "Three?"):
        response = alice.post(
            f"{path}cards/new/", FIELDS | {"question": question, "links": "A page https://a.example/"}
        )
        assert response.status_code == 302
    one = decks.card(deck, "One?")
    assert one.links == [{"title": "A page", "url": "https://a.example/"}]
    assert [tag.name for tag in one.tags.all()] == ["dns"]
    alice.post(f"{path}cards/{one.slug}/move/", {"to": "2"})
    order = list(Entry.objects.order_by("place").values_list("card__question", flat=True))
    assert order == ["Two?", "Three?", "One?"]
    assert 'value="One?"' in text(alice, f"{path}cards/{one.slug}/")
    alice.post(f"{path}cards/{one.slug}/", FIELDS | {"question": "One more?"})
    alice.post(f"{path}cards/{decks.card(deck, 'Two?').slug}/remove/")
    assert set(Card.objects.filter(deck=deck).values_list("question", flat=True)) == {"One more?", "Three?"}


def test_what_is_wrong_with_a_card_is_said_and_what_was_typed_stays(alice) -> None:
    response = alice.post(
        f"{deck_of(alice).get_absolute_url()}cards/new/", FIELDS | {"claims": "no list", "answer": ""}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "Write the answer." in page
    assert "list of steps" in page
    assert ">\nno list</textarea>" in page
    assert not Card.objects.exists()


def test_a_deck_is_checked_and_shared_from_its_page(alice) -> None:
    deck = deck_of(alice)
    path = deck.get_absolute_url()
    alice.post(f"{path}cards/new/", FIELDS | {"manifests": HOLDS.manifests, "claims": HOLDS.claims, "check": "1"})
    assert Submission.objects.count() == 1
    assert 'hx-trigger="load delay:700ms"' in text(alice, path)
    page = alice.post(f"{path}share/", follow=True).content.decode()
    assert "Not shared." in page
    decks.carry_out()
    page = text(alice, path)
    assert "is-checked" in page
    assert text(alice, re.findall(r'href="(/cards/own-[^/]+/[^"]+/)"', page)[0])  # the verdict
    page = alice.post(f"{path}share/", follow=True).content.decode()
    assert f'value="http://testserver{path}"' in page


class TestStrangers:
    def test_a_draft_is_there_for_its_author_only(self, alice) -> None:
        deck = deck_of(alice)
        card = actions.add(deck, PLAIN)
        path = deck.get_absolute_url()
        charlie = Client()
        for address in (path, f"{path}edit/", f"{path}delete/", f"{path}cards/new/", f"{path}cards/{card.slug}/"):
            text(charlie, address, 404)
            text(alice, address)
        for verb in (
            "check",
            "share",
            "withdraw",
            "study",
            "copy",
            f"cards/{card.slug}/remove",
            f"cards/{card.slug}/move",
        ):
            assert charlie.post(f"{path}{verb}/").status_code == 404
        text(charlie, f"/decks/export/{deck.permalink}/", 404)
        text(charlie, f"/cards/{card.slug}/", 404)
        text(charlie, f"/study/card/{card.slug}/", 404)
        text(alice, f"/cards/{card.slug}/")
        assert charlie.post("/decks/star/", {"card": card.slug}).status_code == 404

    def test_whoever_has_the_link_reads_studies_copies_and_lets_go(self) -> None:
        deck = decks.shared("alice", PLAIN, HOLDS)
        path, bob = deck.get_absolute_url(), Client()
        page = text(bob, path)
        assert "What is a Service?" in page
        assert "/edit/" not in page
        slug = decks.card(deck, PLAIN.question).slug
        text(bob, f"/cards/{slug}/")
        text(bob, f"/study/card/{slug}/", 404)
        bob.post(f"{path}study/")
        bob.post(f"{path}study/")
        assert Subscription.objects.count() == 1
        text(bob, f"/study/card/{slug}/")
        assert "On call" in text(bob, "/decks/")
        copied = bob.post(f"{path}copy/", follow=True).content.decode()
        assert "This copy is yours" in copied
        assert copied.count("is-checked") == 1  # what was found out stays found out
        bob.post(f"{path}leave/")
        assert not Subscription.objects.exists()

    def test_a_card_out_of_sight_cannot_be_read_by_its_address(self) -> None:
        deck = decks.shared("alice", PLAIN, HOLDS)
        card = decks.card(deck, HOLDS.question)
        bob = Client()
        text(bob, f"/cards/{card.slug}/")
        actions.edit(card, FAILS)
        text(bob, f"/cards/{card.slug}/", 404)
        assert HOLDS.question not in text(bob, deck.get_absolute_url())
        assert bob.get(f"/decks/export/{deck.permalink}/?format=json").json()["cards"][0]["question"] == PLAIN.question

    def test_lists_of_the_site_show_no_card_of_a_visitor(self) -> None:
        decks.shared("alice", replace(PLAIN, question="Only mine", tags=("secret",)))
        for path in ("/cards/", "/cards/?q=mine", "/", "/api/v1/cards/", "/map/", "/api/v1/map/"):
            page = text(Client(), path)
            assert "Only mine" not in page
            assert "secret" not in page


def test_a_card_of_the_site_is_starred_into_a_new_deck_and_into_one_that_is_there(alice) -> None:
    (card,) = cards.make(1)
    assert "On call" in text(alice, f"/cards/{card.slug}/")
    page = alice.post("/decks/star/", {"card": card.slug, "deck": deck_of(alice).permalink}, follow=True)
    assert "This card is in “On call”." in page.content.decode()
    page = alice.post("/decks/star/", {"card": card.slug, "deck": deck_of(alice).permalink}, follow=True)
    assert "already" in page.content.decode()
    bob = Client()
    bob.post("/decks/star/", {"card": card.slug, "deck": ""})
    assert Deck.objects.get(title="Starred").entries.get().card == card


def test_plain_cards_have_no_bench_on_their_page_and_in_a_session(alice) -> None:
    card = actions.add(deck_of(alice), PLAIN)
    for path in (f"/cards/{card.slug}/", f"/study/card/{card.slug}/"):
        page = text(alice, path)
        assert 'class="bench"' not in page
        assert "Carry it out" not in page
    answered = alice.post(f"/study/card/{card.slug}/?answer=1").content.decode()
    assert "A stable name for pods." in answered
    assert 'name="rating"' in answered


@pytest.mark.parametrize("reads", ["author", "reader", "index"])
def test_pages_take_as_many_queries_for_many_cards_as_for_few(alice, reads) -> None:
    def queries(client: Client, path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            text(client, path)
        return len(caught)

    deck = deck_of(alice)
    actions.share(actions.add(deck, PLAIN).deck or deck)
    client = Client() if reads == "reader" else alice
    path = "/decks/" if reads == "index" else deck.get_absolute_url()
    few = queries(client, path)
    actions.put(deck, [replace(PLAIN, question=f"Number {number}", tags=("a", "b")) for number in range(45)])
    for number in range(5):
        actions.copy(deck.owner, deck) if number < 3 else None
    assert queries(client, path) <= few


class TestImportPage:
    def send(self, client: Client, content: bytes, name: str = "cards.csv", **fields: str):
        return client.post("/decks/import/", {"file": SimpleUploadedFile(name, content)} | fields)

    def test_says_what_became_of_each_row(self, alice) -> None:
        page = self.send(alice, b"question,answer\nWhat?,That.\nNothing,\n<b>x</b>,\n", deck=deck_of(alice).permalink)
        written = page.content.decode()
        assert page.status_code == 200
        assert "line 3" in written
        assert "Write the answer." in written
        assert Card.objects.get(deck=deck_of(alice)).question == "What?"

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04 no archive", b"{}", b"a,b\x00"])
    def test_says_why_nothing_can_be_read(self, client, content) -> None:
        response = self.send(client, content)
        assert response.status_code == 422
        assert "Nothing was imported." in response.content.decode()
        assert not Deck.objects.exists()

    def test_a_file_that_is_too_long_is_not_taken(self, client) -> None:
        response = self.send(client, b"x" * (UPLOAD_BYTES + 100_000))
        assert response.status_code == 413
        assert "20 MB" in response.content.decode()

    def test_into_a_deck_of_a_stranger_nothing_goes(self, alice) -> None:
        response = self.send(Client(), b"question,answer\nWhat?,That.\n", deck=deck_of(alice).permalink)
        assert response.status_code == 404
        assert not Card.objects.exists()

    def test_a_form_of_another_site_imports_nothing(self) -> None:
        strict = Client(enforce_csrf_checks=True)
        assert self.send(strict, b"question,answer\nWhat?,That.\n").status_code == 403
        assert not Deck.objects.exists()


def test_exports_are_files_to_save_and_formats_that_there_are_not_are_not_found(client) -> None:
    cards.make(1, "dns")
    response = client.get("/decks/export/dns/?format=csv")
    assert response["Content-Disposition"] == 'attachment; filename="kubedrill-dns.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"
    text(client, "/decks/export/dns/?format=exe", 404)
    text(client, "/decks/export/nothing/?format=csv", 404)
