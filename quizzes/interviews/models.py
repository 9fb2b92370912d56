"""What is asked in mock interviews, and what visitors made of it. Every write is a verb in `actions`."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from cards.models import Card
from quizzes.models import Question
from sandbox.models import Submission, new_permalink

LEVELS = {1: "junior", 2: "middle", 3: "senior"}
RATINGS = {1: "I had to pass", 2: "With gaps", 3: "Well", 4: "As one should say it"}


class SpokenQuestion(models.Model):
    """A question that one answers aloud: the row follows its file."""

    id = models.CharField(primary_key=True, max_length=80, help_text="The stable id of the content file.")
    slug = models.SlugField(unique=True, max_length=100)
    question = models.TextField(help_text="As an interviewer says it.")
    topic = models.SlugField(max_length=50)
    level = models.PositiveSmallIntegerField(help_text="1 (junior) to 3 (senior).")
    minutes = models.FloatField(help_text="How long an answer takes.")
    answer = models.TextField(help_text="A model answer, in Markdown.")
    points = models.JSONField(
        help_text="What an interviewer listens for: {say, card, runs} or {say, manifests, claims}."
    )
    follow_ups = models.JSONField(help_text="A list of {ask, answer}.")
    links = models.JSONField(help_text="Official documentation: a list of {title, url}.")
    content_hash = models.CharField(max_length=64, editable=False)
    is_retired = models.BooleanField(default=False, help_text="Its file is gone; interviews that had it keep it.")

    class Meta:
        ordering: ClassVar = ["level", "slug"]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """Its page, with the answer."""
        return reverse("interviews:question", args=[self.slug])

    @property
    def level_word(self) -> str:
        return LEVELS[self.level]


class Interview(models.Model):
    """One visitor's interview. Time runs from `started`, whether they are there or not; one is open at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    permalink = models.CharField(max_length=16, unique=True, default=new_permalink, editable=False)
    visitor = models.CharField(max_length=64, db_index=True)
    minutes = models.PositiveSmallIntegerField(help_text="As wished: 15, 30 or 45.")
    level = models.PositiveSmallIntegerField()
    topics = models.JSONField(default=list, help_text="Only these; an empty list means all.")
    seed = models.BigIntegerField(help_text="What the plan was drawn with.")
    started = models.DateTimeField()
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-started"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="interview_open_once", fields=["visitor"], condition=models.Q(finished=None))
        ]

    def __str__(self) -> str:
        return f"{self.minutes} minutes, {self.permalink}"

    def get_absolute_url(self) -> str:
        """Where it goes on, or its report."""
        return reverse("interviews:onward", args=[self.permalink])

    @property
    def level_word(self) -> str:
        return LEVELS[self.level]

    @property
    def deadline(self) -> datetime:
        """When its time is over."""
        return self.started + timedelta(minutes=self.minutes)


class Kind(models.TextChoices):
    """What is done with an item."""

    SPOKEN = "spoken", "Spoken question"
    QUIZ = "quiz", "What happens here?"
    REPAIR = "repair", "Repair this YAML"


class Item(models.Model):
    """One thing that is asked in an interview, and what was answered. Its time runs from `opened`."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField(help_text="Its place, from 1.")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    spoken = models.ForeignKey(SpokenQuestion, models.PROTECT, null=True, blank=True, related_name="items")
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="interview_items")
    card = models.ForeignKey(Card, models.PROTECT, null=True, blank=True, related_name="interview_items")
    topic = models.SlugField(max_length=50)
    asked = models.JSONField(help_text="The words as they were when it was drawn.")
    seconds = models.PositiveIntegerField(help_text="As planned.")
    opened = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    shown = models.DateTimeField(null=True, blank=True, help_text="Spoken: when the points were shown.")
    done = models.DateTimeField(null=True, blank=True)
    elapsed = models.PositiveIntegerField(null=True, blank=True, help_text="Seconds that were used.")
    notes = models.TextField(blank=True, help_text="Spoken: what was typed while thinking. For its visitor only.")
    said = models.JSONField(default=list, help_text="Spoken: the places of the points that were said, from 0.")
    rating = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Spoken: 1 to 4, by oneself.")
    chosen = models.JSONField(default=list, help_text="Quiz: the places of the options, from 0.")
    submission = models.ForeignKey(Submission, models.SET_NULL, null=True, blank=True, related_name="+")
    is_right = models.BooleanField(null=True, blank=True, help_text="Tasks: empty while nobody knows.")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="item_number_once_an_interview", fields=["interview", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.interview_id} {self.number}"

    def get_absolute_url(self) -> str:
        """Its page; its interview has to be there."""
        return reverse("interviews:item", args=[self.interview.permalink, self.number])

    @property
    def is_done(self) -> bool:
        return self.done is not None

    @property
    def is_answered(self) -> bool:
        """For the options of a quiz question: an interview says nothing about them before its report."""
        return self.is_done

    @property
    def points(self) -> list[dict[str, Any]]:
        """What is listened for in a spoken answer."""
        points: list[dict[str, Any]] = self.asked.get("points", [])
        return points

    @property
    def over(self) -> int:
        """Seconds more than planned; 0 within the time."""
        return max(0, (self.elapsed or 0) - self.seconds)
