from pathlib import Path

import pytest
import yaml

from cards.content import CardFile
from cards.sheets import content
from cards.sheets.content import SheetFile
from tests.cards.sheets.conftest import CARDS, SHEETS

BY_SLUG = {card.slug: card for card in CARDS}
SHEET = """\
title: Ports
lead: Three numbers.
position: 2
revised: 2026-11-23
links:
- {title: Service, url: "https://kubernetes.io/docs/concepts/services-networking/service/"}
scenes:
  web: |
    kind: Service
sections:
- title: The numbers
  facts:
  - say: A port has a number.
    cards: [three-ports]
  - say: It may be asked for.
    scene: web
    claims:
    - claim: It is there
      object: service/web
      expect: {spec.type: ClusterIP}
    - stop: {pod: web-0, port: 8080}
  table:
    columns: [Field, Where]
    rows:
    - cells: [port, cluster IP]
      cards: [three-ports, clusterip]
"""


def parse(folder: Path, text: str, name: str = "ports.yaml") -> SheetFile | list[tuple[int, str]]:
    path = folder / "sheets" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    found = content.parse(path, BY_SLUG)
    return found if isinstance(found, SheetFile) else [(problem.line, problem.message) for problem in found]


def runs(*slugs: str) -> int:
    return sum(content.count_of(BY_SLUG[slug].claims) for slug in slugs)


def test_a_sheet_is_read_from_its_file(tmp_path) -> None:
    sheet = parse(tmp_path, SHEET)
    assert isinstance(sheet, SheetFile)
    assert (sheet.slug, sheet.title, sheet.columns) == ("ports", "Ports", 2)
    [section] = sheet.sections
    assert (section["anchor"], [part["kind"] for part in section["parts"]]) == ("the-numbers", ["facts", "table"])
    assert [one["number"] for one in content.statements(sheet.sections)] == [1, 2, 3]


def test_a_sheet_counts_each_card_once_and_only_what_is_expected(tmp_path) -> None:
    sheet = parse(tmp_path, SHEET)
    assert isinstance(sheet, SheetFile)
    assert sheet.runs == runs("three-ports", "clusterip") + 1
    assert [one["runs"] for one in content.statements(sheet.sections)] == [
        runs("three-ports"),
        1,
        runs("three-ports", "clusterip"),
    ]


def test_a_sheet_is_another_when_a_card_that_it_names_changes(tmp_path) -> None:
    card = BY_SLUG["clusterip"]
    other = BY_SLUG | {"clusterip": CardFile(**{**vars(card), "content_hash": "other"})}
    sheet, path = parse(tmp_path, SHEET), tmp_path / "sheets" / "ports.yaml"
    changed = content.parse(path, other)
    assert isinstance(sheet, SheetFile)
    assert isinstance(changed, SheetFile)
    assert sheet.content_hash != changed.content_hash


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("title: Ports\n", "", 1, "title is missing"),
        ("revised: 2026-11-23", "revised: today", 4, "revised has to be the day"),
        ("position: 2", "position: 2\ncolour: red", 4, "there is no field 'colour' in a sheet"),
        ("  - say: A port has a number.\n    cards: [three-ports]", "  - say: A port has a number.", 13, "nothing proves this"),
        ("cards: [three-ports]\n", "cards: [four-ports]\n", 14, "there is no card 'four-ports'"),
        ("    scene: web\n", "    scene: wbe\n", 16, "there is no scene 'wbe' in this file"),
        ("    scene: web\n", "", 15, "claims need a scene"),
        ("      expect: {spec.type: ClusterIP}\n", "", 18, "none of the claims expects anything"),
        ("cells: [port, cluster IP]", "cells: [port]", 25, "this row has 1 cells, and the table 2 columns"),
        ("  - say: It may be asked for.", "  - say: ''", 15, "say has to be a sentence"),
        ("  table:", "  tabel:", 23, "there is no field 'tabel' in a section"),
        ("  facts:", "  picture: {caption: A, card: clusterip, claim: 99}\n  facts:", 12, "claim has to be a number from 1 to"),
        ("  facts:", "  picture: {caption: A, claim: 1}\n  facts:", 12, "without a card claim has to be a step"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(tmp_path, old, new, line, message) -> None:
    assert old in SHEET
    problems = parse(tmp_path, SHEET.replace(old, new, 1))
    assert isinstance(problems, list)
    assert any(at == line and said.startswith(message) for at, said in problems), problems


def test_two_sections_of_one_title_would_share_an_anchor(tmp_path) -> None:
    problems = parse(tmp_path, SHEET + "- title: The Numbers\n  facts: [{say: One., cards: [clusterip]}]\n")
    assert problems == [(27, "another section has this title too")]


def test_all_files_are_right() -> None:
    assert content.read(cards=CARDS)[1] == []


def test_there_is_a_sheet_for_each_topic_and_one_for_all() -> None:
    assert {sheet.slug for sheet in SHEETS} == {card.topic for card in CARDS} | {"everything"}
    assert [sheet.position for sheet in SHEETS] == list(range(1, len(SHEETS) + 1))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.slug)
def test_a_sheet_has_enough_to_say(sheet: SheetFile) -> None:
    assert len(list(content.statements(sheet.sections))) >= 10
    assert sheet.runs >= 30
    assert len(sheet.lead) <= 160
    assert all("kubernetes.io/" in link["url"] for link in sheet.links)


def test_scenes_are_yaml_and_each_is_used() -> None:
    for path in sorted(content.FOLDER.glob("*.yaml")):
        text = path.read_text()
        for name, manifests in (yaml.safe_load(text).get("scenes") or {}).items():
            assert list(yaml.safe_load_all(manifests))
            assert f"scene: {name}\n" in text, f"{path.name}: nobody uses the scene {name}"
