"""CSV, Anki's text export and JSON: what is read, what is left out and said, and that any bytes are harmless."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards.decks import actions
from cards.decks.access import Seen
from cards.decks.drafts import Draft
from cards.exchange import anki_reading, documents, exporting, importing, markup, tables
from cards.exchange.findings import Findings, Unreadable
from cards.exchange.tags import tags_of
from cards.models import Card
from tests.cards.studying import cards

CLAIMS = "- claim: It is refused\n  connect: {from: pod/client, to: web, port: 80}\n  expect: refused\n"
FULL = Draft(
    question="Why `web`, and not “wbe”?",
    answer="=1+1 is no formula here.\n\n- one\n- two;three\n",
    manifests="kind: Service\n---\nkind: Pod\n",
    claims=CLAIMS,
    goal=CLAIMS.replace("refused", "answered"),
    tags=("dns", "on-call"),
    links=({"title": "Service", "url": "https://kubernetes.io/docs/"},),
    difficulty=3,
)


def read(text: str, encoding: str = "utf-8") -> Findings:
    return tables.read(text.encode(encoding))


def pairs(findings: Findings) -> list[tuple[str, str]]:
    return [(draft.question, draft.answer) for draft in findings.drafts]


class TestCsv:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_delimiters_and_marks_are_found_out(self, delimiter, encoding) -> None:
        rows = [["Question", "Answer", "Tags"], ["Was heißt „,;|“?", 'A "quoted"\nword', "dns ports"]]
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        found = read(text.getvalue(), encoding)
        assert pairs(found) == [("Was heißt „,;|“?", 'A "quoted"\nword\n')]
        assert found.drafts[0].tags == ("dns", "ports")
        assert found.skipped == []

    def test_without_a_header_the_columns_are_question_answer_and_tags(self) -> None:
        found = read("What is it?,A Service,dns\nAnd that?,A pod,\n")
        assert pairs(found) == [("What is it?", "A Service\n"), ("And that?", "A pod\n")]
        assert any("no header row" in sentence for sentence in found.remarks)

    def test_front_and_back_are_known_as_well_and_what_is_not_is_said(self) -> None:
        found = read("Back,Front,Mood\nA pod,What?,good\n")
        assert pairs(found) == [("What?", "A pod\n")]
        assert "Columns that are not known are left out: Mood." in found.remarks

    def test_each_row_that_is_left_out_is_named_with_its_reason(self) -> None:
        rows = ["question,answer,id,claims", "One,,1,", "Two,x,2,no list", "Three,x,3,", "Three again,x,3,", ""]
        found = read("\n".join(rows) + "\n" + "Four," + "x" * 20_001 + ",4,\n")
        assert pairs(found) == [("Three", "x\n")]
        assert [(one.where, one.why.split(":")[0]) for one in found.skipped] == [
            ("line 2", "answer"),
            ("line 3", "claims"),
            ("line 5", "It is in the file twice; the first one counts."),
            ("line 7", "answer"),
        ]

    def test_text_of_windows_is_read_and_said(self) -> None:
        found = read("question,answer\nÜber,schön\n", "cp1252")
        assert pairs(found) == [("Über", "schön\n")]
        assert any("Windows-1252" in sentence for sentence in found.remarks)

    def test_more_cards_than_a_deck_takes_are_counted(self) -> None:
        found = read("question,answer\n" + "".join(f"Q{number},A\n" for number in range(2_300)))
        assert len(found.drafts) == 2_000
        assert len(found.skipped) + found.more_skipped == 300

    def test_a_cell_that_is_longer_than_any_ends_the_table(self) -> None:
        found = read("question,answer\nA,B\nC," + "x" * 200_000 + "\n")
        assert pairs(found) == [("A", "B\n")]
        assert "no table" in found.skipped[0].why

    @pytest.mark.parametrize("content", [b"", b"   \n", b"\xff\xfea", b"PK\x05\x06", b"\x00\x01\x02"])
    def test_what_is_no_table_is_said_to_be_none(self, content) -> None:
        with pytest.raises(Unreadable):
            importing.read(content)

    def test_a_spreadsheet_carries_out_no_cell(self) -> None:
        rows = list(csv.reader(io.StringIO(tables.write([("own-1", FULL)]).decode("utf-8-sig"))))
        assert rows[0] == list(tables.COLUMNS)
        assert not [cell for cell in rows[1] if cell.startswith(("=", "+", "-", "@"))]

    @given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\r")))
    def test_what_guards_a_cell_is_taken_off_again(self, cell) -> None:
        assert tables._unguarded(tables._guarded(cell)) == cell


class TestAnkisTextExport:
    def test_its_headers_say_how_it_is_read(self) -> None:
        found = read(
            "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n"
            'abc\tBasic\tMine\tWhat is <b>it</b>?\t"A &lt;pod&gt;<br>""here"""\tnet::dns\n'
        )
        assert found.kind == "Anki's text export"
        (draft,) = found.drafts
        assert (draft.question, draft.answer, draft.guid) == ("What is **it**?", 'A <pod>  \n"here"\n', "abc")
        assert draft.tags == ("net-dns",)

    def test_plain_text_is_shown_as_it_is(self) -> None:
        found = read("#separator:Semicolon\n#html:false\n#tags:mine\nWhat is *it*?;A <b>pod</b>\n")
        assert pairs(found) == [("What is \\*it\\*?", "A <b>pod</b>\n")]
        assert found.drafts[0].tags == ("mine",)


