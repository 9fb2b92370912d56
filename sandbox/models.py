"""Submissions: what a learner handed in, and what the engine found.

A submission is a row before it is a message, and its verdict is written once. Every write is a verb in `actions`.
"""

import json
import secrets
import uuid
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse


class State(models.TextChoices):
    """queued → running → one of the four ends. A submission whose worker died goes from running back to queued."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused"
    TIMED_OUT = "timed_out", "Timed out"
    FAILED = "failed", "Failed"


OPEN_STATES = (State.QUEUED, State.RUNNING)
JUDGED_STATES = (State.DONE, State.REFUSED)


def new_permalink() -> str:
    """72 random bits in 12 characters that need no escaping in a URL: cannot be guessed, can be read out."""
    return secrets.token_urlsafe(9)


class Submission(models.Model):
    """Manifests and claims of one learner, and the verdict on them once there is one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    permalink = models.CharField(max_length=16, unique=True, default=new_permalink, editable=False)

    card = models.CharField(max_length=80, blank=True, db_index=True, help_text="The card's stable id, if any.")
    manifests = models.TextField(blank=True)
    claims = models.TextField(blank=True, help_text="The claims as carried out: a YAML list of steps.")
    content_hash = models.CharField(max_length=64, db_index=True, editable=False)

    owner = models.CharField(max_length=64, db_index=True, help_text="The visitor whose submission it is.")
    is_open = models.BooleanField(
        default=False, help_text="Posted without a cookie: whoever holds the id may read it, until its owner does."
    )
    idempotency_key = models.CharField(max_length=200, blank=True)
    idempotency_scope = models.CharField(
        max_length=64, blank=True, help_text="Whose keys it must differ from besides the owner's: a hashed address."
    )

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    message = models.TextField(blank=True, help_text="Why there is no verdict, as a sentence for the learner.")
    verdict_json = models.TextField(blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True, help_text="The worker that runs it or ran it last.")
    cpu_ms = models.FloatField(null=True, blank=True, help_text="CPU milliseconds of the run that was judged.")

    created = models.DateTimeField(auto_now_add=True)
    enqueued = models.DateTimeField(help_text="When it was last put on the queue.")
    started = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created"]
        indexes: ClassVar = [
            models.Index(fields=["state", "enqueued"], name="submission_left_over"),
            models.Index(fields=["owner", "-created"], name="submission_of_owner"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="idempotency_key_once_an_owner",
                fields=["owner", "idempotency_key"],
                condition=~models.Q(idempotency_key=""),
            ),
            models.UniqueConstraint(
                name="idempotency_key_once_an_address",
                fields=["idempotency_scope", "idempotency_key"],
                condition=~models.Q(idempotency_key="") & ~models.Q(idempotency_scope=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.state})"

    def get_absolute_url(self) -> str:
        """Where its state and verdict are, for programs."""
        return reverse("api:submission", args=[self.id])

    @property
    def is_finished(self) -> bool:
        """It has come to one of its four ends; nothing about it changes any more."""
        return self.state not in OPEN_STATES

    @property
    def verdict(self) -> dict[str, Any] | None:
        """The plain verdict, or None while there is none.

        It is stored as ASCII JSON text: PostgreSQL's json types take neither NUL nor the order of keys.
        """
        return json.loads(self.verdict_json) if self.verdict_json else None
