"""A reading as its page shows it: sentences as HTML, pictures as SVG in both widths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from cards.models import Card
from cards.sheets.reading import Part, Proof, Reading, Statement
from cards.sheets.wording import as_html
from sandbox.pictures import svg


@dataclass(frozen=True)
class Line:
    """A statement of the page. `word` counts its runs ("1 run")."""

    number: int
    say: SafeString
    cells: list[SafeString]
    yaml: str
    run: str
    word: str
    proofs: tuple[Proof, ...]
    state: str  # holds, fails, or neutral where nothing was carried out yet


@dataclass(frozen=True)
class Block:
    """A part of the page."""

    kind: str
    lines: list[Line]
    columns: list[SafeString]
    fields: tuple[dict[str, Any], ...]
    svg: SafeString
    caption: SafeString
    card: Card | None


@dataclass(frozen=True)
class Chapter:
    """A section of the page."""

    anchor: str
    title: str
    blocks: list[Block]


@dataclass(frozen=True)
class Page:
    """A whole sheet for its template."""

    lead: SafeString
    chapters: list[Chapter]
    kubernetes: str
    holds: bool | None


def shown(reading: Reading) -> Page:
    """Everything that the page says, ready for its template."""
    chapters = [
        Chapter(section.anchor, section.title, [_block(part) for part in section.parts]) for section in reading.sections
    ]
    return Page(as_html(reading.sheet.lead), chapters, reading.kubernetes, reading.holds)


def _block(part: Part) -> Block:
    picture, drawn, caption = part.picture, "", as_html(part.caption)
    if picture:
        drawn = svg.write(picture.wide, "is-wide") + svg.write(picture.narrow, "is-slim")
        caption = as_html(picture.caption)
    return Block(
        part.kind,
        [_line(one) for one in part.members],
        [as_html(column) for column in part.columns],
        part.fields,
        mark_safe(drawn),  # noqa: S308 - the writer escapes every text of the scene
        mark_safe(caption),  # noqa: S308 - escaped by as_html
        picture.card if picture else None,
    )


def _line(one: Statement) -> Line:
    runs = [run for proof in one.proofs for run in proof.runs]
    state = "neutral" if not runs else "holds" if all(run.holds for run in runs) else "fails"
    return Line(
        one.number,
        as_html(one.said.get("say", "")),
        [as_html(cell) for cell in one.said.get("cells", ())],
        one.said.get("yaml", ""),
        one.said.get("run", ""),
        f"{one.count} run{'' if one.count == 1 else 's'}",
        one.proofs,
        state,
    )
