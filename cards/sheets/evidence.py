"""What the engine found about a sheet's claims, as much of it as a sheet shows.

A verdict holds every step of every packet, a sheet shows a sentence for each claim: so what was taken out of a proof is
kept in the process under the proof's content and engine, and read anew when either changes. It takes one query to know
that nothing has changed, and one more for what has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sandbox import pictures, proofs
from sandbox.pictures import Scene

Content = tuple[str, str]  # manifests and claims, by which a proof is known
Both = tuple[Scene, Scene]  # a picture for a desk and for a phone
_MOST_KEPT = 2000  # findings of that many proofs; a site's content has some hundreds


@dataclass(frozen=True)
class Run:
    """One claim as it came out: what is claimed, whether it holds, and what the engine says about it."""

    title: str
    holds: bool
    summary: str

    @property
    def state(self) -> str:
        """The word of its mark."""
        return "holds" if self.holds else "fails"


@dataclass(frozen=True)
class Finding:
    """A proof in short. `holds` is None where nothing was expected or the content was refused."""

    kubernetes: str
    holds: bool | None
    runs: tuple[Run, ...]
    pictures: dict[int, Both]  # by the number of the claim, from 1; only those that were asked for


_kept: dict[tuple[str, str, str, frozenset[int]], Finding] = {}


def findings_on(wanted: dict[Content, frozenset[int]]) -> dict[Content, Finding]:
    """The findings on each content that was carried out. The numbers are those of claims whose pictures are wanted."""
    engines = dict(zip(wanted, proofs.engines_on(wanted), strict=True))
    keys = {content: (*content, engine, wanted[content]) for content, engine in engines.items() if engine}
    missing = [content for content, key in keys.items() if key not in _kept]
    if missing:
        if len(_kept) > _MOST_KEPT:
            _kept.clear()
        for content, verdict in zip(missing, proofs.verdicts_on(missing), strict=True):
            if verdict:
                _kept[keys[content]] = _finding(verdict, wanted[content])
    return {content: _kept[key] for content, key in keys.items() if key in _kept}


def _finding(verdict: dict[str, Any], numbers: Iterable[int]) -> Finding:
    claims = verdict["claims"]
    drawn = {number: _drawn(claims[number - 1]["trace"]) for number in numbers if number <= len(claims)}
    return Finding(
        verdict["kubernetes"],
        verdict["holds"],
        tuple(Run(claim["title"], claim["holds"], claim["summary"]) for claim in claims if claim["holds"] is not None),
        {number: both for number, both in drawn.items() if both},
    )


def _drawn(trace: dict[str, Any] | None) -> Both | None:
    """The picture of a trace, or None where there is no way and no question to draw."""
    match (trace or {}).get("kind"):
        case "connection" | "ping":
            return pictures.of_connection(trace or {})
        case "resolution":
            return pictures.of_resolution(trace or {})
    return None
