"""Mistakes in the files of labs are named, with file and line."""

from pathlib import Path

import pytest

from sandbox.labs import content

GOOD = (content.FOLDER / "nobody-answers.md").read_text()


def problems(tmp_path: Path, text: str, name: str = "some-lab.md") -> list[tuple[int, str]]:
    folder = tmp_path / "content"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    return [(problem.line, problem.message) for problem in content.read(folder)[1]]


def test_a_good_file_has_none(tmp_path) -> None:
    assert problems(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("place: 20", "place: none", 3, "place has to be a number"),
        ("minutes: 8", "minutes: 800", 7, "minutes has to be how long it takes"),
        ("place: 20\n", "", 1, "place is missing"),
        ("difficulty: 1", "hard: true\ndifficulty: 1", 6, "there is no field 'hard' in a lab"),
        ("- id: find-both", "- id: find-a-pod", 58, "two steps have the same id"),
        ("    expect: {outcome: answered}\n", "", 58, "checks are claims, each with claim and expect"),
        ("  - kubectl set selector", "  - set selector", 58, "the solution is a list of kubectl command lines"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, old: str, new: str, line: int, said: str) -> None:
    assert old in GOOD
    [(found_line, message)] = problems(tmp_path, GOOD.replace(old, new, 1))
    assert said in message
    assert found_line == line


def test_a_file_without_a_story_says_so(tmp_path) -> None:
    front = GOOD[: GOOD.index("\n---\n", 4) + 5]
    assert [message for _, message in problems(tmp_path, front)] == ["the story is missing"]


def test_ids_and_places_are_taken_once(tmp_path) -> None:
    problems(tmp_path, GOOD)
    found = {message for _, message in problems(tmp_path, GOOD, "other-lab.md")}
    assert found == {"another file has this id too", "another file has this place too"}


def test_what_a_lab_claims_at_its_start_names_no_address_that_nobody_has_yet() -> None:
    starts = [one for one in content.claimed() if not one.is_expected]
    assert len(starts) >= 14
    assert not [one.name for one in starts if "{lbIP" in one.claims or "{podIP" in one.claims]
