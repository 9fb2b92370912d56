"""Content files to sheets: one YAML file each, every statement in it with its proof.

    cards/content/sheets/<slug>.yaml

A sheet has sections; a section has parts (`PARTS`), in the order in which the file names them. Parts are made of
statements: a fact, a row of a table, a snippet of YAML, a command. Each of them is proved by `cards` (slugs of cards
that claim it) or by `claims` of its own, carried out on one of the sheet's `scenes` (manifests by name), or by both.
Mistakes are values with file and line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from cards.content import FOLDER as CARDS
from cards.content import CardFile
from cards.content import read as read_cards
from sandbox.content import (
    Claimed,
    ContentProblem,
    Field,
    Front,
    front_matter,
    is_link,
    is_list_of,
    is_steps,
    is_text,
)

FOLDER = CARDS / "sheets"
Plain = dict[str, Any]

_is_texts = is_list_of(is_text)
_PROOF: dict[str, Field] = {
    "cards": Field(_is_texts, "a list of slugs of cards that claim it", is_required=False),
    "scene": Field(is_text, "the name of one of the sheet's scenes", is_required=False),
    "claims": Field(is_steps, "a list of steps, each with expect", is_required=False),
}
_PICTURE: dict[str, Field] = {
    "caption": Field(is_text, "a sentence about the picture"),
    "card": Field(is_text, "the slug of a card", is_required=False),
    "claim": Field(
        lambda value: isinstance(value, dict) or (isinstance(value, int) and value > 0),
        "the number of a claim of the card, from 1, or a step for the scene",
    ),
    "scene": Field(is_text, "the name of one of the sheet's scenes", is_required=False),
}
#: The parts whose members are statements: what a member says, beside its proof.
STATEMENTS: dict[str, dict[str, Field]] = {
    "facts": {"say": Field(is_text, "a sentence")},
    "snippets": {
        "yaml": Field(is_text, "YAML, as a block of text (|)"),
        "say": Field(is_text, "a sentence about the YAML"),
    },
    "commands": {
        "run": Field(is_text, "a command line"),
        "say": Field(is_text, "what the command tells"),
    },
}
_ROW: dict[str, Field] = {"cells": Field(_is_texts, "a list of texts, one for each column")}
_TABLE: dict[str, Field] = {
    "columns": Field(_is_texts, "a list of the columns' names"),
    "rows": Field(is_list_of(lambda row: isinstance(row, dict)), "a list of {cells, cards or claims}"),
}
_SECTION: dict[str, Field] = {
    "title": Field(is_text, "a heading"),
    **{
        name: Field(is_list_of(lambda one: isinstance(one, dict)), "a list of mappings", is_required=False)
        for name in STATEMENTS
    },
    "table": Field(lambda value: isinstance(value, dict), "a mapping of columns and rows", is_required=False),
    "picture": Field(lambda value: isinstance(value, dict), "a mapping of caption and claim", is_required=False),
    "fields": Field(_is_texts, "a list of paths of a Service's fields", is_required=False),
    "chart": Field(is_text, "a sentence about the troubleshooting chart, which stands here", is_required=False),
}
PARTS = ("facts", "table", "snippets", "commands", "picture", "fields", "chart")
FIELDS: dict[str, Field] = {
    "title": Field(is_text, "the sheet's name"),
    "lead": Field(is_text, "one sentence that says what the sheet is about"),
    "position": Field(lambda value: type(value) is int and value > 0, "its place among the sheets, from 1"),
    "revised": Field(lambda value: type(value) is date, "the day of the last change, as 2026-11-23"),
    "columns": Field(lambda value: value in (2, 3), "the columns of its print, 2 or 3", is_required=False),
    "links": Field(is_list_of(is_link), "a list of {title, url} of official documentation, each url https"),
    "scenes": Field(
        lambda value: isinstance(value, dict) and all(is_text(name) and is_text(value[name]) for name in value),
        "a mapping of names to manifests, each a block of text (|)",
        is_required=False,
    ),
    "sections": Field(is_list_of(lambda one: isinstance(one, dict)), "a list of sections, each with a title"),
}


@dataclass(frozen=True)
class SheetFile:
    """A sheet as its file says it. `sections` is plain data: what pages, PDF, Markdown and REST are made of.

    A section is {anchor, title, parts}, a part {kind, …} of `PARTS`. A statement has its own keys and {number, cards,
    manifests, claims, runs}: its number on the sheet, the slugs that prove it, and the claims of its own as YAML text
    with the manifests they are about; `runs` counts the claims of all these.
    """

    slug: str
    title: str
    lead: str
    position: int
    revised: date
    columns: int
    links: tuple[dict[str, str], ...]
    sections: tuple[Plain, ...]
    runs: int
    content_hash: str


def read(
    folder: Path = FOLDER, cards: Iterable[CardFile] | None = None
) -> tuple[list[SheetFile], list[ContentProblem]]:
    """All sheets of a folder in their order, and everything that is wrong with its files."""
    by_slug = {card.slug: card for card in (read_cards()[0] if cards is None else cards)}
    sheets: list[SheetFile] = []
    problems: list[ContentProblem] = []
    for path in sorted(folder.glob("*.yaml")):
        found = parse(path, by_slug)
        if isinstance(found, SheetFile):
            sheets.append(found)
        else:
            problems += found
    return sorted(sheets, key=lambda sheet: (sheet.position, sheet.slug)), problems


def parse(path: Path, cards: dict[str, CardFile]) -> SheetFile | list[ContentProblem]:
    """One file: the sheet, or all that is wrong with it."""
    front = front_matter(path, FIELDS, "a sheet")
    if isinstance(front, list):
        return front
    reader = _Reader(front, cards)
    sections = [reader.section(value, node) for value, node in reader.members("sections")]
    if reader.problems:
        return sorted(reader.problems, key=lambda problem: problem.line)
    tree = front.tree
    runs = reader.own_runs + sum(count_of(cards[slug].claims) for slug in reader.cited)
    cited = "".join(cards[slug].content_hash for slug in sorted(reader.cited))
    return SheetFile(
        slug=path.stem,
        title=tree["title"].strip(),
        lead=tree["lead"].strip(),
        position=tree["position"],
        revised=tree["revised"],
        columns=tree.get("columns", 2),
        links=tuple(tree["links"]),
        sections=tuple(sections),
        runs=runs,
        content_hash=hashlib.sha256(f"{path.name}\n{front.text}{cited}".encode()).hexdigest(),
    )


def count_of(claims: str) -> int:
    """How many of the steps of a YAML text expect something: those are what is claimed."""
    return sum("expect" in step for step in yaml.load(claims, Loader=yaml.CSafeLoader) or [])


@dataclass
class _Reader:
    """Goes through one file: every value beside its node, which knows the line."""

    front: Front
    cards: dict[str, CardFile]
    problems: list[ContentProblem] = field(default_factory=list)
    cited: set[str] = field(default_factory=set)
    own_runs: int = 0
    number: int = 0
    anchors: set[str] = field(default_factory=set)

    def say(self, node: yaml.Node, message: str) -> None:
        line = node.start_mark.line + self.front.first_line
        self.problems.append(ContentProblem(self.front.path, line, message))

    def members(self, name: str) -> Iterator[tuple[Any, yaml.Node]]:
        return zip(self.front.tree[name], self.front.nodes[name][1].value, strict=True)

    def is_right(self, value: Plain, node: yaml.Node, fields: dict[str, Field], what: str) -> bool:
        """Whether a mapping has the fields it should; what is wrong is noted."""
        before = len(self.problems)
        nodes = _nodes(node)
        for name in value.keys() - fields.keys():
            self.say(nodes[name], f"there is no field {name!r} in {what}")
        for name, one in fields.items():
            if name in value:
                if not one.is_right(value[name]):
                    self.say(nodes[name], f"{name} has to be {one.rule}")
            elif one.is_required:
                self.say(node, f"{name} is missing in {what}: {one.rule}")
        return len(self.problems) == before

    def section(self, value: Plain, node: yaml.Node) -> Plain:
        if not self.is_right(value, node, _SECTION, "a section"):
            return {}
        nodes = _nodes(node)
        anchor = re.sub(r"[^a-z0-9]+", "-", value["title"].lower()).strip("-")
        if anchor in self.anchors or not anchor:
            self.say(nodes["title"], "another section has this title too")
        self.anchors.add(anchor)
        readers: dict[str, Callable[[str, Any, yaml.Node], Plain]] = {
            "table": self.table,
            "picture": self.picture,
            "fields": lambda name, paths, _: {"kind": name, "paths": paths},
            "chart": lambda name, caption, _: {"kind": name, "caption": caption.strip()},
        }
        parts = [readers.get(name, self.statements)(name, value[name], nodes[name]) for name in value if name in PARTS]
        if not parts:
            self.say(node, f"a section has at least one of {', '.join(PARTS)}")
        return {"anchor": anchor, "title": value["title"].strip(), "parts": parts}

    def statements(self, kind: str, value: list[Plain], node: yaml.Node) -> Plain:
        fields = STATEMENTS[kind]
        what = f"one of the {kind}"
        found = [self.statement(one, at, fields, what) for one, at in zip(value, node.value, strict=True)]
        return {"kind": kind, "members": found}

    def statement(self, value: Plain, node: yaml.Node, fields: dict[str, Field], what: str) -> Plain:
        self.number += 1
        if not self.is_right(value, node, fields | _PROOF, what):
            return {}
        nodes = _nodes(node)
        cited = value.get("cards", [])
        for slug in cited:
            if slug not in self.cards:
                self.say(nodes["cards"], f"there is no card {slug!r}")
                return {}
        manifests, claims = "", ""
        if "claims" in value:
            manifests = self.scene(value, node)
            claims = as_yaml(value["claims"])
        if not claims and not cited:
            self.say(node, "nothing proves this: name cards, or a scene and claims")
        self.cited |= set(cited)
        own = count_of(claims) if claims else 0
        if claims and not own:
            self.say(nodes["claims"], "none of the claims expects anything")
        self.own_runs += own
        said = {name: _tidy(value[name]) for name in fields}
        runs = own + sum(count_of(self.cards[slug].claims) for slug in cited)
        proof = {"number": self.number, "cards": cited, "manifests": manifests, "claims": claims, "runs": runs}
        return said | proof

    def scene(self, value: Plain, node: yaml.Node) -> str:
        scenes = self.front.tree.get("scenes") or {}
        if "scene" not in value:
            self.say(node, "claims need a scene to be carried out on")
        elif value["scene"] not in scenes:
            self.say(_nodes(node)["scene"], f"there is no scene {value['scene']!r} in this file")
        return str(scenes.get(value.get("scene"), ""))

    def table(self, kind: str, value: Plain, node: yaml.Node) -> Plain:
        if not self.is_right(value, node, _TABLE, "a table"):
            return {}
        rows = []
        for row, at in zip(value["rows"], _nodes(node)["rows"].value, strict=True):
            found = self.statement(row, at, _ROW, "a row")
            if found and len(found["cells"]) != len(value["columns"]):
                self.say(at, f"this row has {len(found['cells'])} cells, and the table {len(value['columns'])} columns")
            rows.append(found)
        return {"kind": kind, "columns": value["columns"], "members": rows}

    def picture(self, kind: str, value: Plain, node: yaml.Node) -> Plain:
        if not self.is_right(value, node, _PICTURE, "a picture"):
            return {}
        nodes = _nodes(node)
        part = {"kind": kind, "caption": _tidy(value["caption"]), "card": "", "manifests": "", "claims": "", "claim": 1}
        if "card" in value:
            card = self.cards.get(value["card"])
            if card is None:
                self.say(nodes["card"], f"there is no card {value['card']!r}")
                return {}
            steps = yaml.load(card.claims, Loader=yaml.CSafeLoader)
            if not isinstance(value["claim"], int) or value["claim"] > len(steps):
                self.say(nodes["claim"], f"claim has to be a number from 1 to {len(steps)}, as many as the card has")
            self.cited.add(value["card"])
            return part | {"card": value["card"], "claim": value["claim"]}
        if not isinstance(value["claim"], dict):
            self.say(nodes["claim"], "without a card claim has to be a step")
            return {}
        self.own_runs += "expect" in value["claim"]
        return part | {"manifests": self.scene(value, node), "claims": as_yaml([value["claim"]])}


def as_yaml(steps: list[Plain]) -> str:
    """Steps as the YAML text that is carried out."""
    text: str = yaml.safe_dump(steps, sort_keys=False, allow_unicode=True, width=100)
    return text


def _nodes(node: yaml.Node) -> dict[str, yaml.Node]:
    return {key.value: value for key, value in node.value}


def _tidy(value: Any) -> Any:
    """Texts without the white space around them; of a cell of a table, of a sentence."""
    return [_tidy(one) for one in value] if isinstance(value, list) else value.strip()


def statements(sections: Iterable[Plain]) -> Iterator[Plain]:
    """All statements of a sheet, in their order."""
    for section in sections:
        for part in section["parts"]:
            yield from part.get("members", ())


def claimed() -> Iterable[Claimed]:
    """What every sheet claims by itself. What cards claim for it, the room of cards says."""
    for sheet in read()[0]:
        for one in statements(sheet.sections):
            if one["claims"]:
                said = one.get("say") or " · ".join(one["cells"])
                yield Claimed(f"sheets/{sheet.slug}/{one['number']}", said, one["manifests"], one["claims"])
        for section in sheet.sections:
            for part in section["parts"]:
                if part["kind"] == "picture" and part["claims"]:
                    name = f"sheets/{sheet.slug}/{section['anchor']}-picture"
                    yield Claimed(name, part["caption"], part["manifests"], part["claims"])
