"""Questions as they were made, quizzes as their files say, and what visitors answered.

A question's id is a hash of all that a learner sees of it: what was answered stays what was asked, whatever files and
engine become later. Every write is a verb in `actions` or `filling`.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from quizzes.questions import KINDS

ENDLESS = "endless"


class Question(models.Model):
    """A question, its options, and the verdict that they were read from."""

    id = models.CharField(primary_key=True, max_length=32)
    kind = models.CharField(max_length=32, choices=[(kind.name, kind.title) for kind in KINDS.values()])
    topic = models.SlugField(max_length=50)
    difficulty = models.PositiveSmallIntegerField()
    prompt = models.TextField()
    exhibit = models.TextField(blank=True, help_text="What a terminal printed, to answer by.")
    manifests = models.TextField()
    claims = models.TextField(help_text="What the engine was asked: a YAML list of steps.")
    options = models.JSONField(help_text="A list of {text, form, is_right, note}.")
    is_several = models.BooleanField(help_text="More than one option may be right.")
    note = models.TextField(blank=True, help_text="What its author says to it, in Markdown.")
    recipe = models.JSONField(default=dict, help_text="What it was generated from: scenario, mutations, seed.")
    seed = models.BigIntegerField(default=0, db_index=True)
    deciding = models.PositiveSmallIntegerField(default=0, help_text="The claim of the run that it is about.")
    verdict_json = models.TextField(editable=False)
    maker = models.CharField(max_length=16, help_text="The fingerprint of the engine and generator that made it.")
    is_pooled = models.BooleanField(default=False, help_text="Endless quizzes and interviews draw it.")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["is_pooled", "difficulty", "topic"], name="question_pool")]
        constraints: ClassVar = [
            models.CheckConstraint(name="question_difficulty_1_to_3", condition=models.Q(difficulty__range=(1, 3))),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id[:8]}"

    @property
    def verdict(self) -> dict[str, Any]:
        """The plain verdict."""
        verdict: dict[str, Any] = json.loads(self.verdict_json)
        return verdict

    @property
    def right(self) -> list[int]:
        """The places of the right options, from 0."""
        return [place for place, option in enumerate(self.options) if option["is_right"]]

    def is_answered_by(self, chosen: Iterable[int]) -> bool:
        """Exactly the right options were chosen."""
        return sorted(set(chosen)) == self.right

    def problem_with(self, chosen: list[int]) -> str:
        """Why these places cannot be an answer, as a sentence; empty where they can be one, right or wrong."""
        if not chosen:
            return "Choose an answer first."
        if any(not 0 <= place < len(self.options) for place in chosen):
            return "There is no such option."
        if not self.is_several and len(set(chosen)) > 1:
            return "Choose one answer."
        return ""


class Quiz(models.Model):
    """A fixed quiz: the row follows its file."""

    id = models.CharField(primary_key=True, max_length=80, help_text="The stable id of the content file.")
    slug = models.SlugField(unique=True, max_length=100)
    title = models.CharField(max_length=120)
    summary = models.TextField()
    topic = models.SlugField(max_length=50)
    difficulty = models.PositiveSmallIntegerField()
    content_hash = models.CharField(max_length=64, editable=False)
    is_retired = models.BooleanField(default=False, help_text="Its file is gone; what visitors answered stays.")
    questions = models.ManyToManyField(Question, through="Place", related_name="quizzes")

    class Meta:
        ordering: ClassVar = ["difficulty", "slug"]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("quizzes:quiz", args=[self.slug])


class Place(models.Model):
    """Where a question stands in a quiz, from 1."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="places")
    question = models.ForeignKey(Question, models.CASCADE, related_name="places")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(name="place_once_a_quiz", fields=["quiz", "number"])]

    def __str__(self) -> str:
        return f"{self.quiz_id} {self.number}"


class Attempt(models.Model):
    """One visitor's way through a quiz, or through an endless one as far as they liked.

    `quiz` is empty for an endless one; `what` is the quiz's id or `endless`, and one of a kind is open at a time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visitor = models.CharField(max_length=64, db_index=True)
    what = models.CharField(max_length=80)
    quiz = models.ForeignKey(Quiz, models.CASCADE, null=True, blank=True, related_name="attempts")
    topic = models.SlugField(max_length=50, blank=True, help_text="Endless: only questions on this.")
    difficulty = models.PositiveSmallIntegerField(default=0, help_text="Endless: 1 to 3, or 0 where it adapts.")
    level = models.PositiveSmallIntegerField(default=1, help_text="Endless: how hard the next question is.")
    streak = models.PositiveSmallIntegerField(default=0, help_text="Right answers since the level changed.")
    started = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-started"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="attempt_open_once", fields=["visitor", "what"], condition=models.Q(finished=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.id}"

    def get_absolute_url(self) -> str:
        """Where it goes on, or its result."""
        return reverse("quizzes:attempt", args=[self.id])

    @property
    def is_endless(self) -> bool:
        return self.what == ENDLESS

    @property
    def title(self) -> str:
        return self.quiz.title if self.quiz else "Endless questions"


class Answer(models.Model):
    """A question that was put in an attempt, and what was answered once it was."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers")
    number = models.PositiveIntegerField(help_text="Its place in the attempt, from 1.")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    chosen = models.JSONField(default=list, help_text="The places of the options that were chosen, from 0.")
    is_right = models.BooleanField(null=True, blank=True, help_text="Empty while it is not answered.")
    at = models.DateTimeField(null=True, blank=True)
    elapsed_ms = models.PositiveIntegerField(null=True, blank=True, help_text="From the question to the answer.")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="answer_number_once_an_attempt", fields=["attempt", "number"]),
            models.UniqueConstraint(name="question_once_an_attempt", fields=["attempt", "question"]),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.number}"

    @property
    def is_answered(self) -> bool:
        return self.is_right is not None


from quizzes.interviews.models import Interview, Item, SpokenQuestion  # noqa: E402, F401 - where Django looks for them
