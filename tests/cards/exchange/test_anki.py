"""Packages as the real Anki takes them, and packages of the real Anki as decks."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from anki.collection import Collection, ExportAnkiPackageOptions, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.consts import QUEUE_TYPE_NEW
from django.utils import timezone

from cards.decks import actions
from cards.decks.access import Seen
from cards.decks.drafts import Draft
from cards.exchange import anki_reading, exporting, importing
from cards.exchange.findings import Unreadable
from cards.models import Card, Tag
from tests.cards.studying import cards

pytestmark = pytest.mark.django_db

SITE = "https://kubedrill.example/"
THEN = timezone.now() - timedelta(days=30)


@pytest.fixture
def collection(tmp_path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def exported(name: str = "dns") -> bytes:
    source = exporting.of_topic(name)
    assert source is not None
    return exporting.write(source, "apkg", SITE).content


def into(collection: Collection, package: bytes, tmp_path: Path):
    """Import as Anki's own dialogue does."""
    path = tmp_path / "given.apkg"
    path.write_bytes(package)
    options = ImportAnkiPackageOptions(merge_notetypes=True, with_scheduling=True, with_deck_configs=False)
    return collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options)).log


def from_anki(collection: Collection, tmp_path: Path, *, is_legacy: bool) -> bytes:
    path = tmp_path / "made.apkg"
    options = ExportAnkiPackageOptions(
        with_scheduling=False, with_deck_configs=False, with_media=True, legacy=is_legacy
    )
    collection.export_anki_package(out_path=str(path), options=options, limit=None)
    return path.read_bytes()


def site_cards(count: int = 3) -> list[Card]:
    made = cards.make(count, "dns")
    Card.objects.update(changed=THEN)
    made[0].tags.set([Tag.objects.get_or_create(name="ClusterIP")[0]])
    return made


class TestExport:
    def test_importing_twice_makes_no_doubles(self, collection, tmp_path) -> None:
        site_cards(3)
        assert len(into(collection, exported(), tmp_path).new) == 3
        again = into(collection, exported(), tmp_path)
        assert (len(again.new), len(again.updated), len(again.duplicate)) == (0, 0, 3)
        assert collection.note_count() == 3
        assert collection.card_count() == 3
        assert "Kubedrill::DNS" in {deck.name for deck in collection.decks.all_names_and_ids()}

    def test_a_changed_card_changes_its_note_and_keeps_its_schedule(self, collection, tmp_path) -> None:
        made = site_cards(2)
        into(collection, exported(), tmp_path)
        collection.decks.select(collection.decks.id("Kubedrill::DNS"))
        for _ in range(2):  # good twice: out of the steps of minutes
            card = collection.sched.getCard()
            card.start_timer()
            collection.sched.answerCard(card, 4)
        studied = {card_id: collection.get_card(card_id) for card_id in collection.find_cards("-is:new")}
        assert studied
        before = {pk: (card.ivl, card.due, card.reps, card.queue) for pk, card in studied.items()}

        Card.objects.filter(pk=made[0].pk).update(answer="Another answer.\n", changed=timezone.now())
        log = into(collection, exported(), tmp_path)
        assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 1, 1)
        after = {pk: collection.get_card(pk) for pk in before}
        assert {pk: (card.ivl, card.due, card.reps, card.queue) for pk, card in after.items()} == before
        assert all(card.queue != QUEUE_TYPE_NEW for card in after.values())
        assert [collection.get_note(pk)["Answer"] for pk in collection.find_notes("Another")] == [
            "<p>Another answer.</p>\n"
        ]

    def test_what_the_learner_changed_in_an_unchanged_note_stays(self, collection, tmp_path) -> None:
        made = site_cards(2)
        into(collection, exported(), tmp_path)
        (note_id,) = collection.find_notes('"Question 0"')
        note = collection.get_note(note_id)
        note["Answer"] = "As I remember it"
        collection.update_note(note)
        Card.objects.filter(pk=made[1].pk).update(answer="New.\n", changed=timezone.now())
        into(collection, exported(), tmp_path)
        assert collection.get_note(note_id)["Answer"] == "As I remember it"

    def test_a_note_has_answer_yaml_claims_tags_links_and_the_way_back(self, collection, tmp_path) -> None:
        (card,) = site_cards(1)
        Card.objects.filter(pk=card.pk).update(
            manifests="kind: <Service>\n", links=[{"title": "A & B", "url": "https://kubernetes.io/docs/"}]
        )
        into(collection, exported(), tmp_path)
        (note_id,) = collection.find_notes("")
        note = collection.get_note(note_id)
        assert note["Question"] == "Question 0 with <code>code</code>?"
        assert note["Answer"] == "<p>Answer 0, <strong>all</strong> of it.</p>\n"
        assert note["YAML"] == "kind: &lt;Service&gt;\n"
        assert note["Links"] == '<ul><li><a href="https://kubernetes.io/docs/">A &amp; B</a></li></ul>'
        assert note["Page"] == f"{SITE}cards/{card.slug}/"
        assert set(note.tags) == {"kubedrill", "dns", "ClusterIP"}
        shown = note.cards()[0]
        assert "<pre>kind: &lt;Service&gt;" in shown.question()
        assert "Claimed" in shown.answer()

    def test_the_same_content_gives_the_same_bytes(self) -> None:
        site_cards(3)
        assert exported() == exported()
        assert exported("all") == exported("all")

    def test_all_of_the_site_and_one_topic_share_their_notes(self, collection, tmp_path) -> None:
        site_cards(2)
        cards.make(1, "ports")
        into(collection, exported("all"), tmp_path)
        assert len(into(collection, exported(), tmp_path).new) == 0
        names = {deck.name for deck in collection.decks.all_names_and_ids()}
        assert {"Kubedrill::DNS", "Kubedrill::Ports"} <= names


