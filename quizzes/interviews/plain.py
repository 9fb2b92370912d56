"""Interviews as plain data, for programs."""

from __future__ import annotations

from typing import Any

from quizzes.interviews import reading
from quizzes.interviews.models import Interview, Item, Kind
from quizzes.interviews.reading import Line, Part, Report


def state(interview: Interview) -> dict[str, Any]:
    """Where an interview stands, and the item whose turn it is, without its answer."""
    items = list(reading.items_of(interview))
    waiting = None if interview.finished else next((item for item in items if not item.is_done), None)
    return {
        "id": interview.pk,
        "permalink": interview.permalink,
        "minutes": interview.minutes,
        "level": interview.level_word,
        "topics": interview.topics,
        "started": interview.started,
        "deadline": interview.deadline,
        "finished": interview.finished,
        "answered": sum(item.is_done for item in items),
        "total": len(items),
        "item": _put(waiting) if waiting else None,
    }


def _put(item: Item) -> dict[str, Any]:
    put = {name: getattr(item, name) for name in ("number", "kind", "topic", "seconds", "deadline")}
    put["title"] = item.asked["title"]
    if item.kind == Kind.SPOKEN and item.shown:
        put["points"] = [point["say"] for point in item.points]
    elif item.question:
        put |= {name: getattr(item.question, name) for name in ("prompt", "exhibit", "manifests", "is_several")}
        put["options"] = [{"text": option["text"], "form": option["form"]} for option in item.question.options]
    elif item.card:
        put |= {"card": item.card.pk, "goal": item.card.goal, "manifests": item.card.manifests}
    return put


def report(found: Report) -> dict[str, Any]:
    """How it went."""
    return {
        "percent": found.whole.percent,
        "answered": len(found.answered),
        "total": len(found.lines),
        "points_said": found.said,
        "points": found.listened_for,
        "tasks_right": found.right,
        "tasks": len(found.tasks),
        "seconds_planned": found.planned,
        "seconds_used": found.used,
        "by_part": [_part(part) for part in found.by_part],
        "by_topic": [_part(part) for part in found.by_topic],
        "items": [_line(line) for line in found.lines],
        "study": [card.slug for card in reading.to_study(found)],
    }


def _part(part: Part) -> dict[str, Any]:
    return {"name": part.name, "percent": part.percent, "count": part.count}


def _line(line: Line) -> dict[str, Any]:
    item = line.item
    told = {"number": item.number, "kind": item.kind, "topic": item.topic, "is_done": item.is_done}
    told |= {"title": item.asked["title"], "seconds": item.seconds, "elapsed": item.elapsed}
    if not item.is_done:
        return told
    if item.kind == Kind.SPOKEN:
        points = [
            {"say": point.say, "is_said": point.is_said, "card": point.card.slug if point.card else None}
            for point in line.points
        ]
        return told | {"rating": item.rating, "points": points, "answer": item.asked["answer"]}
    told["is_right"] = line.share == 1
    if item.kind == Kind.REPAIR:
        return told | {"submission": str(item.submission.pk) if item.submission else None}
    return told | {"chosen": line.chosen, "right": line.right, "sentence": line.sentence}
