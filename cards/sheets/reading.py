"""A sheet's row as it is shown: every statement with what the engine found about it, every picture drawn from a trace.

Pages, PDF and Markdown are made of the same reading. It takes three queries at most, one for cards and two for proofs,
however long the sheet is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cards.models import Card
from cards.sheets.content import statements
from cards.sheets.evidence import Content, Run, findings_on
from cards.sheets.models import Sheet
from sandbox.pictures import Scene

Plain = dict[str, Any]


@dataclass(frozen=True)
class Proof:
    """Runs that belong together: those of a card, or (without one) the statement's own."""

    runs: tuple[Run, ...]
    card: Card | None = None


@dataclass(frozen=True)
class Statement:
    """A fact, a row, a snippet or a command. `said` is what it says, under the names of the file."""

    number: int
    said: Plain
    count: int
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class Picture:
    """A packet's way or a question to DNS, for a desk and for a phone; the title says it in words."""

    caption: str
    card: Card | None
    wide: Scene
    narrow: Scene


@dataclass(frozen=True)
class Part:
    """A part of a section: `kind` says which of the rest it uses."""

    kind: str
    members: tuple[Statement, ...] = ()
    columns: tuple[str, ...] = ()
    fields: tuple[Plain, ...] = ()
    picture: Picture | None = None
    caption: str = ""  # of the troubleshooting chart


@dataclass(frozen=True)
class Section:
    """A heading with its parts."""

    anchor: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Reading:
    """The whole sheet. `holds` is whether all that was carried out came out as claimed, None where nothing was yet."""

    sheet: Sheet
    sections: tuple[Section, ...]
    kubernetes: str
    holds: bool | None


def read(sheet: Sheet) -> Reading:
    """The sheet with its evidence. Where the content was not carried out yet, there are counts and no runs."""
    return _Reader(sheet).read()


class _Reader:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        parts = [part for section in sheet.sections for part in section["parts"]]
        slugs = {slug for one in statements(sheet.sections) for slug in one["cards"]}
        slugs |= {part["card"] for part in parts if part.get("card")}
        found = Card.objects.filter(slug__in=slugs, is_retired=False)
        self.cards = {card.slug: card for card in found.only("slug", "question", "manifests", "claims", "topic")}
        self.findings = findings_on(self.wanted(parts))

    def wanted(self, parts: Iterable[Plain]) -> dict[Content, frozenset[int]]:
        """Everything that this sheet rests on, and the claims that are drawn."""
        drawn: dict[Content, set[int]] = {}
        for card in self.cards.values():
            drawn[card.manifests, card.claims] = set()
        for one in statements(self.sheet.sections):
            if one["claims"]:
                drawn[one["manifests"], one["claims"]] = set()
        for part in parts:
            if part["kind"] == "picture" and (part["claims"] or part["card"] in self.cards):
                drawn.setdefault(self.content(part), set()).add(part["claim"])
        return {content: frozenset(numbers) for content, numbers in drawn.items()}

    def content(self, part: Plain) -> Content:
        """What a picture is about: a card's, or its own."""
        card = self.cards.get(part["card"])
        return (card.manifests, card.claims) if card else (part["manifests"], part["claims"])

    def read(self) -> Reading:
        found = list(self.findings.values())
        return Reading(
            self.sheet,
            tuple(Section(one["anchor"], one["title"], tuple(self.parts(one["parts"]))) for one in self.sheet.sections),
            kubernetes=found[0].kubernetes if found else "",
            holds=all(one.holds is not False for one in found) if found else None,
        )

    def parts(self, parts: Iterable[Plain]) -> Iterator[Part]:
        for part in parts:
            match part["kind"]:
                case "picture":
                    picture = self.picture(part)
                    if picture:
                        yield Part("picture", picture=picture)
                case "fields":
                    yield Part("fields", fields=tuple(part["fields"]))
                case "chart":
                    yield Part("chart", caption=part["caption"])
                case kind:
                    members = tuple(self.statement(one) for one in part["members"])
                    yield Part(kind, members, tuple(part.get("columns", ())))

    def statement(self, one: Plain) -> Statement:
        found = [Proof(self.runs((one["manifests"], one["claims"])))] if one["claims"] else []
        for slug in one["cards"]:
            card = self.cards.get(slug)
            if card:
                found.append(Proof(self.runs((card.manifests, card.claims)), card))
        said: Plain = {name: one[name] for name in ("say", "cells", "yaml", "run") if name in one}
        return Statement(one["number"], said, one["runs"], tuple(found))

    def runs(self, content: Content) -> tuple[Run, ...]:
        finding = self.findings.get(content)
        return finding.runs if finding else ()

    def picture(self, part: Plain) -> Picture | None:
        """Drawn from the trace of the claim; None where it was not carried out or has no way to draw."""
        finding = self.findings.get(self.content(part))
        both = finding.pictures.get(part["claim"]) if finding else None
        return Picture(part["caption"], self.cards.get(part["card"]), *both) if both else None
