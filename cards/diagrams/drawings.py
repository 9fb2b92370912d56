"""A diagram with what was drawn from its runs: for a page, and for paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from cards.diagrams.content import Diagram, Instead
from sandbox import pictures, proofs, reading
from sandbox.pictures.poster import poster

Plain = dict[str, Any]


@dataclass(frozen=True)
class Panel:
    """One claim as a picture: what is claimed, what happened, and the drawings of it."""

    title: str
    summary: str
    state: str
    pictures: list[reading.Picture]


@dataclass(frozen=True)
class Other:
    """A counterfactual, drawn."""

    instead: Instead
    panels: list[Panel]


@dataclass(frozen=True)
class Drawing:
    """A diagram, drawn: the pictures first, and the same claims to be read step by step."""

    diagram: Diagram
    panels: list[Panel]
    claims: list[reading.Claim]
    others: list[Other]
    kubernetes: str


def drawn(diagram: Diagram) -> Drawing | None:
    """The diagram with its pictures: one query. None where its runs were not carried out yet."""
    verdicts = proofs.verdicts_on(diagram.runs)
    if any(verdict is None for verdict in verdicts):
        return None
    first, *rest = (verdict for verdict in verdicts if verdict is not None)
    read = reading.read(first)
    return Drawing(
        diagram,
        panels=_panels(first, is_linked=True),
        claims=[replace(claim, pictures=[], is_open=True, is_said=True) for claim in read.claims],
        others=[
            Other(instead, _panels(verdict, is_linked=False))
            for instead, verdict in zip(diagram.instead, rest, strict=True)
        ],
        kubernetes=read.kubernetes,
    )


def first_pictures(diagrams: list[Diagram]) -> dict[str, tuple[pictures.Scene, pictures.Scene]]:
    """For each diagram that was carried out its first picture, for a desk and for a phone, by slug: one query."""
    found = {}
    verdicts = proofs.verdicts_on(diagram.runs[0] for diagram in diagrams)
    for diagram, verdict in zip(diagrams, verdicts, strict=True):
        scenes = [(one.wide, one.slim) for claim in (verdict or {}).get("claims", []) for one in _drawn(claim)]
        if scenes:
            wide, slim = scenes[0]
            found[diagram.slug] = (wide.without_lines(), slim.without_lines())
    return found


def on_paper(diagram: Diagram) -> str | None:
    """All pictures of the diagram as one SVG document for print; None where its runs were not carried out yet."""
    verdicts = proofs.verdicts_on(diagram.runs)
    if any(verdict is None for verdict in verdicts):
        return None
    parts = []
    for title, verdict in zip(["", *(other.title for other in diagram.instead)], verdicts, strict=True):
        for claim in (verdict or {}).get("claims", []):
            words = ". ".join(filter(None, (title, claim["title"])))
            parts += [
                (" · ".join(filter(None, (words, one.caption))).replace("`", ""), one.wide) for one in _drawn(claim)
            ]
    return poster(diagram.title, diagram.sentence, parts)


def _panels(verdict: Plain, *, is_linked: bool) -> list[Panel]:
    """`is_linked` is whether the YAML that the pictures' lines are counted in stands on the same page."""
    return [
        Panel(
            read.title,
            read.summary,
            read.state,
            [reading.on_screen(one if is_linked else _unlinked(one)) for one in _drawn(claim)],
        )
        for claim, read in zip(verdict["claims"], reading.read(verdict).claims, strict=True)
    ]


def _drawn(claim: Plain) -> list[pictures.Drawn]:
    return pictures.of_trace(claim.get("trace") or {})


def _unlinked(one: pictures.Drawn) -> pictures.Drawn:
    return pictures.Drawn(one.caption, one.wide.without_lines(), one.slim.without_lines())