class TestJson:
    def test_every_field_comes_back(self) -> None:
        found = documents.read(documents.write("On call", "About it.", [("own-1", FULL)]))
        assert found.drafts == [FULL]
        assert (found.title, found.drafts[0].guid) == ("On call", "own-1")

    def test_cards_that_are_none_are_left_out_and_said(self) -> None:
        good = {"question": "Q", "answer": "A"}
        wrong = [
            7,
            {"question": 1, "answer": "A"},
            {"question": "Q"},
            good | {"tags": "dns"},
            good | {"difficulty": True},
        ]
        found = documents.read(json.dumps({"cards": [*wrong, good]}).encode())
        assert pairs(found) == [("Q", "A")]
        assert [one.where for one in found.skipped] == [f"card {number}" for number in range(1, 6)]

    @pytest.mark.parametrize("text", ["[" * 100_000, '{"cards": 5}', "{", '{"cards": [], "version": 2}', '"x"'])
    def test_what_is_no_deck_is_said_to_be_none(self, text) -> None:
        with pytest.raises(Unreadable):
            documents.read(text.encode())


@pytest.mark.django_db
class TestRoundTrip:
    @pytest.mark.parametrize("format_name", ["json", "csv"])
    def test_a_deck_goes_out_and_comes_back(self, format_name) -> None:
        deck = actions.make("alice", "On call")
        actions.add(deck, FULL)
        site = cards.make(2, "dns")
        actions.refer(deck, site[1])
        source = exporting.of_deck(Seen(deck, is_author=True))
        content = exporting.write(source, format_name, "").content
        assert exporting.write(source, format_name, "").content == content

        again = importing.take_in(content, owner="alice", deck=deck)
        assert (again.put.created, again.put.updated, again.put.unchanged) == (0, 0, 2)

        other = importing.take_in(content, owner="bob")
        assert other.put.created == 2
        back = exporting.of_deck(Seen(other.deck, is_author=True))
        assert [actions.draft_of(card) for card in back.cards if card.deck_id] == [FULL]
        assert [card.pk for card in back.cards if not card.deck_id] == [site[1].pk]  # a reference, and no copy
        twice = importing.take_in(content, owner="bob", deck=other.deck)
        assert (twice.put.created, twice.put.updated, twice.put.unchanged) == (0, 0, 2)

    def test_a_card_of_the_site_that_was_changed_in_the_file_is_a_card_of_ones_own(self) -> None:
        cards.make(1, "dns")
        source = exporting.of_topic("dns")
        assert source is not None
        document = json.loads(exporting.write(source, "json", "").content)
        document["cards"][0]["answer"] = "Mine.\n"
        found = importing.take_in(json.dumps(document).encode(), owner="alice")
        assert Card.objects.get(deck=found.deck).answer == "Mine.\n"
        assert Card.objects.get(deck=None).answer != "Mine.\n"

    def test_everything_and_a_topic_are_exported_in_each_format(self) -> None:
        cards.make(2, "dns")
        cards.make(1, "foundations")
        everything = exporting.of_topic("all")
        assert everything is not None
        assert [card.topic for card in everything.cards] == ["foundations", "dns", "dns"]
        for format_name in exporting.FORMATS:
            file = exporting.write(everything, format_name, "https://kubedrill.example/")
            assert file.name == f"kubedrill.{format_name}"
            assert file.content
        assert exporting.of_topic("nothing") is None


