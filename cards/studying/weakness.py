"""Weak spots: cards that a learner forgets, gets wrong lately, or would hardly know by now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from cards import scheduling
from cards.scheduling import Phase, Rating
from cards.studying.choices import Choice
from cards.studying.models import Kind, Review, Schedule

LATELY = timedelta(days=14)
ENOUGH = 2  # times forgotten, and wrong answers lately, together
LOW_RECALL = 0.75
MENDED_DAYS = 30  # a card that holds so long is no weak spot any more, whatever was before


@dataclass(frozen=True)
class Spot:
    """A card that is weak, and what says so. `recall` is the probability, 0 to 1, that it is known now."""

    schedule: Schedule
    wrong_lately: int
    recall: float

    @property
    def weight(self) -> float:
        """How weak: a wrong answer of these days counts twice, and what is nearly forgotten as much as three lapses."""
        return self.schedule.lapses + 2 * self.wrong_lately + 3 * (1 - self.recall)

    @property
    def reasons(self) -> list[str]:
        """In words, the strongest first."""
        found = []
        if self.wrong_lately:
            found.append(f"wrong {_times(self.wrong_lately)} in the last {LATELY.days} days")
        if self.schedule.lapses:
            found.append(f"forgotten {_times(self.schedule.lapses)}")
        return found or ["nearly forgotten"]

    @property
    def percent(self) -> int:
        """The recall, rounded."""
        return round(100 * self.recall)


def spots(visitor: str, schedules: QuerySet[Schedule], now: datetime) -> list[Spot]:
    """The weak ones among a visitor's schedules, the weakest first: two queries. None is set aside."""
    wrong = dict(
        Review.live(visitor)
        .filter(kind=Kind.REVIEW, rating=Rating.AGAIN, at__gte=now - LATELY)
        .order_by("card")
        .values_list("card")
        .annotate(Count("pk"))
    )
    found = (
        Spot(schedule, wrong.get(schedule.card_id, 0), scheduling.recall(schedule.memory, now))
        for schedule in schedules.filter(is_set_aside=False)
    )
    weak = [spot for spot in found if _is_weak(spot)]
    return sorted(weak, key=lambda spot: (-spot.weight, spot.schedule.card_id))


@dataclass(frozen=True)
class WeakTopic:
    """The weak spots of a topic, and the session that is over them."""

    name: str
    spots: list[Spot]
    address: str


def by_topic(found: list[Spot]) -> list[WeakTopic]:
    """Weak spots under their topics; topics and spots begin with the weakest. The schedules have their cards."""
    topics: dict[str, list[Spot]] = {}
    for spot in found:
        topics.setdefault(spot.schedule.card.topic, []).append(spot)
    return [
        WeakTopic(name, spots, Choice(topic=name, is_weak=True).address("study:next")) for name, spots in topics.items()
    ]


def _is_weak(spot: Spot) -> bool:
    if spot.schedule.phase == Phase.KNOWN and spot.recall < LOW_RECALL:
        return True
    if not spot.wrong_lately and spot.schedule.stability >= MENDED_DAYS:
        return False
    return spot.schedule.lapses + spot.wrong_lately >= ENOUGH


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
