"""Which card comes next, and how much of today is left. Reads schedules; writes nothing.

The order is fixed, and the page explains it (`ORDER`): first the steps of minutes that are over, then due cards with a
new one after every third, last the steps that would be over within `PATIENCE`. The number of queries does not depend
on the number of cards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, When

from cards.decks import pool as decks
from cards.models import Card
from cards.scheduling import Phase
from cards.studying import weakness
from cards.studying.choices import ALL, Choice
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


def pool(visitor: str) -> QuerySet[Card]:
    """The cards that a visitor may study: the site's own and those of decks that they have.

    Every question about what there is to study begins here.
    """
    return Card.objects.filter(decks.pool(visitor), is_retired=False)


def seen(visitor: str, choice: Choice = ALL, now: datetime | None = None) -> QuerySet[Schedule]:
    """The schedules of the chosen cards that a visitor has rated and that are still there.

    Weak spots are weak at an instant: `now` is needed where they are chosen, and costs two queries.
    """
    mine = Schedule.objects.filter(visitor=visitor, card__in=choice.narrow(pool(visitor)))
    if choice.is_weak:
        assert now is not None  # noqa: S101
        mine = mine.filter(pk__in=[spot.schedule.pk for spot in weakness.spots(visitor, mine, now)])
    return mine


def unseen(visitor: str, choice: Choice = ALL) -> QuerySet[Card]:
    """The chosen cards that a visitor has never rated, in the order in which they come up."""
    rated = Schedule.objects.filter(visitor=visitor, card=OuterRef("pk"))
    place = Case(*(When(topic=topic, then=number) for number, topic in enumerate(TOPICS)), default=len(TOPICS))
    cards = choice.narrow(pool(visitor)).filter(~Exists(rated))
    return cards.order_by("difficulty", place, "topic", "slug")


def today(learner: Learner, now: datetime, choice: Choice = ALL) -> Today:
    """The state of the learner's day, of the chosen cards: three queries, and two more for weak spots.

    The limits are those of the whole day: what was done of other cards counts towards them.
    """
    begin = learner.calendar.start(learner.calendar.day(now))
    active = Q(is_set_aside=False)
    is_later = Q(due__gte=_horizon(learner, now, choice)) if not choice.is_weak else Q(pk=None)
    of_all = seen(learner.visitor).aggregate(
        new_done=Count("pk", filter=Q(first__gte=begin)),
        due_done=Count("pk", filter=Q(last__gte=begin, first__lt=begin)),
    )
    # A weak spot that was known today may be none any more; it was done all the same.
    done = seen(learner.visitor, choice.any_strength()).filter(last__gte=begin).count()
    counts = seen(learner.visitor, choice, now).aggregate(
        steps=Count("pk", filter=active & _STEPS & Q(due__lte=now)),
        waiting=Count("pk", filter=active & _STEPS & Q(due__gt=now, due__lte=now + PATIENCE)),
        all_due=Count("pk", filter=active & _KNOWN & ~is_later & Q(last__lt=begin)),
        set_aside=Count("pk", filter=~active),
        next_due=Min("due", filter=active & (is_later | _STEPS & Q(due__gt=now + PATIENCE))),
    )
    due = counts.pop("all_due")
    has_limit = not (choice.is_ahead or choice.is_weak)
    allowed = min(due, max(0, learner.reviews_a_day - of_all["due_done"])) if has_limit else due
    new = 0
    if choice.takes_new and of_all["new_done"] < learner.new_a_day:
        new = min(unseen(learner.visitor, choice).count(), learner.new_a_day - of_all["new_done"])
    return Today(due=allowed, over_limit=due - allowed, new=new, done=done, **of_all, **counts)


def next_card(learner: Learner, now: datetime, left: Today, choice: Choice = ALL) -> Card | None:
    """The card whose turn it is: at most one query, and two more for weak spots."""
    if left.new and not left.steps and (not left.due or left.due_done >= DUE_PER_NEW * (left.new_done + 1)):
        return unseen(learner.visitor, choice).first()
    if not left.left:
        return None
    mine = seen(learner.visitor, choice, now).filter(is_set_aside=False).select_related("card")
    steps = mine.filter(_STEPS).order_by("due", "card")
    begin = learner.calendar.start(learner.calendar.day(now))
    known = mine.filter(_KNOWN, last__lt=begin).order_by("due", "card")
    if choice.is_weak:
        known = known.order_by("-lapses", "due", "card")
    else:
        known = known.filter(due__lt=_horizon(learner, now, choice))
    if left.steps:
        found = steps.filter(due__lte=now).first()
    elif left.due:
        found = known.first()
    else:
        found = steps.first()
    return found.card if found else None


@dataclass(frozen=True)
class Offer:
    """A topic or a tag that can be studied by itself, with what is left of it today, whatever the day's limits."""

    name: str
    cards: int
    due: int
    new: int

    @property
    def seen(self) -> int:
        """Its cards that were rated before."""
        return self.cards - self.new


def topics(learner: Learner, now: datetime) -> list[Offer]:
    """All topics, in the order in which they are taught: two queries."""
    return sorted(_offers(learner, now, "topic"), key=lambda offer: (_place(offer.name), offer.name))


def tags(learner: Learner, now: datetime) -> list[Offer]:
    """All tags by name: two queries."""
    return _offers(learner, now, "tags")


def _offers(learner: Learner, now: datetime, by: str) -> list[Offer]:
    begin = learner.calendar.start(learner.calendar.day(now))
    is_due = _STEPS & Q(due__lte=now + PATIENCE) | _KNOWN & Q(due__lt=_horizon(learner, now, ALL), last__lt=begin)
    mine = seen(learner.visitor).order_by(f"card__{by}").values_list(f"card__{by}")
    found = {
        name: (rated, due)
        for name, rated, due in mine.annotate(Count("pk"), due=Count("pk", filter=is_due & Q(is_set_aside=False)))
    }
    counts = pool(learner.visitor).exclude(**{by: None}).order_by(by).values_list(by).annotate(Count("pk"))
    return [
        Offer(name, count, found.get(name, (0, 0))[1], count - found.get(name, (0, 0))[0]) for name, count in counts
    ]


def _place(topic: str) -> int:
    return TOPICS.index(topic) if topic in TOPICS else len(TOPICS)


def _horizon(learner: Learner, now: datetime, choice: Choice) -> datetime:
    """Known cards that are due before this come up: today's, or those of the next days as well."""
    day = learner.calendar.day(now)
    return learner.calendar.end(day + timedelta(days=AHEAD_DAYS) if choice.is_ahead else day)
