"""What is asked in an interview: drawn with a seed, by level and topics, to fill the time that was chosen.

Most of the time belongs to spoken questions; between them stand questions whose answers the engine has worked out, and
YAML to repair. What this visitor has been asked before comes last.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from cards.models import Card
from quizzes import chance, pool
from quizzes.interviews.models import Item, Kind, SpokenQuestion
from quizzes.models import Question

LENGTHS = (15, 30, 45)  # minutes
QUIZZES = {15: 2, 30: 4, 45: 6}
REPAIRS = {15: 1, 30: 1, 45: 2}
QUIZ_SECONDS = 90
REPAIR_SECONDS = {1: 240, 2: 270, 3: 300}  # by the difficulty of the card


@dataclass(frozen=True)
class Wish:
    """What sort of interview is wanted. No topics mean all of them."""

    minutes: int
    level: int
    topics: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.minutes not in LENGTHS or self.level not in (1, 2, 3):
            raise ValueError(f"no interview of {self.minutes} minutes at level {self.level}")


@dataclass
class Draw:
    """One draw: the wish, whose it is, and the chance that repeats with the seed."""

    wish: Wish
    visitor: str
    seed: int
    picks: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.picks = chance.seeded("interview", self.seed)


def plan(wish: Wish, visitor: str, seed: int) -> list[Item]:
    """The items in their order, not saved yet; empty where the site has no content for the wish."""
    draw = Draw(wish, visitor, seed)
    repairs = _repairs(draw)
    quizzes = _quizzes(draw)
    left = wish.minutes * 60 - sum(item.seconds for item in repairs + quizzes)
    spoken = _spoken(draw, left)
    items = _mixed(spoken, quizzes, repairs)
    for number, item in enumerate(items, 1):
        item.number = number
    return items


def topics() -> list[str]:
    """What spoken questions are about, in the order of the alphabet."""
    return sorted(set(SpokenQuestion.objects.filter(is_retired=False).values_list("topic", flat=True)))


def _spoken(draw: Draw, seconds: int) -> list[Item]:
    """Questions as long as there is time: of the level or the next to it, new ones first, topics in turn."""
    rows = SpokenQuestion.objects.filter(is_retired=False)
    if draw.wish.topics:
        rows = rows.filter(topic__in=draw.wish.topics)
    mine = Q(items__interview__visitor=draw.visitor)
    left = list(rows.annotate(seen=Count("items", filter=mine)).order_by("pk"))
    draw.picks.shuffle(left)
    used: Counter[str] = Counter()
    found: list[Item] = []
    while fitting := [row for row in left if row.minutes * 60 <= seconds]:
        row = min(fitting, key=lambda row: _rank(draw.wish, row, used))
        left.remove(row)
        used[row.topic] += 1
        seconds -= int(row.minutes * 60)
        found.append(_spoken_item(row))
    # The easier ones first, as in a talk that goes deeper.
    found.sort(key=lambda item: item.spoken.level if item.spoken else 0)
    return found


def _rank(wish: Wish, row: Any, used: Counter[str]) -> tuple[bool, int, int, int]:
    gap = abs(row.level - wish.level)
    return (gap > 1, row.seen, gap, used[row.topic])


def _spoken_item(row: SpokenQuestion) -> Item:
    asked = {
        "title": row.question,
        "answer": row.answer,
        "points": row.points,
        "follow_ups": row.follow_ups,
        "links": row.links,
    }
    return Item(kind=Kind.SPOKEN, spoken=row, topic=row.topic, asked=asked, seconds=int(row.minutes * 60))


def _quizzes(draw: Draw) -> list[Item]:
    """Questions of the pool. Where it has none on a topic that was chosen there are fewer."""
    asked: list[Question] = []
    wished = list(draw.wish.topics) or [""]
    draw.picks.shuffle(wished)
    for number in range(QUIZZES[draw.wish.minutes]):
        for turn in range(len(wished)):
            topic = wished[(number + turn) % len(wished)]
            sort = pool.Wish(draw.wish.level, topic)
            name = f"interview/{draw.seed}/{number}"
            found = pool.nearest(sort, visitor=draw.visitor, name=name, before=asked)
            if found:
                asked.append(found)
                break
    return [
        Item(kind=Kind.QUIZ, question=one, topic=one.topic, asked={"title": one.prompt}, seconds=QUIZ_SECONDS)
        for one in asked
    ]


def _repairs(draw: Draw) -> list[Item]:
    """Cards with a goal, nearest to the level; of any topic where those that were chosen have none."""
    cards = Card.objects.filter(deck=None, is_retired=False).exclude(goal="")
    if draw.wish.topics and cards.filter(topic__in=draw.wish.topics).exists():
        cards = cards.filter(topic__in=draw.wish.topics)
    mine = Q(interview_items__interview__visitor=draw.visitor)
    rows = list(
        cards.annotate(seen=Count("interview_items", filter=mine))
        .only("slug", "topic", "question", "difficulty")
        .order_by("pk")
    )
    draw.picks.shuffle(rows)
    level = draw.wish.level
    rows.sort(key=lambda card: (abs(card.difficulty - level) > 1, card.seen, abs(card.difficulty - level)))
    return [
        Item(
            kind=Kind.REPAIR,
            card=card,
            topic=card.topic,
            asked={"title": card.question, "slug": card.slug},
            seconds=REPAIR_SECONDS[card.difficulty],
        )
        for card in rows[: REPAIRS[draw.wish.minutes]]
    ]


def _mixed(*parts: list[Item]) -> list[Item]:
    """All of them, each part spread evenly over the whole; it begins with the first part."""
    placed = [
        ((position + 0.5) / len(part) if rank else position / len(part), rank, item)
        for rank, part in enumerate(parts)
        for position, item in enumerate(part)
    ]
    return [item for _, _, item in sorted(placed, key=lambda one: one[:2])]
