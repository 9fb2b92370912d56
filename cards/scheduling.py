"""When a card comes up again. The only module that knows the `fsrs` package; pure: everything comes as an argument.

What a learner's memory of a card is like is a fold of the events of that card, oldest first: `fold` is nothing but
`after`, event by event. `fsrs` spreads its intervals by chance; here the spread is taken from the card's id and the
number of the review, so that whoever folds the same events gets the same schedule.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from functools import lru_cache

import fsrs
from fsrs.scheduler import DEFAULT_PARAMETERS, FUZZ_RANGES

LEECH_LAPSES = 8  # so often a card is forgotten until it is set aside
LONGEST_DAYS = 10 * 365
DEFAULT_RETENTION = 0.9


class Rating(IntEnum):
    """What the learner says of their own answer."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Phase(IntEnum):
    """Steps of minutes while a card is learned, intervals of days once it is known, steps again once forgotten."""

    LEARNING = 1
    KNOWN = 2
    RELEARNING = 3


@dataclass(frozen=True)
class Event:
    """A rating of a card at an instant, or (`rating` is None) that a card set aside is taken up again."""

    at: datetime
    rating: Rating | None
    retention: float = DEFAULT_RETENTION


@dataclass(frozen=True)
class Memory:
    """How well a card is remembered, and when it is due."""

    phase: Phase
    step: int | None
    stability: float
    difficulty: float
    first: datetime
    last: datetime
    due: datetime
    reviews: int
    lapses: int
    recent_lapses: int  # since it was last taken up again

    @property
    def is_set_aside(self) -> bool:
        """It was forgotten so often that another look at it costs more than it brings (a leech)."""
        return self.recent_lapses >= LEECH_LAPSES


def fold(card_id: str, events: Iterable[Event]) -> Memory | None:
    """The memory that events of one card, oldest first, leave; None where it was never rated."""
    memory: Memory | None = None
    for event in events:
        memory = after(memory, card_id, event)
    return memory


def after(memory: Memory | None, card_id: str, event: Event) -> Memory | None:
    """The memory after one more event."""
    if event.rating is None:
        return memory and replace(memory, recent_lapses=0, due=max(event.at, memory.due))
    scheduler = _scheduler(event.retention)
    at = event.at.astimezone(UTC)
    if memory is None:
        before = fsrs.Card(card_id=0, due=at)
    else:
        before = fsrs.Card(
            card_id=0,
            state=fsrs.State(memory.phase),
            step=memory.step,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due=memory.due,
            last_review=memory.last,
        )
    card, _ = scheduler.review_card(before, fsrs.Rating(event.rating), at)
    assert card.stability is not None and card.difficulty is not None  # noqa: S101, PT018
    phase = Phase(card.state)
    reviews = (memory.reviews if memory else 0) + 1
    due = card.due
    if phase == Phase.KNOWN:
        due = at + timedelta(days=_spread((card.due - at).days, card_id, reviews))
    was_known = memory is not None and memory.phase == Phase.KNOWN
    if memory is not None and was_known and event.rating > Rating.AGAIN:
        # Whoever looks early and knows it is not made to look again sooner than without that.
        due = max(due, memory.due)
    lapsed = int(was_known and event.rating == Rating.AGAIN)
    return Memory(
        phase=phase,
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        first=memory.first if memory else at,
        last=at,
        due=due,
        reviews=reviews,
        lapses=(memory.lapses if memory else 0) + lapsed,
        recent_lapses=(memory.recent_lapses if memory else 0) + lapsed,
    )


def intervals(memory: Memory | None, card_id: str, at: datetime, retention: float) -> dict[Rating, timedelta]:
    """How long each rating would put the card off."""
    found = {}
    for rating in Rating:
        later = after(memory, card_id, Event(at, rating, retention))
        assert later is not None  # noqa: S101
        found[rating] = later.due - at
    return found


def recall(memory: Memory, at: datetime) -> float:
    """The probability, 0 to 1, that the card is known at that instant."""
    card = fsrs.Card(card_id=0, stability=memory.stability, last_review=memory.last, due=memory.due)
    return _scheduler(DEFAULT_RETENTION).get_card_retrievability(card, at.astimezone(UTC))


def length(retention: float) -> float:
    """How many times as long intervals are for this retention as for 90 %."""
    decay = -DEFAULT_PARAMETERS[20]
    return float((retention ** (1 / decay) - 1) / (DEFAULT_RETENTION ** (1 / decay) - 1))


@lru_cache(maxsize=64)
def _scheduler(retention: float) -> fsrs.Scheduler:
    return fsrs.Scheduler(desired_retention=retention, maximum_interval=LONGEST_DAYS, enable_fuzzing=False)


def _spread(days: int, card_id: str, review: int) -> int:
    """An interval within the bounds that FSRS spreads it over; where in them, card and review number decide.

    Cards learned together would otherwise come up together for ever.
    """
    if days < 2.5:
        return days
    width = 1.0 + sum(part["factor"] * max(min(float(days), part["end"]) - part["start"], 0.0) for part in FUZZ_RANGES)
    low = max(2, round(days - width))
    high = max(low, min(round(days + width), LONGEST_DAYS))
    digest = hashlib.sha256(f"{card_id}\n{review}".encode()).digest()
    share = int.from_bytes(digest[:8]) / 2**64
    return low + math.floor(share * (high - low + 1))
