"""What a visitor has of studying (their wishes, the log of reviews and its fold): handed over, exported, erased."""

from __future__ import annotations

from typing import Any

from django.forms.models import model_to_dict

from cards import scheduling
from cards.studying import actions
from cards.studying.models import Learner, Review, Schedule

_REVIEW = ("client_id", "kind", "card", "rating", "undoes", "at", "elapsed_ms", "retention", "received")
_SCHEDULE = ("card", "due", "first", "last", "stability", "difficulty", "reviews", "lapses", "is_set_aside")
PHASES = {phase.value: phase.name.lower() for phase in scheduling.Phase}


def tally(visitor: str) -> dict[str, int]:
    """How many events the log has."""
    return {"reviews": Review.objects.filter(visitor=visitor).count()}


def hand_over(old: str, new: str) -> None:
    """The log of `old` becomes a part of `new`'s; an event that both have is there once. Wishes of `new` stay."""
    actions.take_over(new, old)


def export(visitor: str) -> dict[str, Any]:
    """`wishes` (null where they never said any), `reviews` in the order in which they came in, and `schedules`.

    Instants and UUIDs are Python's own; `DjangoJSONEncoder` writes them down.
    """
    learner = Learner.objects.filter(pk=visitor).first()
    schedules = Schedule.objects.filter(visitor=visitor).order_by("card")
    return {
        "wishes": model_to_dict(learner, exclude=["visitor"]) if learner else None,
        "reviews": list(Review.objects.filter(visitor=visitor).order_by("id").values(*_REVIEW)),
        "schedules": [row | {"phase": PHASES[row["phase"]]} for row in schedules.values("phase", *_SCHEDULE)],
    }


def erase(visitor: str) -> None:
    """Nothing of it is left."""
    actions.forget(visitor)