class TestImport:
    def notes(self, collection: Collection) -> None:
        basic, gaps = collection.models.by_name("Basic"), collection.models.by_name("Cloze")
        deck = collection.decks.id("Mine::Services")
        assert basic is not None
        assert gaps is not None
        assert deck is not None
        for front, back, tags in (
            ("What is a <b>Service</b>?", "A name<br>and <code>an address</code>.", ["net::kube", "ok"]),
            ("With a picture", '<img src="a.png">See <a href="https://kubernetes.io/">here</a>.[sound:x.mp3]', []),
            ("<script>alert(1)</script>", "nothing is asked", []),
        ):
            note = collection.new_note(basic)
            note["Front"], note["Back"], note.tags = front, back, tags
            collection.add_note(note, deck)
        cloze = collection.new_note(gaps)
        cloze["Text"] = "A headless Service has clusterIP {{c1::None::which value}} and no {{c2::virtual address}}."
        collection.add_note(cloze, deck)

    def test_notes_of_the_real_anki_become_cards(self, collection, tmp_path) -> None:
        self.notes(collection)
        found = importing.take_in(from_anki(collection, tmp_path, is_legacy=True), owner="alice")
        assert found.deck.title == "Mine"
        by_question = {card.question: card for card in Card.objects.filter(deck=found.deck)}
        assert by_question["What is a **Service**?"].answer == "A name  \nand `an address`.\n"
        assert {tag.name for tag in by_question["What is a **Service**?"].tags.all()} == {"net-kube", "ok"}
        assert by_question["With a picture"].answer == "See [here](https://kubernetes.io/).\n"
        cloze = by_question["A headless Service has clusterIP \\[which value\\] and no \\[…\\]."]
        assert cloze.answer.startswith("A headless Service has clusterIP **None** and no **virtual address**.")
        assert [one.why for one in found.findings.skipped] == ["question: Write the question."]
        assert {"Pictures are left out.", "Sounds are left out."} <= set(found.findings.remarks)

    def test_importing_again_changes_cards_in_place(self, collection, tmp_path) -> None:
        self.notes(collection)
        first = importing.take_in(from_anki(collection, tmp_path, is_legacy=True), owner="alice")
        assert (first.put.created, first.put.updated, first.put.unchanged) == (3, 0, 0)
        (note_id,) = collection.find_notes("picture")
        note = collection.get_note(note_id)
        note["Front"] = "Without a picture"
        collection.update_note(note)
        again = importing.take_in(from_anki(collection, tmp_path, is_legacy=True), owner="alice", deck=first.deck)
        assert (again.put.created, again.put.updated, again.put.unchanged) == (0, 1, 2)
        assert Card.objects.filter(deck=first.deck, question="Without a picture").count() == 1

    def test_the_newest_format_is_not_read_and_it_says_how_to_export(self, collection, tmp_path) -> None:
        self.notes(collection)
        with pytest.raises(Unreadable, match="Support older Anki versions"):
            importing.read(from_anki(collection, tmp_path, is_legacy=False))

    def test_a_package_of_ours_comes_back_with_its_claims(self, collection, tmp_path) -> None:
        deck = actions.make("alice", "On call")
        claims = "- claim: It is <refused>\n  connect: {from: pod/client, to: web, port: 80}\n  expect: refused\n"
        draft = Draft(
            "Why `refused` & not *dropped*?",
            "Because.\n\n- one\n- two\n\n```\nkubectl get pods\n```\n",
            manifests="kind: Service # <web>\n",
            claims=claims,
            links=({"title": "A <b>", "url": "https://kubernetes.io/docs/?a=1&b=2"},),
            difficulty=3,
        )
        card = actions.add(deck, draft)
        package = exporting.write(exporting.of_deck(Seen(deck, is_author=True)), "apkg", SITE).content
        into(collection, package, tmp_path)
        back = importing.take_in(from_anki(collection, tmp_path, is_legacy=True), owner="bob")
        copy = Card.objects.get(deck=back.deck)
        assert (copy.question, copy.answer) == (card.question, card.answer)
        assert (copy.manifests, copy.claims, copy.links) == (card.manifests, card.claims, card.links)
        assert copy.difficulty == 3
        again = importing.take_in(package, owner="alice", deck=deck)
        assert again.put.created == 0


