"""The page that goes through the notes: its links lead to files, and it names all content that there is."""

import re
from pathlib import Path

import pytest

from config import state

PAGE = state.ROOT / "docs" / "coverage.md"
TEXT = PAGE.read_text(encoding="utf-8")
LINKS = re.findall(r"\]\(([^)]+)\)", TEXT)
LINKED = {(PAGE.parent / link).resolve() for link in LINKS}
CARDS = state.ROOT / "cards" / "content"
ROOMS = {
    "cards": sorted(CARDS.glob("*/*.md")),
    "sheets": sorted((CARDS / "sheets").glob("*.yaml")),
    "diagrams": sorted((CARDS / "diagrams").glob("*.yaml")),
    "charts": sorted((CARDS / "charts").glob("*.yaml")),
    "labs": sorted((state.ROOT / "sandbox" / "labs" / "content").glob("*.md")),
    "quizzes": sorted((state.ROOT / "quizzes" / "content").glob("*.yaml")),
}


def _rows() -> list[list[str]]:
    """The cells of each row of each table; rules and heads are left out."""
    lines = [line for line in TEXT.splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return [row for row in rows if row[0] not in ("Part of the notes", "Topic")]


def test_there_are_links_to_look_at() -> None:
    assert len(LINKED) > 200


@pytest.mark.parametrize("link", sorted(set(LINKS)))
def test_link_is_relative_and_leads_to_a_file(link: str) -> None:
    assert not re.match(r"[a-z]+:|/", link)
    assert (PAGE.parent / link).is_file()


@pytest.mark.parametrize("room", ROOMS)
def test_everything_of_a_room_is_named(room: str) -> None:
    left_out: list[Path] = [path for path in ROOMS[room] if path.resolve() not in LINKED]
    assert ROOMS[room]
    assert left_out == []


def test_each_part_of_the_notes_has_a_card_and_a_sheet() -> None:
    parts = [row for row in _rows() if len(row) == 5]
    assert len(parts) > 60
    for row in parts:
        assert row[0], row
        assert "../cards/content/" in row[2], row
        assert "../cards/content/sheets/" in row[3], row
        assert row[4], row


def test_each_question_of_the_interview_is_there() -> None:
    section = TEXT.split("## The eight interview questions")[1].split("## ")[0]
    assert re.findall(r"^\| (\d)\. ", section, flags=re.MULTILINE) == list("12345678")
