"""Everything that is ever written about a submission, a verb each.

Every change of state is one conditional UPDATE, so that of two processes that want it exactly one gets it: a task may
be delivered twice, a sweep may run on two machines, a worker that was given up may come back. None of that writes a
second verdict.
"""

import logging
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from sandbox import limits, workers
from sandbox.judgements import Judgement, content_hash
from sandbox.models import OPEN_STATES, State, Submission

log = logging.getLogger(__name__)

UNANSWERED_SECONDS = 30  # a row that waits longer may have lost its message
RUN_SECONDS = 45  # no task lives that long (CELERY_TASK_TIME_LIMIT)
SWEEP_AT_MOST = 1000


class KeyReused(ValueError):
    """The idempotency key was used before, with other content."""


def submit(
    *,
    owner: str,
    manifests: str,
    claims: str,
    card: str = "",
    is_open: bool = False,
    idempotency_key: str = "",
    idempotency_scope: str = "",
) -> Submission:
    """Write a submission down and, once it is committed, put it on the queue.

    With an idempotency key that `owner` (or whoever posts from `idempotency_scope`) has used before, the submission of
    then comes back; `KeyReused` if its content was another.
    """
    new = Submission(
        owner=owner,
        card=card,
        manifests=manifests,
        claims=claims,
        content_hash=content_hash(manifests, claims),
        is_open=is_open,
        idempotency_key=idempotency_key,
        idempotency_scope=idempotency_scope if idempotency_key else "",
        enqueued=timezone.now(),
    )
    if idempotency_key and (earlier := _earlier(new)):
        return earlier
    try:
        with transaction.atomic():
            new.save(force_insert=True)
            transaction.on_commit(lambda: enqueue(new))
    except IntegrityError:
        # The same key came twice at the same time, and the other one was first.
        if idempotency_key and (earlier := _earlier(new)):
            return earlier
        raise
    return new


def _earlier(new: Submission) -> Submission | None:
    same_key = Q(owner=new.owner)
    if new.idempotency_scope:
        same_key |= Q(idempotency_scope=new.idempotency_scope)
    earlier = Submission.objects.filter(same_key, idempotency_key=new.idempotency_key).first()
    if earlier and (earlier.content_hash, earlier.card) != (new.content_hash, new.card):
        raise KeyReused
    return earlier


def enqueue(submission: Submission) -> None:
    """Send the message. Where that fails the row stays as it is, and the next sweep sends it."""
    from sandbox.tasks import judge

    try:
        judge.apply_async((str(submission.pk),), retry=False)
    except (OperationalError, RedisError, OSError):
        log.warning("submission %s could not be put on the queue; the next sweep will", submission.pk)


def close(submission: Submission) -> None:
    """Its owner has come back with the cookie: from now on the id alone opens it to nobody else."""
    Submission.objects.filter(pk=submission.pk, is_open=True).update(is_open=False)


def take_up(submission_id: str, *, is_redelivered: bool) -> Submission | None:
    """Begin to run a submission, or None where there is nothing to do.

    A message that comes a second time is one whose worker died with it: then a submission that stands as running is
    taken up as well. The attempt is counted before the run, so that one that kills its worker is counted too.
    """
    states = OPEN_STATES if is_redelivered else (State.QUEUED,)
    rows = Submission.objects.filter(pk=submission_id, state__in=states)
    taken = rows.filter(attempts__lt=limits.ATTEMPTS).update(
        state=State.RUNNING, started=timezone.now(), worker=workers.THIS_WORKER, attempts=F("attempts") + 1
    )
    if taken:
        return Submission.objects.get(pk=submission_id)
    _give_up(Q(pk=submission_id, state__in=states))
    return None


def _give_up(which: Q) -> None:
    """End it, if it has been interrupted as often as is allowed."""
    _end(which & Q(attempts__gte=limits.ATTEMPTS), Judgement(State.FAILED, message=limits.OVER_ATTEMPTS))


def finish(submission: Submission, judgement: Judgement) -> bool:
    """Write the verdict; False where there is one already."""
    return _end(Q(pk=submission.pk), judgement)


def _end(which: Q, judgement: Judgement) -> bool:
    written = Submission.objects.filter(which, state__in=OPEN_STATES).update(
        state=judgement.state,
        verdict_json=judgement.verdict_json,
        message=judgement.message,
        cpu_ms=judgement.cpu_ms,
        finished=timezone.now(),
    )
    return bool(written)


def sweep(*, is_start: bool = False) -> int:
    """Put on the queue again what was left over; returns how many.

    Left over are submissions that run at a worker that no longer lives, or longer than any run can; and those that
    have waited so long that their message may be lost (at a worker's start, all that wait: a Redis that restarted has
    forgotten its messages). To send one too many is harmless.
    """
    now = timezone.now()
    running = Submission.objects.filter(
        state=State.RUNNING, started__lt=now - timedelta(seconds=workers.GONE_AFTER_SECONDS)
    )
    living = workers.living(set(running.values_list("worker", flat=True)))
    running = running.exclude(worker__in=living, started__gte=now - timedelta(seconds=RUN_SECONDS))
    waiting = Submission.objects.filter(state=State.QUEUED)
    if not is_start:
        waiting = waiting.filter(enqueued__lt=now - timedelta(seconds=UNANSWERED_SECONDS))
    left_over = [*running[:SWEEP_AT_MOST], *waiting.order_by("enqueued")[:SWEEP_AT_MOST]]
    return sum(_send_again(submission) for submission in left_over)


def _send_again(submission: Submission) -> bool:
    """Queue one left-over submission, unless another sweep or its worker was faster, or it has had its attempts."""
    unchanged = Q(pk=submission.pk, state=submission.state, enqueued=submission.enqueued, attempts=submission.attempts)
    _give_up(unchanged)
    if not Submission.objects.filter(unchanged, state__in=OPEN_STATES, attempts__lt=limits.ATTEMPTS).update(
        state=State.QUEUED, enqueued=timezone.now()
    ):
        return False
    enqueue(submission)
    return True