class TestHostilePackages:
    def package(self, script: str, name: str = "collection.anki2") -> bytes:
        path_less = sqlite3.connect(":memory:")
        path_less.executescript(script)
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(name, path_less.serialize())
        return archive.getvalue()

    def test_a_view_in_the_place_of_the_notes_is_not_carried_out(self) -> None:
        endless = """
            CREATE TABLE col (models TEXT);
            CREATE VIEW notes AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
              SELECT x AS id, x AS guid, 1 AS mid, '' AS tags, 'a' || x AS flds FROM n;
        """
        with pytest.raises(Unreadable):
            anki_reading.read(self.package(endless))

    def test_a_bomb_is_unpacked_up_to_the_bound(self) -> None:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("collection.anki2", b"\0" * (65 * 1024 * 1024))
        with pytest.raises(Unreadable, match="64 MB"):
            anki_reading.read(archive.getvalue())

    def test_note_types_that_are_no_json_leave_the_notes(self) -> None:
        found = anki_reading.read(
            self.package(
                "CREATE TABLE col (models TEXT, decks TEXT); INSERT INTO col VALUES ('[[[', '{}');"
                "CREATE TABLE notes (id INT, guid TEXT, mid INT, tags TEXT, flds TEXT);"
                "INSERT INTO notes VALUES (1, 'g', 5, 'x', 'front' || char(31) || 'back'), (2, 'h', 5, '', 'alone'),"
                " (3, x'ff00', 5, 7, x'ff');"
            )
        )
        assert [(draft.question, draft.answer) for draft in found.drafts] == [("front", "back\n")]
        assert [one.where for one in found.skipped] == ["note 2", "note 3"]

    def test_deeply_nested_note_types_do_no_harm(self) -> None:
        nested = "[" * 100_000
        found = anki_reading.read(
            self.package(
                f"CREATE TABLE col (models TEXT, decks TEXT); INSERT INTO col VALUES ({json.dumps(nested)!r}, NULL);"
                "CREATE TABLE notes (id INT, guid TEXT, mid INT, tags TEXT, flds TEXT);"
            )
        )
        assert found.drafts == []
