"""The questions that are ready to be drawn: by endless quizzes, and by whoever else puts questions (interviews)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from quizzes import chance
from quizzes.models import Question

log = logging.getLogger(__name__)

LOW = 6  # unseen questions of a kind below which more are made
LOOKED_AT = 400  # of the pool, at one draw
REFILL_SECONDS = 20  # within which one refill of a sort is asked for


@dataclass(frozen=True)
class Wish:
    """What sort of question is wanted; empty words want anything."""

    difficulty: int
    topic: str = ""
    kind: str = ""


def ready(wish: Wish) -> QuerySet[Question]:
    """The questions of the pool that are as wished."""
    found = Question.objects.filter(is_pooled=True, difficulty=wish.difficulty)
    if wish.topic:
        found = found.filter(topic=wish.topic)
    return found.filter(kind=wish.kind) if wish.kind else found


def draw(wish: Wish, *, visitor: str, name: str, before: Iterable[Question] = ()) -> Question | None:
    """A question that this visitor has never been asked; None where the pool has none left of this sort.

    `name` makes the draw repeatable (an attempt and the number in it, say). `before` are those asked last: another
    kind and another scenario than theirs come first. Where a few are left only, more are asked for.
    """
    last = list(before)
    unseen = (
        ready(wish)
        .exclude(answers__attempt__visitor=visitor)
        .exclude(interview_items__interview__visitor=visitor)
        .exclude(pk__in=[one.pk for one in last])
    )
    rows = list(unseen.order_by("id").values_list("id", "kind", "recipe")[:LOOKED_AT])
    if len(rows) < LOW:
        ask_for_more(wish)
    if not rows:
        return None
    kinds = [one.kind for one in last]
    used = [one.recipe.get("scenario") for one in last]
    picks = chance.seeded(name)
    picks.shuffle(rows)
    rows.sort(key=lambda row: (kinds.count(row[1]), used.count(row[2].get("scenario"))))
    return Question.objects.get(pk=rows[0][0])


def nearest(wish: Wish, *, visitor: str, name: str, before: Iterable[Question] = ()) -> Question | None:
    """The same; where there is none of that difficulty, one of the next."""
    last = list(before)
    for difficulty in sorted((1, 2, 3), key=lambda one: abs(one - wish.difficulty)):
        found = draw(Wish(difficulty, wish.topic, wish.kind), visitor=visitor, name=name, before=last)
        if found:
            return found
    return None


def ask_for_more(wish: Wish) -> None:
    """Put a refill on the queue once this transaction is committed. One that gets lost the next draw asks for."""
    transaction.on_commit(lambda: _enqueue(wish))


def _enqueue(wish: Wish) -> None:
    from quizzes.tasks import refill

    try:
        if cache.add(f"quiz-refill:{wish.difficulty}:{wish.topic}:{wish.kind}", 1, REFILL_SECONDS):
            refill.apply_async((wish.difficulty, wish.topic, wish.kind), retry=False, expires=600)
    except (OperationalError, RedisError, OSError):
        log.warning("a refill of the pool could not be put on the queue; the next draw asks again")
