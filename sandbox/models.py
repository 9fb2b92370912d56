"""Submissions and playgrounds: what a learner handed in or typed, and what the engine found.

Whatever is carried out is a row before it is a message, and how it ended is written once. Every write is a verb: in
`runs` what they have in common, in `actions` what is a submission's, in `playgrounds` what is a playground's.
"""

import json
import secrets
import uuid
from typing import Any, ClassVar, Self

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


class Owned(models.Model):
    """What belongs to a visitor and has a permanent link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    permalink = models.CharField(max_length=16, unique=True, default=new_permalink, editable=False)
    owner = models.CharField(max_length=64, db_index=True, help_text="The visitor whose it is.")
    is_open = models.BooleanField(
        default=False, help_text="Posted without a cookie: whoever holds the id may read it, until its owner does."
    )

    class Meta:
        abstract = True


class Run(models.Model):
    """Something that a worker carries out: once, however often it is told to."""

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    message = models.TextField(blank=True, help_text="Why it was stopped, as a sentence for the learner.")
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True, help_text="The worker that runs it or ran it last.")
    cpu_ms = models.FloatField(null=True, blank=True, help_text="CPU milliseconds of the run that counts.")

    created = models.DateTimeField(auto_now_add=True)
    enqueued = models.DateTimeField(help_text="When it was last put on the queue.")
    started = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Self]]

    class Meta:
        abstract = True

    @property
    def is_finished(self) -> bool:
        """It has come to one of its four ends; nothing about it changes any more."""
        return self.state not in OPEN_STATES

    @classmethod
    def due(cls) -> models.QuerySet[Self]:
        """Those whose turn it is, as far as they are open: all of them, unless they wait for one another."""
        return cls.objects.all()

    def successors(self) -> "list[Run]":
        """Those whose turn it is once this has ended."""
        return []


class Submission(Owned, Run):
    """Manifests and claims of one learner, and the verdict on them once there is one."""

    card = models.CharField(max_length=80, blank=True, db_index=True, help_text="The card's stable id, if any.")
    manifests = models.TextField(blank=True)
    claims = models.TextField(blank=True, help_text="The claims as carried out: a YAML list of steps.")
    content_hash = models.CharField(max_length=64, db_index=True, editable=False)

    idempotency_key = models.CharField(max_length=200, blank=True)
    idempotency_scope = models.CharField(
        max_length=64, blank=True, help_text="Whose keys it must differ from besides the owner's: a hashed address."
    )

    verdict_json = models.TextField(blank=True, editable=False)

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
    def verdict(self) -> dict[str, Any] | None:
        """The plain verdict, or None while there is none.

        It is stored as ASCII JSON text: PostgreSQL's json types take neither NUL nor the order of keys.
        """
        return json.loads(self.verdict_json) if self.verdict_json else None


class Proof(models.Model):
    """The verdict on a piece of the site's own content. Derived: `load_content` makes it again."""

    content_hash = models.CharField(primary_key=True, max_length=64)
    engine = models.CharField(max_length=16, db_index=True, help_text="The fingerprint of the engine that judged.")
    verdict_json = models.TextField(editable=False)

    def __str__(self) -> str:
        return self.content_hash


class Mode(models.TextChoices):
    """kube-proxy's."""

    NFTABLES = "nftables", "nftables"
    IPTABLES = "iptables", "iptables"


class Playground(Owned):
    """A cluster that somebody types commands at. The commands are all that is kept of it: it is built from them."""

    manifests = models.TextField(blank=True, help_text="What is applied before the first command that was typed.")
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.NFTABLES)
    overview_json = models.TextField(blank=True, editable=False, help_text="Its Services and pods at last.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-created"]

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("sandbox:playground", args=[self.permalink])

    @property
    def overview(self) -> list[dict[str, Any]]:
        """A table for each kind, as `engine.render.overview` gives them; none while nothing was carried out."""
        return json.loads(self.overview_json) if self.overview_json else []


class Command(Run):
    """One command line of a playground, and what it printed once it was carried out."""

    playground = models.ForeignKey(Playground, models.CASCADE, related_name="commands")
    number = models.PositiveSmallIntegerField(help_text="Its place in the playground, from 1.")
    line = models.TextField(help_text="What was typed; a here-document belongs to it.")
    stdin = models.TextField(blank=True, help_text="Standard input, where the line has no here-document.")
    seconds = models.FloatField(default=0, help_text="Virtual seconds that pass before it.")
    exit = models.SmallIntegerField(null=True, blank=True)
    result_json = models.TextField(blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["playground", "number"]
        indexes: ClassVar = [models.Index(fields=["state", "enqueued"], name="command_left_over")]
        constraints: ClassVar = [
            models.UniqueConstraint(name="command_number_once_a_playground", fields=["playground", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.playground_id} {self.number} ({self.state})"

    @classmethod
    def due(cls) -> models.QuerySet[Self]:
        """Commands of a playground are carried out one after the other."""
        earlier = cls.objects.filter(
            playground=models.OuterRef("playground"), number__lt=models.OuterRef("number"), state__in=OPEN_STATES
        )
        return cls.objects.filter(~models.Exists(earlier))

    def successors(self) -> list[Run]:
        """The next command, and the checks that are to see the cluster after this one."""
        waiting = type(self).objects.filter(playground=self.playground_id, state=State.QUEUED, number__gt=self.number)
        checks = LabCheck.due().filter(playground=self.playground_id, state=State.QUEUED, after__gte=self.number)
        return [*waiting.order_by("number")[:1], *checks]

    @property
    def is_carried_out(self) -> bool:
        """It ran to its end and may have changed the cluster; one that was stopped has changed nothing."""
        return self.state in JUDGED_STATES

    @property
    def result(self) -> dict[str, Any]:
        """`stdout`, `stderr`, the `problems` with their places, and how many characters were `left_out` of the end.

        It is stored as ASCII JSON text, because the text of PostgreSQL takes no NUL.
        """
        nothing = {"stdout": "", "stderr": "", "problems": [], "left_out": 0}
        return json.loads(self.result_json) if self.result_json else nothing


from sandbox.labs.models import Lab, LabAttempt, LabCheck, LabProgress  # noqa: E402, F401 - where Django looks for them
