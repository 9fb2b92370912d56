"""What the engine found when the site's own content was carried out: done once at loading, read by every page.

A proof is known by its content (manifests, claims), so that a file that says the same needs no second run, and by the
engine that made it: with another engine all of it is carried out anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sandbox.content import Claimed
from sandbox.judgements import content_hash
from sandbox.models import Proof, State


class CannotBeProved(Exception):
    """The engine did not come to a verdict on some content; the text names it and says why."""


def carry_out(claimed: Iterable[Claimed]) -> int:
    """Carry out what has no proof by this engine yet, and forget the proofs that nobody asks for; how many runs.

    Raises CannotBeProved where a run is stopped. That claims do not hold is no error here: the tests say so.
    """
    from sandbox import runner  # web processes read proofs and load no engine

    wanted = {content_hash(one.manifests, one.claims): one for one in claimed}
    engine = runner.engine_fingerprint()
    there = set(Proof.objects.filter(engine=engine).values_list("content_hash", flat=True))
    missing = wanted.keys() - there
    if missing:
        runner.warm_up()
    rows = []
    for name in sorted(missing):
        one = wanted[name]
        judgement = runner.judge_content(one.manifests, one.claims)
        if judgement.state not in (State.DONE, State.REFUSED):
            raise CannotBeProved(f"{one.name}: {judgement.message}")
        rows.append(Proof(content_hash=name, engine=engine, verdict_json=judgement.verdict_json))
    Proof.objects.exclude(content_hash__in=wanted).delete()
    Proof.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["content_hash"], update_fields=["engine", "verdict_json"]
    )
    return len(rows)


def prove(manifests: str, claims: str) -> dict[str, Any] | None:
    """The plain verdict on a piece of content, carried out now unless this engine has; None where the run is stopped.

    For rooms whose rows are made from verdicts: what they prove while they load is not carried out again after it.
    """
    from sandbox import runner

    name, engine = content_hash(manifests, claims), runner.engine_fingerprint()
    there = Proof.objects.filter(content_hash=name, engine=engine).first()
    if there:
        return json.loads(there.verdict_json)  # type: ignore[no-any-return]
    judgement = runner.judge_content(manifests, claims)
    if judgement.state not in (State.DONE, State.REFUSED):
        return None
    columns = {"engine": engine, "verdict_json": judgement.verdict_json}
    Proof.objects.update_or_create(content_hash=name, defaults=columns)
    return judgement.verdict


def verdict_on(manifests: str, claims: str) -> dict[str, Any] | None:
    """The plain verdict on a piece of content; None where it was not carried out."""
    return verdicts_on([(manifests, claims)])[0]


def engines_on(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Which engine made the proof of each piece of content, in their order, empty where there is none: one query.

    As long as it is the same engine it is the same proof, so that whoever kept something of it may keep it on.
    """
    names = [content_hash(manifests, claims) for manifests, claims in pairs]
    found = dict(Proof.objects.filter(content_hash__in=names).values_list("content_hash", "engine"))
    return [found.get(name, "") for name in names]


def verdicts_on(pairs: Iterable[tuple[str, str]]) -> list[dict[str, Any] | None]:
    """The same for many, in their order: one query."""
    names = [content_hash(manifests, claims) for manifests, claims in pairs]
    found = dict(Proof.objects.filter(content_hash__in=names).values_list("content_hash", "verdict_json"))
    return [json.loads(found[name]) if name in found else None for name in names]
