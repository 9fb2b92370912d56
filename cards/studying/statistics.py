"""What a learner's studying looks like from above: what is coming, what was known, and on which days."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cards import scheduling
from cards.scheduling import Rating
from cards.studying import sessions
from cards.studying.groups import Group, Retention, groups
from cards.studying.models import Kind, Learner, Review, Schedule

FORECAST_DAYS = 14
CALENDAR_WEEKS = 26
RETENTION_DAYS = 30
_DAY = timedelta(days=1)


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

    @property
    def date(self) -> str:
        """As people write it, with the month's name."""
        return f"{self.day.day} {self.day:%B %Y}"


@dataclass(frozen=True)
class Statistics:
    """All that the page shows."""

    forecast: list[Bar]
    coming: int
    retention: Retention
    topics: list[Group]
    tags: list[Group]
    squares: list[Square]
    months: list[tuple[int, str]]
    days_studied: int
    streak: int
    total: int
    set_aside: list[Schedule]

    @property
    def days(self) -> list[Square]:
        """The days on which something was rated."""
        return [square for square in self.squares if square.count]


def statistics(learner: Learner, now: datetime) -> Statistics:
    """Five queries, whatever the number of cards; of the log only what the calendar shows is read."""
    calendar = learner.calendar
    day = calendar.day(now)
    monday = day - timedelta(days=day.weekday(), weeks=CALENDAR_WEEKS - 1)
    seen = list(sessions.seen(learner.visitor))
    set_aside = sessions.seen(learner.visitor).filter(is_set_aside=True).select_related("card")
    pool = sessions.pool(learner.visitor)
    topics = list(pool.order_by("topic").values_list("topic", "pk"))
    tags = list(pool.exclude(tags=None).order_by("tags", "pk").values_list("tags", "pk"))
    log = (
        Review.live(learner.visitor)
        .filter(kind=Kind.REVIEW, at__gte=calendar.start(monday))
        .order_by("at")
        .values_list("card", "at", "rating")
    )

    studied: Counter[date] = Counter()
    last: dict[str, datetime] = {}
    retention: dict[str, Retention] = defaultdict(Retention)
    since = now - timedelta(days=RETENTION_DAYS)
    for card, at, rating in log:
        studied[calendar.day(at)] += 1
        if at >= since and card in last and at - last[card] >= _DAY:
            retention[card].asked += 1
            retention[card].known += rating != Rating.AGAIN
        last[card] = at

    active = [schedule for schedule in seen if not schedule.is_set_aside]
    by_card = {schedule.card_id: schedule for schedule in seen}
    recalls = {schedule.card_id: scheduling.recall(schedule.memory, now) for schedule in seen}
    forecast = _forecast(Counter(max(day, calendar.day(one.due)) for one in active), day)
    squares = _squares(studied, monday, day)
    until = calendar.end(day)
    return Statistics(
        forecast=forecast,
        coming=sum(bar.count for bar in forecast),
        retention=Retention(sum(one.known for one in retention.values()), sum(one.asked for one in retention.values())),
        topics=groups(topics, by_card, recalls, retention, until),
        tags=groups(tags, by_card, recalls, retention, until),
        squares=squares,
        months=_months(squares),
        days_studied=len(studied),
        streak=_streak(studied, day),
        total=sum(studied.values()),
        set_aside=list(set_aside),
    )


def _forecast(due: Counter[date], day: date) -> list[Bar]:
    days = [day + timedelta(days=number) for number in range(FORECAST_DAYS)]
    most = max(1, *(due[one] for one in days))
    return [Bar(one, due[one], 100 * due[one] / most, 100 - 100 * due[one] / most) for one in days]


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
