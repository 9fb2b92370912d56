"""What a learner's studying looks like from above: what is coming, what was known, and on which days."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count

from cards import scheduling
from cards.decks.pool import pool
from cards.models import Card
from cards.scheduling import Rating
from cards.studying import sessions
from cards.studying.models import Kind, Learner, Review, Schedule

FORECAST_DAYS = 14
CALENDAR_WEEKS = 26
RETENTION_DAYS = 30
_DAY = timedelta(days=1)
_WEAKEST = 5


@dataclass(frozen=True)
class Bar:
    """A day of the forecast; `height` and `y` are of a hundred."""

    day: date
    count: int
    height: float
    y: float


@dataclass(frozen=True)
class Square:
    """A day of the calendar, in its week (column) and weekday (row); `level` is 0 to 4."""

    day: date
    count: int
    level: int
    week: int
    weekday: int


class Topic(NamedTuple):
    """How far a learner is with a topic. `recall` is the share of seen cards that they know by now, in percent."""

    name: str
    cards: int
    seen: int
    recall: int | None


@dataclass(frozen=True)
class Retention:
    """Of the reviews that came a day or more after the one before, how many were known."""

    known: int
    asked: int

    @property
    def percent(self) -> int | None:
        """Rounded; None where nothing was asked."""
        return round(100 * self.known / self.asked) if self.asked else None


@dataclass(frozen=True)
class Statistics:
    """All that the page shows."""

    forecast: list[Bar]
    coming: int
    retention: Retention
    topics: list[Topic]
    squares: list[Square]
    months: list[tuple[int, str]]
    days_studied: int
    streak: int
    total: int
    weak: list[Schedule]
    set_aside: list[Schedule]


def statistics(learner: Learner, now: datetime) -> Statistics:
    """Three queries, whatever the number of cards; of the log only what the calendar shows is read."""
    calendar = learner.calendar
    day = calendar.day(now)
    monday = day - timedelta(days=day.weekday(), weeks=CALENDAR_WEEKS - 1)
    seen = list(sessions.seen(learner.visitor).select_related("card").defer("card__answer", "card__manifests"))
    cards = Card.objects.filter(pool(learner.visitor), is_retired=False)
    totals = cards.order_by("topic").values_list("topic").annotate(Count("pk"))
    log = (
        Review.live(learner.visitor)
        .filter(kind=Kind.REVIEW, at__gte=calendar.start(monday))
        .order_by("at")
        .values_list("card", "at", "rating")
    )

    studied: Counter[date] = Counter()
    last: dict[str, datetime] = {}
    known = asked = 0
    since = now - timedelta(days=RETENTION_DAYS)
    for card, at, rating in log:
        studied[calendar.day(at)] += 1
        if at >= since and card in last and at - last[card] >= _DAY:
            asked += 1
            known += rating != Rating.AGAIN
        last[card] = at

    active = [schedule for schedule in seen if not schedule.is_set_aside]
    recalls = {schedule.card_id: scheduling.recall(schedule.memory, now) for schedule in seen}
    weak = sorted((one for one in active if one.lapses), key=lambda one: (-one.lapses, recalls[one.card_id]))
    forecast = _forecast(Counter(max(day, calendar.day(one.due)) for one in active), day)
    squares = _squares(studied, monday, day)
    return Statistics(
        forecast=forecast,
        coming=sum(bar.count for bar in forecast),
        retention=Retention(known, asked),
        topics=_topics(dict(totals), seen, recalls),
        squares=squares,
        months=_months(squares),
        days_studied=len(studied),
        streak=_streak(studied, day),
        total=sum(studied.values()),
        weak=weak[:_WEAKEST],
        set_aside=[schedule for schedule in seen if schedule.is_set_aside],
    )


def _forecast(due: Counter[date], day: date) -> list[Bar]:
    days = [day + timedelta(days=number) for number in range(FORECAST_DAYS)]
    most = max(1, *(due[one] for one in days))
    return [Bar(one, due[one], 100 * due[one] / most, 100 - 100 * due[one] / most) for one in days]


def _topics(totals: dict[str, int], seen: list[Schedule], recalls: dict[str, float]) -> list[Topic]:
    shares: dict[str, list[float]] = defaultdict(list)
    for schedule in seen:
        shares[schedule.card.topic].append(recalls[schedule.card_id])
    return [
        Topic(
            name,
            count,
            len(shares[name]),
            round(100 * sum(shares[name]) / len(shares[name])) if shares[name] else None,
        )
        for name, count in totals.items()
    ]


def _squares(studied: Counter[date], monday: date, day: date) -> list[Square]:
    most = max(studied.values(), default=1)
    return [
        Square(one, studied[one], -(-4 * studied[one] // most), number // 7, number % 7)
        for number in range((day - monday).days + 1)
        for one in [monday + timedelta(days=number)]
    ]


def _months(squares: list[Square]) -> list[tuple[int, str]]:
    """The week in which a month's first Monday lies, and the month's name."""
    return [(square.week, f"{square.day:%b}") for square in squares if square.weekday == 0 and square.day.day <= 7]


def _streak(studied: Counter[date], day: date) -> int:
    """Days in a row until today; today may still be empty."""
    if not studied[day]:
        day -= _DAY
    length = 0
    while studied[day]:
        length += 1
        day -= _DAY
    return length
