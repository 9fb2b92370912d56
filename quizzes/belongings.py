"""What of quizzes belongs to a visitor: handed over to an account, exported, erased."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from quizzes import actions
from quizzes.interviews import possessions as interviews
from quizzes.models import Attempt


@transaction.atomic
def hand_over(old: str, new: str) -> None:
    """Attempts of `old` become those of `new`. Where both have one open, the one that is further stays open."""
    if old == new:
        return
    open_ones = Attempt.objects.filter(finished=None)
    theirs = {one.what: one for one in open_ones.filter(visitor=new)}
    for one in open_ones.filter(visitor=old):
        other = theirs.get(one.what)
        if other:
            actions.finish(min(one, other, key=lambda attempt: attempt.answers.exclude(is_right=None).count()))
    Attempt.objects.filter(visitor=old).update(visitor=new)
    interviews.hand_over(old, new)


def export(visitor: str) -> dict[str, Any]:
    """All attempts with their answers and all interviews with their items, the oldest first."""
    attempts = Attempt.objects.filter(visitor=visitor).order_by("started").select_related("quiz")
    return {
        "attempts": [
            {
                "quiz": attempt.quiz.slug if attempt.quiz else attempt.what,
                "topic": attempt.topic,
                "difficulty": attempt.difficulty,
                "started": attempt.started.isoformat(),
                "finished": attempt.finished.isoformat() if attempt.finished else None,
                "answers": [
                    {
                        "number": answer.number,
                        "question": answer.question.prompt,
                        "chosen": [answer.question.options[place]["text"] for place in answer.chosen],
                        "is_right": answer.is_right,
                        "at": answer.at.isoformat() if answer.at else None,
                        "elapsed_ms": answer.elapsed_ms,
                    }
                    for answer in attempt.answers.all()
                ],
            }
            for attempt in attempts.prefetch_related("answers__question")
        ],
        "interviews": interviews.export(visitor),
    }


def erase(visitor: str) -> None:
    """Everything of theirs."""
    Attempt.objects.filter(visitor=visitor).delete()
    interviews.erase(visitor)
