"""How rows that stand for work come to their end: what submissions and commands have in common.

Every change of state is one conditional UPDATE, so that of two processes that want it exactly one gets it: a task may
be delivered twice, a sweep may run on two machines, a worker that was given up may come back. None of that writes a
second end.
"""

import logging
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from sandbox import limits, workers
from sandbox.models import OPEN_STATES, Run, State

log = logging.getLogger(__name__)

UNANSWERED_SECONDS = 30  # a row that waits longer may have lost its message
RUN_SECONDS = 45  # no task lives that long (CELERY_TASK_TIME_LIMIT)
SWEEP_AT_MOST = 1000

AnyRun = TypeVar("AnyRun", bound=Run)


def enqueue(run: Run) -> None:
    """Send the message. Where that fails the row stays as it is, and the next sweep sends it."""
    from sandbox.tasks import TASKS

    try:
        TASKS[type(run)].apply_async((str(run.pk),), retry=False)
    except (OperationalError, RedisError, OSError):
        log.warning("%s %s could not be put on the queue; the next sweep will", type(run).__name__, run.pk)


def take_up(model: type[AnyRun], pk: str, *, is_redelivered: bool) -> AnyRun | None:
    """Begin to carry one out, or None where there is nothing to do, or not yet.

    A message that comes a second time is one whose worker died with it: then a row that stands as running is taken up
    as well. The attempt is counted before the run, so that one that kills its worker is counted too.
    """
    states = OPEN_STATES if is_redelivered else (State.QUEUED,)
    taken = (
        model.due()
        .filter(pk=pk, state__in=states, attempts__lt=limits.ATTEMPTS)
        .update(state=State.RUNNING, started=timezone.now(), worker=workers.THIS_WORKER, attempts=F("attempts") + 1)
    )
    if taken:
        return model.objects.get(pk=pk)
    run = model.objects.filter(pk=pk).first()
    if run is not None:
        _give_up(run, Q(state__in=states))
    return None


def end(run: Run, state: State, which: Q | None = None, **columns: Any) -> bool:
    """Write how it ended; False where that was written already, or where it is not as `which` says (any more).

    Whatever waited for it is put on the queue.
    """
    model = type(run)
    rows = model.objects.filter(which or Q(), pk=run.pk, state__in=OPEN_STATES)
    if not rows.update(state=state, finished=timezone.now(), **columns):
        return False
    for successor in run.successors():
        transaction.on_commit(partial(enqueue, successor))
    return True


def _give_up(run: Run, which: Q) -> None:
    """End it, if it has been interrupted as often as is allowed."""
    end(run, State.FAILED, which & Q(attempts__gte=limits.ATTEMPTS), message=limits.OVER_ATTEMPTS)


def sweep(*, is_start: bool = False) -> int:
    """Put on the queue again what was left over; returns how many.

    Left over are rows that run at a worker that no longer lives, or longer than any run can; and those that have
    waited so long that their message may be lost (at a worker's start, all that wait: a Redis that restarted has
    forgotten its messages). To send one too many is harmless.
    """
    from sandbox.tasks import TASKS

    return sum(_sweep(model, is_start=is_start) for model in TASKS)


def _sweep(model: type[Run], *, is_start: bool) -> int:
    now = timezone.now()
    running = model.objects.filter(state=State.RUNNING, started__lt=now - timedelta(seconds=workers.GONE_AFTER_SECONDS))
    living = workers.living(set(running.values_list("worker", flat=True)))
    running = running.exclude(worker__in=living, started__gte=now - timedelta(seconds=RUN_SECONDS))
    waiting = model.due().filter(state=State.QUEUED)
    if not is_start:
        waiting = waiting.filter(enqueued__lt=now - timedelta(seconds=UNANSWERED_SECONDS))
    left_over = [*running[:SWEEP_AT_MOST], *waiting.order_by("enqueued")[:SWEEP_AT_MOST]]
    return sum(_send_again(run) for run in left_over)


def _send_again(run: Run) -> bool:
    """Queue one that was left over, unless another sweep or its worker was faster, or it has had its attempts."""
    unchanged = Q(state=run.state, enqueued=run.enqueued, attempts=run.attempts)
    _give_up(run, unchanged)
    if (
        not type(run)
        .objects.filter(unchanged, pk=run.pk, state__in=OPEN_STATES, attempts__lt=limits.ATTEMPTS)
        .update(state=State.QUEUED, enqueued=timezone.now())
    ):
        return False
    enqueue(run)
    return True
