"""What learners did (a log that is only added to), what follows from it (schedules), and what they wish for."""

from __future__ import annotations

import uuid
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from cards import scheduling
from cards.studying.days import Calendar


class Learner(models.Model):
    """How a visitor wants to study. Without a row, as the defaults say."""

    visitor = models.CharField(primary_key=True, max_length=64)
    new_a_day = models.PositiveSmallIntegerField(default=10, validators=[MaxValueValidator(500)])
    reviews_a_day = models.PositiveSmallIntegerField(default=100, validators=[MaxValueValidator(5000)])
    retention = models.FloatField(
        default=scheduling.DEFAULT_RETENTION,
        validators=[MinValueValidator(0.7), MaxValueValidator(0.97)],
        help_text="The share of cards that are to be known when they come up.",
    )
    time_zone = models.CharField(max_length=64, default="UTC")
    day_begins = models.PositiveSmallIntegerField(default=4, validators=[MaxValueValidator(23)])
    has_keys = models.BooleanField(default=True, help_text="1 to 4, space and u are shortcuts.")

    def __str__(self) -> str:
        return self.visitor

    @property
    def calendar(self) -> Calendar:
        """Their own days."""
        return Calendar(ZoneInfo(self.time_zone), self.day_begins)


class Kind(models.TextChoices):
    """What an event of the log says."""

    REVIEW = "review", "A card was rated"
    UNDO = "undo", "An earlier event is taken back"
    RESUME = "resume", "A card that was set aside is taken up again"


class Review(models.Model):
    """One event of the log. Rows are added and never changed; the number is the order in which they came in.

    Whoever adds one names it by a UUID of their own, so that sending it again is harmless.
    """

    visitor = models.CharField(max_length=64)
    client_id = models.UUIDField(default=uuid.uuid4)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.REVIEW)
    card = models.CharField(max_length=80, blank=True, help_text="The card's stable id; empty where a UNDO came first.")
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    undoes = models.UUIDField(null=True, blank=True, help_text="The client's id of the event that is taken back.")
    at = models.DateTimeField(default=timezone.now, help_text="When the learner did it.")
    elapsed_ms = models.PositiveIntegerField(null=True, blank=True, help_text="From the question to the rating.")
    retention = models.FloatField(help_text="The retention that the learner wished for at that time.")
    received = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["visitor", "card"], name="review_of_card"),
            models.Index(fields=["visitor", "at"], name="review_by_time"),
            models.Index(fields=["visitor", "undoes"], name="review_undone_by"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(name="client_id_once_a_visitor", fields=["visitor", "client_id"]),
            models.CheckConstraint(
                name="review_is_one_of_three_kinds",
                condition=models.Q(kind="review", rating__range=(1, 4), undoes=None)
                | models.Q(kind="undo", rating=None, undoes__isnull=False)
                | models.Q(kind="resume", rating=None, undoes=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card}: {self.rating or self.kind}"

    @property
    def event(self) -> scheduling.Event:
        """What it means for the schedule."""
        rating = scheduling.Rating(self.rating) if self.rating else None
        return scheduling.Event(self.at, rating, self.retention)

    @classmethod
    def live(cls, visitor: str) -> models.QuerySet[Review]:
        """What a visitor did and did not take back."""
        taken_back = cls.objects.filter(visitor=visitor, undoes=models.OuterRef("client_id"))
        return cls.objects.filter(~models.Exists(taken_back), visitor=visitor).exclude(kind=Kind.UNDO)


class Schedule(models.Model):
    """What follows from the log for one card of one visitor: derived, and made again by `rebuild_schedules`."""

    visitor = models.CharField(max_length=64)
    card = models.ForeignKey("cards.Card", models.CASCADE, related_name="schedules")
    phase = models.PositiveSmallIntegerField(choices=[(phase.value, phase.name.lower()) for phase in scheduling.Phase])
    step = models.PositiveSmallIntegerField(null=True)
    stability = models.FloatField(help_text="Days after which it is known with a probability of 90 %.")
    difficulty = models.FloatField(help_text="1 to 10.")
    first = models.DateTimeField()
    last = models.DateTimeField()
    due = models.DateTimeField()
    reviews = models.PositiveIntegerField()
    lapses = models.PositiveIntegerField()
    recent_lapses = models.PositiveIntegerField()
    is_set_aside = models.BooleanField()

    class Meta:
        ordering: ClassVar = ["due", "card"]
        indexes: ClassVar = [models.Index(fields=["visitor", "due"], name="schedule_due")]
        constraints: ClassVar = [models.UniqueConstraint(name="schedule_once_a_card", fields=["visitor", "card"])]

    def __str__(self) -> str:
        return f"{self.card_id} {self.due:%Y-%m-%d}"

    @property
    def memory(self) -> scheduling.Memory:
        """As the rules of scheduling know it."""
        return scheduling.Memory(
            phase=scheduling.Phase(self.phase), **{name: getattr(self, name) for name in MEMORY if name != "phase"}
        )


#: The columns of a schedule that are fields of a memory.
MEMORY = tuple(scheduling.Memory.__dataclass_fields__)
