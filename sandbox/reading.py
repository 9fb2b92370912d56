"""A plain verdict as a page reads it out: the sentence first, then each claim with its evidence and pictures.

Nothing here judges anything; it sorts and words what the verdict says. A verdict may come from an older engine, so that
every field is optional but ``claims``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from sandbox import observations, pictures
from sandbox.pictures import stations, svg
from sandbox.pictures.crowds import crowds

Plain = dict[str, Any]

_OPEN_AT_MOST = 2  # claims that stand open without having failed
_LOWERED = frozenset(
    ("The", "A", "An", "No", "Nobody", "Nothing", "It", "Each", "Every", "All", "This", "There", "One")
)


@dataclass(frozen=True)
class Picture:
    """A walk as drawn: both variants are in the page, and the room there is decides which is seen."""

    caption: str
    svg: SafeString


@dataclass(frozen=True)
class Way:
    """One branch of a walk, step by step."""

    title: str
    outcome: str
    steps: list[Plain]


@dataclass(frozen=True)
class Claim:
    """One claim with everything that is shown about it."""

    number: int
    title: str
    kind: str
    command: str
    holds: bool | None
    summary: str
    rest: str  # what the summary says after its first sentence
    rows: list[observations.Row]
    observed: str
    because: list[Plain]
    questions: list[Plain]
    deciding: int | None
    pictures: list[Picture]
    ways: list[Way]
    untold_ways: int
    stdout: str
    stderr: str
    exit: int | None
    is_open: bool
    is_said: bool = False  # its summary is the verdict's sentence already

    @property
    def state(self) -> str:
        """The word of its mark: holds, fails, or neutral where nothing was expected."""
        return {True: "holds", False: "fails", None: "neutral"}[self.holds]


@dataclass(frozen=True)
class Reading:
    """A whole verdict, ready for a template."""

    word: str  # Yes, No, Refused, Done
    sentence: str
    count: str
    state: str  # holds, fails, refused, neutral
    claims: list[Claim]
    problems: list[Plain]
    output: Plain
    kubernetes: str
    mode: str

    @property
    def announcement(self) -> str:
        """What a screen reader says when the verdict arrives."""
        return f"{self.word}: {self.sentence} {self.count}".replace("`", "")


def read(verdict: Plain) -> Reading:
    """The verdict as a page shows it."""
    plain_claims = verdict.get("claims") or []
    deciding = _deciding(plain_claims)
    claims = [
        _claim(
            number,
            claim,
            is_open=number - 1 == deciding or claim.get("holds") is False or len(plain_claims) <= _OPEN_AT_MOST,
        )
        for number, claim in enumerate(plain_claims, start=1)
    ]
    problems = [
        problem | {"source": "claims" if problem.get("source") == "claims" else "manifests"}
        for problem in verdict.get("problems") or []
    ]
    is_told = len(claims) == 1 or verdict.get("holds") is False
    if verdict.get("holds") is True and claims[deciding].kind in ("connect", "ping"):
        is_told = True
    said = deciding if is_told else None
    claims = [replace(claim, is_said=claim.number - 1 == said) for claim in claims]
    word, sentence, state = _verdict_sentence(verdict, claims, problems)
    return Reading(
        word,
        sentence,
        _count(claims),
        state,
        claims,
        problems,
        verdict.get("output") or {},
        str(verdict.get("kubernetes") or ""),
        str(verdict.get("mode") or ""),
    )


def _deciding(claims: list[Plain]) -> int:
    """The claim that the verdict's sentence is about: the first that failed, else the first of a packet's way."""
    order = [claim.get("holds") for claim in claims]
    if False in order:
        return order.index(False)
    ways = [n for n, claim in enumerate(claims) if claim.get("holds") and claim.get("kind") in ("connect", "ping")]
    return ways[0] if ways else order.index(True) if True in order else 0


def _verdict_sentence(verdict: Plain, claims: list[Claim], problems: list[Plain]) -> tuple[str, str, str]:
    if verdict.get("refused"):
        return "Refused", _refusal(problems), "refused"
    if verdict.get("holds") is False:
        failed = next(claim for claim in claims if claim.holds is False)
        return "No", lowered(failed.summary or f"{failed.title} does not hold."), "fails"
    if verdict.get("holds") is True:
        said = next((claim for claim in claims if claim.is_said and claim.summary), None)
        if said is None:  # what was observed is no sentence of its own: say what was claimed
            said = next(claim for claim in claims if claim.holds)
            return "Yes", lowered(f"{said.title.rstrip('.')}."), "holds"
        return "Yes", lowered(said.summary), "holds"
    if len(claims) == 1 and claims[0].summary:
        return "Done", lowered(claims[0].summary), "neutral"
    if claims:
        return "Done", f"{len(claims)} steps were carried out; nothing was expected of them.", "neutral"
    return "Accepted", "the API server takes this YAML. Nothing was claimed about it.", "neutral"


def _refusal(problems: list[Plain]) -> str:
    """What is not accepted, the first problem, and how many more there are."""
    what = "the claims are" if problems and all(p["source"] == "claims" for p in problems) else "the YAML is"
    if not problems:
        return f"{what} not accepted."
    first = problems[0]
    field = f"`{first['field']}`: " if first.get("field") and first["field"] not in first["message"] else ""
    message = str(first.get("message") or "").rstrip()
    message += "" if message.endswith((".", "?")) else "."
    more = f" There {'is' if len(problems) == 2 else 'are'} {len(problems) - 1} more." if len(problems) > 1 else ""
    return f"{what} not accepted. {field}{message}{more}"


def _count(claims: list[Claim]) -> str:
    judged = [claim for claim in claims if claim.holds is not None]
    if len(judged) < 2:
        return ""
    held = sum(claim.holds is True for claim in judged)
    if held == len(judged):
        return f"All {held} claims hold."
    return f"{held} of {len(judged)} claims {'holds' if held == 1 else 'hold'}."


def lowered(sentence: str) -> str:
    """The sentence as it goes on after a colon: only words that would not be capital elsewhere are lowered."""
    sentence = sentence.replace(" default/", " ")  # the default namespace goes without saying
    first, space, rest = sentence.partition(" ")
    return f"{first.lower()}{space}{rest}" if first in _LOWERED else sentence


def _claim(number: int, claim: Plain, *, is_open: bool) -> Claim:
    trace = claim.get("trace") or {}
    observed = claim.get("observed") or {}
    resolution = trace if trace.get("kind") == "resolution" else trace.get("resolution") or {}
    summary, rest = str(claim.get("summary") or ""), ""
    if "walks" in trace:
        summary, rest = _first_sentence(summary)
    terminal = trace if trace.get("kind") == "terminal" else observed if "stdout" in observed else {}
    ways, untold_ways = _ways(trace)
    return Claim(
        number=number,
        title=str(claim.get("title") or ""),
        kind=str(claim.get("kind") or ""),
        command=observations.as_yaml(claim.get("claim") or {}),
        holds=claim.get("holds"),
        summary=summary,
        rest=rest,
        rows=observations.rows(claim.get("expected"), observed),
        observed=observations.as_yaml(
            {key: value for key, value in observed.items() if key not in ("stdout", "stderr")}
        ),
        because=_causes(claim.get("because") or []),
        questions=resolution.get("questions") or [],
        deciding=resolution.get("deciding"),
        pictures=[on_screen(drawn) for drawn in pictures.of_trace(trace)],
        ways=ways,
        untold_ways=untold_ways,
        stdout=str(terminal.get("stdout") or ""),
        stderr=str(terminal.get("stderr") or ""),
        exit=terminal.get("exit"),
        is_open=is_open,
    )


def _first_sentence(text: str) -> tuple[str, str]:
    """The first sentence, and the rest. A full stop inside a DNS name or a number ends none."""
    parts = re.split(r"(?<=[a-z0-9`)])\.\s+(?=[A-Za-z`])", text, maxsplit=1)
    return (f"{parts[0]}.", parts[1]) if len(parts) == 2 else (text, "")


def _causes(because: list[Plain]) -> list[Plain]:
    """Facts as they are shown: what is true of several objects in the same words is said once."""
    merged: dict[tuple[Any, ...], Plain] = {}
    for fact in because:
        text = str(fact.get("text") or "").strip()
        key = (fact.get("line"), fact.get("field"), repr(fact.get("value")), text)
        if key in merged:
            merged[key]["others"] += 1
            continue
        if re.match(r"[a-z]+ ", text):  # a word, not a label or a name
            text = text[:1].upper() + text[1:]
        merged[key] = fact | {"text": text if text.endswith((".", "?")) or not text else f"{text}.", "others": 0}
    return list(merged.values())


def on_screen(drawn: pictures.Drawn) -> Picture:
    """The picture in both variants, as a page holds it."""
    both = svg.write(drawn.wide, "is-wide") + svg.write(drawn.slim, "is-slim")
    return Picture(drawn.caption, mark_safe(both))  # noqa: S308 - the writer escapes every text of the scene


def _ways(trace: Plain) -> tuple[list[Way], int]:
    """The branches that are told step by step, and how many more there are that differ from those in their pod only."""
    told, untold = [], 0
    for walk in trace.get("walks") or ([trace["walk"]] if trace.get("walk") else []):
        branches = walk["branches"]
        crowd = crowds(branches, {candidate["address"]: candidate for candidate in walk.get("candidates") or []})
        told += [_way(branch, is_only=len(branches) == 1) for n, branch in enumerate(branches) if n not in crowd]
        untold += len(crowd)
    return told, untold


def _way(branch: Plain, *, is_only: bool) -> Way:
    outcome = stations.END_WORDS.get(branch["outcome"], branch["outcome"])
    share = "" if is_only else f"{stations.share_words(float(branch['share']))} of the packets: "
    by = f" by {stations.short(branch['server'])}" if branch.get("server") not in ("", "?", None) else ""
    steps = [
        {
            "station": step["station"],
            "verb": step["verb"],
            "text": step["text"],
            "rewrites": _rewrites(step),
            "because": step.get("because") or [],
            "lines": stations.lines_of(step.get("because")),
        }
        for step in branch["steps"]
    ]
    return Way(f"{share}{outcome}{by}", stations.end_of(branch["outcome"]), steps)


def _rewrites(step: Plain) -> list[str]:
    if step["verb"] not in ("dnat", "snat"):
        return []
    before, after = step["before"], step["after"]
    ends = [
        (
            stations.endpoint(str(before["destination"]), before.get("port")),
            stations.endpoint(str(after["destination"]), after.get("port")),
        ),
        (str(before["source"]), str(after["source"])),
    ]
    return [f"{was} → {becomes}" for was, becomes in ends if was != becomes]
