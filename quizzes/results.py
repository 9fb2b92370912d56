"""What became of attempts: scores, and where they were lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from cards.models import Card
from quizzes.models import Answer, Attempt
from quizzes.questions import KINDS

MOST_CARDS = 3  # of a topic, on the page of a result


@dataclass(frozen=True)
class Row:
    """A part of the answers: of a topic, of a kind, of a difficulty."""

    name: str
    right: int
    asked: int

    @property
    def percent(self) -> int:
        """Whole percents."""
        return round(100 * self.right / self.asked)


@dataclass(frozen=True)
class Result:
    """A finished attempt, or one so far."""

    right: int
    answered: int
    total: int
    by_kind: list[Row]
    by_topic: list[Row]
    wrong: list[Answer]
    cards: dict[str, list[Card]]

    @property
    def percent(self) -> int:
        """Whole percents of those that were answered."""
        return round(100 * self.right / self.answered) if self.answered else 0


def answers_of(attempt: Attempt) -> QuerySet[Answer]:
    """In their order, with all of their questions but the verdicts."""
    return attempt.answers.select_related("question").defer("question__verdict_json", "question__manifests")


def result(attempt: Attempt) -> Result:
    """All of it, in two queries."""
    rows = list(answers_of(attempt))
    answered = [row for row in rows if row.is_answered]
    wrong = [row for row in answered if not row.is_right]
    topics = sorted({row.question.topic for row in wrong})
    cards: dict[str, list[Card]] = {topic: [] for topic in topics}
    found = Card.objects.filter(topic__in=topics, is_retired=False).order_by("difficulty", "slug")
    for card in found.only("slug", "topic", "question") if topics else ():
        if len(cards[card.topic]) < MOST_CARDS:
            cards[card.topic].append(card)
    return Result(
        right=sum(bool(row.is_right) for row in answered),
        answered=len(answered),
        total=len(rows),
        by_kind=_parts(answered, lambda row: KINDS[row.question.kind].title),
        by_topic=_parts(answered, lambda row: row.question.topic),
        wrong=wrong,
        cards=cards,
    )


def _parts(rows: Iterable[Answer], name: Any) -> list[Row]:
    parts: dict[str, list[bool]] = {}
    for row in rows:
        parts.setdefault(name(row), []).append(bool(row.is_right))
    return [Row(one, sum(right), len(right)) for one, right in sorted(parts.items())]


def counted(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """Attempts with `asked`, `answered` and `right` as columns."""
    return attempts.annotate(
        asked=Count("answers"),
        answered=Count("answers", filter=Q(answers__is_right__isnull=False)),
        right=Count("answers", filter=Q(answers__is_right=True)),
    )
