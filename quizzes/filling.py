"""Making questions and writing them down, where the engine is: in workers and in `load_content`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from pathlib import Path

from django.db.models import Max

from quizzes import making
from quizzes.making import Made
from quizzes.models import Question
from quizzes.pool import Wish, ready
from quizzes.questions.kind import Plain
from sandbox.models import JUDGED_STATES

BATCH = 12  # new questions in one refill
SEEDS = 4  # that are tried for each of them
AT_FIRST = 3  # questions of each topic and difficulty that there are before anybody asks


def judge(manifests: str, claims: str) -> Plain | None:
    """The plain verdict of the runner; None where the run was stopped."""
    from sandbox import runner  # web processes load no engine

    judgement = runner.judge(manifests, claims)
    return judgement.verdict if judgement.state in JUDGED_STATES else None


@cache
def maker() -> str:
    """A name for what makes questions: it changes with the engine, and with any source file that has a part in it."""
    from sandbox import runner

    root = Path(__file__).parent
    digest = hashlib.sha256(runner.engine_fingerprint().encode())
    sources = [root / "making.py", root / "chance.py", *root.glob("questions/*.py"), *root.glob("scenarios/**/*.py")]
    for path in sorted(sources):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def fill(wish: Wish, count: int = BATCH) -> int:
    """Make `count` more questions of a sort for the pool, or as many as its recipes give; how many were new."""
    seed = Question.objects.aggregate(last=Max("seed"))["last"] or 0
    there = set(Question.objects.values_list("id", flat=True))
    found: dict[str, Question] = {}
    for _ in range(count * SEEDS):
        seed += 1
        made = making.generate(seed, judge, difficulty=wish.difficulty, topic=wish.topic, kind=wish.kind)
        if made is None:
            break
        if made.id not in there:
            found[made.id] = row(made, seed=seed, is_pooled=True)
        if len(found) == count:
            break
    Question.objects.bulk_create(found.values(), ignore_conflicts=True)
    return len(found)


def first_filling() -> int:
    """Bring the pool up to some questions of each topic and difficulty; how many were made.

    What another engine or generator made leaves the pool, and is forgotten where nobody has answered it.
    """
    from sandbox import runner

    outdated = Question.objects.exclude(maker=maker())
    outdated.filter(answers=None, places=None).delete()
    outdated.update(is_pooled=False)
    missing = {wish: AT_FIRST - ready(wish).count() for wish in sorts()}
    missing = {wish: count for wish, count in missing.items() if count > 0}
    if missing:
        runner.warm_up()
    return sum(fill(wish, count) for wish, count in missing.items())


def sorts() -> list[Wish]:
    """Every topic and difficulty that there are recipes for."""
    return sorted(
        {Wish(recipe.difficulty, recipe.topic) for recipe in making.recipes()},
        key=lambda one: (one.topic, one.difficulty),
    )


def write(made: Iterable[Made]) -> list[Question]:
    """Questions of quizzes as rows, in their order; those that are there already stay as they are."""
    rows = [row(one) for one in made]
    unique = {one.pk: one for one in rows}
    Question.objects.bulk_create(
        unique.values(),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["verdict_json", "maker", "deciding"],
    )
    return rows


def row(made: Made, *, seed: int = 0, is_pooled: bool = False) -> Question:
    """A question as its row."""
    return Question(
        id=made.id,
        kind=made.kind,
        topic=made.topic,
        difficulty=made.difficulty,
        prompt=made.posed.prompt,
        exhibit=made.posed.exhibit,
        manifests=made.manifests,
        claims=made.claims,
        options=[asdict(option) for option in made.posed.options],
        is_several=made.posed.is_several,
        note=made.note,
        recipe=made.recipe,
        seed=seed,
        deciding=made.posed.deciding,
        verdict_json=json.dumps(made.verdict, separators=(",", ":")),
        maker=maker(),
        is_pooled=is_pooled,
    )
