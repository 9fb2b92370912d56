"""Labs as their files say them, and what visitors do in them: an attempt, its progress, its checks."""

from __future__ import annotations

import json
import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from sandbox.models import OPEN_STATES, Command, Playground, Run


class Lab(models.Model):
    """A lab as its content file says it."""

    id = models.CharField(primary_key=True, max_length=80)
    slug = models.CharField(max_length=80, unique=True)
    place = models.PositiveSmallIntegerField(help_text="Where it stands among all labs.")
    title = models.TextField()
    goal = models.TextField(help_text="What is reached at the end, in one sentence.")
    story = models.TextField(help_text="Markdown.")
    difficulty = models.PositiveSmallIntegerField(help_text="1 (first steps) to 3 (for experts).")
    minutes = models.PositiveSmallIntegerField()
    topics = models.JSONField(default=list)
    links = models.JSONField(default=list, help_text="Official documentation: a list of {title, url}.")
    manifests = models.TextField(help_text="What is applied at the start.")
    steps = models.JSONField(help_text="A list of {id, title, text, checks (a YAML text), solution (commands)}.")
    content_hash = models.CharField(max_length=64, editable=False)
    is_retired = models.BooleanField(default=False, help_text="Its file is gone; what learners did with it stays.")

    class Meta:
        ordering: ClassVar = ["place", "slug"]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("labs:lab", args=[self.slug])

    @property
    def step_ids(self) -> list[str]:
        """The steps in their order."""
        return [step["id"] for step in self.steps]

    def step(self, step_id: str) -> dict[str, Any] | None:
        """The step of an id, if there is one."""
        return next((step for step in self.steps if step["id"] == step_id), None)


class LabAttempt(models.Model):
    """One go at a lab: a playground of its own, and how far it came. The visitor's newest is the one that counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visitor = models.CharField(max_length=64, db_index=True, help_text="Whose it is: the playground's owner.")
    lab = models.ForeignKey(Lab, models.CASCADE, related_name="attempts")
    playground = models.OneToOneField(Playground, models.CASCADE, related_name="attempt")
    created = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True, blank=True, help_text="When the last step was passed.")

    class Meta:
        ordering: ClassVar = ["-created"]
        indexes: ClassVar = [models.Index(fields=["visitor", "lab", "-created"], name="attempts_of_visitor")]

    def __str__(self) -> str:
        return f"{self.lab_id} of {self.visitor}"

    def get_absolute_url(self) -> str:
        """Where it stands, for programs."""
        return reverse("api:lab-attempt", args=[self.lab.slug, self.pk])


class LabProgress(models.Model):
    """How an attempt stands with a step. Once passed it stays passed; checks say whether it is still so."""

    attempt = models.ForeignKey(LabAttempt, models.CASCADE, related_name="progress")
    step = models.CharField(max_length=80, help_text="The step's id.")
    passed = models.DateTimeField(null=True, blank=True)
    hints = models.PositiveSmallIntegerField(default=0, help_text="How many were looked at.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="lab_progress_once_a_step", fields=["attempt", "step"])]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.step}"


class LabCheck(Run):
    """The claims of a step, carried out on the attempt's cluster as it is after a command: a verdict written once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(LabAttempt, models.CASCADE, related_name="checks")
    playground = models.ForeignKey(Playground, models.CASCADE, related_name="checks")
    step = models.CharField(max_length=80, help_text="The step's id.")
    claims = models.TextField(help_text="As carried out: a YAML list of steps.")
    after = models.PositiveSmallIntegerField(help_text="The number of the last command that it sees.")
    seconds = models.FloatField(default=0, help_text="Virtual seconds that have passed since that command.")
    verdict_json = models.TextField(blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-created"]
        indexes: ClassVar = [
            models.Index(fields=["state", "enqueued"], name="lab_check_left_over"),
            models.Index(fields=["attempt", "step", "-created"], name="lab_checks_of_step"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.step} ({self.state})"

    @classmethod
    def due(cls) -> models.QuerySet[Self]:
        """Those whose commands have all ended."""
        earlier = Command.objects.filter(
            playground=models.OuterRef("playground"), number__lte=models.OuterRef("after"), state__in=OPEN_STATES
        )
        return cls.objects.filter(~models.Exists(earlier))

    @property
    def verdict(self) -> dict[str, Any] | None:
        """The plain verdict, or None while there is none."""
        return json.loads(self.verdict_json) if self.verdict_json else None

    @property
    def holds(self) -> bool | None:
        """Whether every claim holds; None while that is not known."""
        verdict = self.verdict
        return bool(verdict["holds"]) if verdict else None
