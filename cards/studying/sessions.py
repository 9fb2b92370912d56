"""Which card comes next, and how much of today is left. Reads schedules; writes nothing.

The order is fixed, and the page explains it (`ORDER`): first the steps of minutes that are over, then due cards with a
new one after every third, last the steps that would be over within `PATIENCE`. The number of queries does not depend
on the number of cards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, When

from cards.decks.pool import pool
from cards.models import Card
from cards.scheduling import Phase
from cards.studying.models import Learner, Schedule

PATIENCE = timedelta(minutes=20)
AHEAD_DAYS = 3
DUE_PER_NEW = 3

ORDER = (
    "First come cards whose minutes are over, then due cards, longest due first, with a new card after every third. "
    "New cards go from easy to hard, topic by topic."
)

#: Topics in the order in which they are taught; a topic that is not among them comes after these.
TOPICS = (
    "foundations",
    "types",
    "endpoints",
    "dns",
    "ports",
    "traffic-policy",
    "affinity",
    "kube-proxy",
    "troubleshooting",
    "best-practices",
    "myths",
    "interview",
)

_STEPS = Q(phase__in=[Phase.LEARNING, Phase.RELEARNING])
_KNOWN = Q(phase=Phase.KNOWN)


@dataclass(frozen=True)
class Today:
    """What is left of the learner's day, within their limits, and what they did of it."""

    steps: int
    waiting: int  # steps that are over within PATIENCE
    due: int
    new: int
    done: int
    new_done: int
    due_done: int
    over_limit: int  # due as well, but more than the learner wants in a day
    set_aside: int
    next_due: datetime | None  # of all that does not come up now

    @property
    def left(self) -> int:
        """Cards that still come up."""
        return self.steps + self.waiting + self.due + self.new

    @property
    def percent(self) -> int:
        """How much of today is done, of a hundred."""
        return round(100 * self.done / (self.done + self.left)) if self.done + self.left else 100


def seen(visitor: str) -> QuerySet[Schedule]:
    """The schedules of the cards that a visitor has rated and that are still there."""
    cards = Card.objects.filter(pool(visitor), is_retired=False).values("pk")
    return Schedule.objects.filter(visitor=visitor, card__in=cards)


def unseen(visitor: str) -> QuerySet[Card]:
    """The cards that a visitor has never rated, in the order in which they come up."""
    rated = Schedule.objects.filter(visitor=visitor, card=OuterRef("pk"))
    place = Case(*(When(topic=topic, then=number) for number, topic in enumerate(TOPICS)), default=len(TOPICS))
    mine = pool(visitor)
    return Card.objects.filter(mine, ~Exists(rated), is_retired=False).order_by("difficulty", place, "topic", "slug")


def today(learner: Learner, now: datetime, *, is_ahead: bool = False) -> Today:
    """The state of the learner's day: two queries."""
    calendar = learner.calendar
    day = calendar.day(now)
    begin = calendar.start(day)
    horizon = _horizon(learner, now, is_ahead)
    active = Q(is_set_aside=False)
    counts = seen(learner.visitor).aggregate(
        steps=Count("pk", filter=active & _STEPS & Q(due__lte=now)),
        waiting=Count("pk", filter=active & _STEPS & Q(due__gt=now, due__lte=now + PATIENCE)),
        all_due=Count("pk", filter=active & _KNOWN & Q(due__lt=horizon, last__lt=begin)),
        done=Count("pk", filter=Q(last__gte=begin)),
        new_done=Count("pk", filter=Q(first__gte=begin)),
        due_done=Count("pk", filter=Q(last__gte=begin, first__lt=begin)),
        set_aside=Count("pk", filter=~active),
        next_due=Min("due", filter=active & (Q(due__gte=horizon) | _STEPS & Q(due__gt=now + PATIENCE))),
    )
    due = counts.pop("all_due")
    allowed = due if is_ahead else min(due, max(0, learner.reviews_a_day - counts["due_done"]))
    new = 0
    if not is_ahead and counts["new_done"] < learner.new_a_day:
        new = min(unseen(learner.visitor).count(), learner.new_a_day - counts["new_done"])
    return Today(due=allowed, over_limit=due - allowed, new=new, **counts)


def next_card(learner: Learner, now: datetime, left: Today, *, is_ahead: bool = False) -> Card | None:
    """The card whose turn it is: at most one query."""
    mine = seen(learner.visitor).filter(is_set_aside=False).select_related("card")
    steps = mine.filter(_STEPS).order_by("due", "card")
    begin = learner.calendar.start(learner.calendar.day(now))
    known = mine.filter(_KNOWN, due__lt=_horizon(learner, now, is_ahead), last__lt=begin).order_by("due", "card")
    found: Schedule | None = None
    if left.steps:
        found = steps.filter(due__lte=now).first()
    elif left.new and (not left.due or left.due_done >= DUE_PER_NEW * (left.new_done + 1)):
        return unseen(learner.visitor).first()
    elif left.due:
        found = known.first()
    elif left.waiting:
        found = steps.first()
    return found.card if found else None


def _horizon(learner: Learner, now: datetime, is_ahead: bool) -> datetime:
    """Known cards that are due before this come up: today's, or those of the next days as well."""
    day = learner.calendar.day(now)
    return learner.calendar.end(day + timedelta(days=AHEAD_DAYS) if is_ahead else day)