class TestAnyBytes:
    """Whatever somebody sends is read, or said to be unreadable."""

    def harmless(self, content: bytes) -> None:
        try:
            findings = importing.read(content)
        except Unreadable as error:
            said = str(error)
        else:
            assert len(findings.drafts) <= 2_000
            return
        assert said

    @settings(max_examples=150, deadline=None)
    @given(st.binary(max_size=2_000))
    def test_as_they_come(self, content) -> None:
        self.harmless(content)

    @settings(max_examples=100, deadline=None)
    @given(st.sampled_from(["#separator:", "#html:true\n", "\ufeff", "{", "[", "question,answer\n", ""]), st.text())
    def test_as_text(self, start, text) -> None:
        self.harmless((start + text).encode("utf-8", "surrogatepass"))

    @settings(max_examples=60, deadline=None)
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(st.sampled_from(["cards", "question", "answer", "tags", "links", "id", "x"]), inner)
            ),
        )
    )
    def test_as_any_json(self, document) -> None:
        self.harmless(json.dumps({"cards": document}).encode())
        self.harmless(json.dumps({"cards": [document]}).encode())

    @settings(max_examples=60, deadline=None)
    @given(st.binary(max_size=4_000), st.sampled_from(["collection.anki2", "collection.anki21", "media"]))
    def test_as_a_package(self, content, name) -> None:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as packed:
            packed.writestr(name, b"SQLite format 3\0" + content)
        self.harmless(archive.getvalue())

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 12_000), st.integers(0, 255)), max_size=40))
    def test_as_a_package_with_broken_bytes(self, changes) -> None:
        database = bytearray(_collection())
        for place, value in changes:
            database[place % len(database)] = value
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as packed:
            packed.writestr("collection.anki2", bytes(database))
        self.harmless(archive.getvalue())
        broken = bytearray(archive.getvalue())
        for place, value in changes:
            broken[place % len(broken)] = value
        self.harmless(bytes(broken))

    @settings(max_examples=200, deadline=None)
    @given(st.text())
    def test_any_html_becomes_markdown(self, text) -> None:
        markdown, _ = markup.from_html(text)
        assert "\0" in text or "\0" not in markdown

    @pytest.mark.parametrize(
        "unit", ["<a ", "<a b='", "<!--", "<![", "<b>", "</", "&#", "<ul><li>", "[anki:tts]", "{{c1::x::"]
    )
    def test_no_text_takes_long(self, unit) -> None:
        text = unit * (markup.LONGEST // len(unit))
        markup.from_html(text)
        anki_reading._CLOZE.sub("", text)


def _collection() -> bytes:
    made = sqlite3.connect(":memory:")
    made.executescript(
        "CREATE TABLE col (models TEXT, decks TEXT);"
        "CREATE TABLE notes (id INT, guid TEXT, mid INT, tags TEXT, flds TEXT);"
    )
    models = {"5": {"name": "Basic", "type": 0, "flds": [{"name": "Front"}, {"name": "Back"}]}}
    made.execute("INSERT INTO col VALUES (?, '{}')", [json.dumps(models)])
    made.executemany(
        "INSERT INTO notes VALUES (?, ?, 5, 'a b', ?)",
        [(number, f"g{number}", f"front {number}\x1fback <b>{number}</b>") for number in range(100)],
    )
    made.commit()
    return made.serialize()


def test_tags_of_others_become_ours() -> None:
    assert tags_of("dns,  Kubernetes::Services Über ---  dns") == (("dns", "Kubernetes-Services", "Uber"), 3)
