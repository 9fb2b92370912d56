"""What of interviews belongs to a visitor; `quizzes.belongings` has it among all that is theirs in quizzes."""

from __future__ import annotations

from typing import Any

from quizzes.interviews import actions
from quizzes.interviews.models import Interview, Item


def hand_over(old: str, new: str) -> None:
    """Interviews of `old` become those of `new`. Where both have one open, the one that is further stays open."""
    if old == new:
        return
    open_ones = {one.visitor: one for one in Interview.objects.filter(visitor__in=[old, new], finished=None)}
    if len(open_ones) == 2:
        both = [open_ones[old], open_ones[new]]
        actions.finish(min(both, key=lambda one: one.items.exclude(done=None).count()))
    Interview.objects.filter(visitor=old).update(visitor=new)


def export(visitor: str) -> list[dict[str, Any]]:
    """All interviews with their items, the oldest first."""
    interviews = Interview.objects.filter(visitor=visitor).order_by("started")
    return [
        {
            "permalink": interview.permalink,
            "minutes": interview.minutes,
            "level": interview.level_word,
            "topics": interview.topics,
            "started": interview.started.isoformat(),
            "finished": interview.finished.isoformat() if interview.finished else None,
            "items": [_item(item) for item in interview.items.all()],
        }
        for interview in interviews.prefetch_related("items__question", "items__submission")
    ]


def erase(visitor: str) -> None:
    """All of them."""
    Interview.objects.filter(visitor=visitor).delete()


def _item(item: Item) -> dict[str, Any]:
    options = item.question.options if item.question else []
    return {
        "number": item.number,
        "kind": item.kind,
        "topic": item.topic,
        "title": item.asked["title"],
        "seconds": item.seconds,
        "elapsed": item.elapsed,
        "done": item.done.isoformat() if item.done else None,
        "notes": item.notes,
        "said": [item.points[place]["say"] for place in item.said],
        "rating": item.rating,
        "chosen": [options[place]["text"] for place in item.chosen],
        "is_right": item.is_right,
        "submission": str(item.submission.pk) if item.submission else None,
    }
