"""Everything that is ever written about studying, a verb each.

All writes of one visitor take turns (they lock the visitor's row), so that the numbers of their log grow in the order
in which others can see them: a reader who asks for what came since a number misses nothing.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cards import scheduling
from cards.models import Card
from cards.studying.days import zones
from cards.studying.models import Kind, Learner, Review, Schedule

UNDO_DEPTH = 30
LONGEST_MS = 24 * 3600 * 1000


@dataclass(frozen=True)
class Said:
    """An event as a client tells it."""

    kind: Kind = Kind.REVIEW
    card: str = ""
    rating: int | None = None
    undoes: uuid.UUID | None = None
    at: datetime | None = None
    elapsed_ms: int | None = None
    client_id: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def record(visitor: str, said: Iterable[Said], *, zone: str = "", now: datetime | None = None) -> list[Review]:
    """Add events to the log, in any order and any number of times; those with new client ids come back.

    An instant that is still to come (a device whose clock is fast) counts as now. The zone is the learner's where
    they are new and it is one.
    """
    now = now or timezone.now()
    learner = _locked(visitor, zone)
    first = {one.client_id: one for one in reversed(list(said))}
    known = set(Review.objects.filter(visitor=visitor, client_id__in=first).values_list("client_id", flat=True))
    fresh = [one for one in reversed(first.values()) if one.client_id not in known]
    targets = {one.undoes for one in fresh if one.undoes}
    cards = dict(Review.objects.filter(visitor=visitor, client_id__in=targets).values_list("client_id", "card"))
    cards |= {one.client_id: one.card for one in fresh if one.kind != Kind.UNDO}
    rows = [
        Review(
            visitor=visitor,
            client_id=one.client_id,
            kind=one.kind,
            card=cards.get(one.undoes, "") if one.undoes else one.card,
            rating=one.rating,
            undoes=one.undoes,
            at=min(one.at, now) if one.at else now + timedelta(microseconds=place),  # in the order in which they stand
            elapsed_ms=None if one.elapsed_ms is None else min(max(one.elapsed_ms, 0), LONGEST_MS),
            retention=learner.retention,
        )
        for place, one in enumerate(fresh)
    ]
    for row in rows:
        row.save(force_insert=True)  # one by one: each learns its number
    _fold(visitor, {row.card for row in rows} - {""})
    return rows


@transaction.atomic
def undo(visitor: str) -> Review | None:
    """Take back the last event that was not taken back; the event, or None where there is none to take back."""
    _locked(visitor)
    latest = Review.objects.filter(visitor=visitor).order_by("-id").values_list("kind", flat=True)[:UNDO_DEPTH]
    if len(latest) == UNDO_DEPTH and set(latest) == {Kind.UNDO}:
        return None
    last = Review.live(visitor).order_by("-id").first()
    if last:
        record(visitor, [Said(kind=Kind.UNDO, undoes=last.client_id)])
    return last


@transaction.atomic
def configure(visitor: str, **wishes: Any) -> Learner:
    """Write down how a visitor wants to study. What was rated before stays as it was scheduled."""
    learner = _locked(visitor)
    for name, value in wishes.items():
        setattr(learner, name, value)
    learner.full_clean()
    learner.save()
    return learner


def rebuild(visitor: str) -> int:
    """Make all schedules of a visitor anew from the log; how many there are."""
    with transaction.atomic():
        _locked(visitor)
        Schedule.objects.filter(visitor=visitor).delete()
        cards = set(Review.objects.filter(visitor=visitor).exclude(card="").values_list("card", flat=True))
        _fold(visitor, cards)
        return Schedule.objects.filter(visitor=visitor).count()


@transaction.atomic
def take_over(visitor: str, guest: str) -> None:
    """Make what `guest` did a part of what the visitor did; of the guest nothing is left.

    The events come to the end of the visitor's log, with new numbers: whoever reads it by a cursor gets them. One that
    the visitor has already, by its client id, is the same event. Wishes are the guest's only where there are none yet.
    """
    theirs = Learner.objects.select_for_update().filter(pk=guest).first()
    if theirs:
        wishes = {field.name: getattr(theirs, field.name) for field in Learner._meta.fields if not field.primary_key}
        Learner.objects.get_or_create(visitor=visitor, defaults=wishes)
    elif not Review.objects.filter(visitor=guest).exists():
        return
    _locked(visitor)
    known = set(Review.objects.filter(visitor=visitor).values_list("client_id", flat=True))
    rows = [row for row in Review.objects.filter(visitor=guest).order_by("id") if row.client_id not in known]
    targets = {row.undoes for row in rows if row.undoes}
    cards = dict(Review.objects.filter(visitor=visitor, client_id__in=targets).values_list("client_id", "card"))
    for row in rows:
        row.pk = None
        row.visitor = visitor
        row.card = row.card or (cards.get(row.undoes, "") if row.undoes else "")
    Review.objects.bulk_create(rows)
    _fold(visitor, {row.card for row in rows} - {""})
    forget(guest)


@transaction.atomic
def forget(visitor: str) -> None:
    """Leave nothing of a visitor: no log, no schedule, no wish."""
    for model in (Schedule, Review, Learner):
        model._default_manager.filter(visitor=visitor).delete()


def _locked(visitor: str, zone: str = "") -> Learner:
    """The visitor's row, made where there is none, and nobody else's until the transaction ends."""
    Learner.objects.get_or_create(visitor=visitor, defaults={"time_zone": zone} if zone in zones() else {})
    return Learner.objects.select_for_update().get(pk=visitor)


def _fold(visitor: str, cards: set[str]) -> None:
    """Make the schedules of these cards agree with the log."""
    existing = set(Card.objects.filter(pk__in=cards).values_list("pk", flat=True))
    events: dict[str, list[scheduling.Event]] = defaultdict(list)
    # Devices that were offline send late: what counts is when it was done. Equal instants are told apart for good.
    for review in Review.live(visitor).filter(card__in=existing).order_by("at", "client_id"):
        events[review.card].append(review.event)
    memories = {card: memory for card, done in events.items() if (memory := scheduling.fold(card, done))}
    Schedule.objects.filter(visitor=visitor, card__in=existing - memories.keys()).delete()
    Schedule.objects.bulk_create(
        [
            Schedule(visitor=visitor, card_id=card, is_set_aside=memory.is_set_aside, **asdict(memory))
            for card, memory in memories.items()
        ],
        update_conflicts=True,
        unique_fields=["visitor", "card"],
        update_fields=[*scheduling.Memory.__dataclass_fields__, "is_set_aside"],
    )
