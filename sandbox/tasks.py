"""What workers do. A message carries an id and nothing else: the row says what there is to do, and whether."""

import logging
from typing import Any

from celery import Task, shared_task

from sandbox import actions, limits
from sandbox.judgements import Judgement
from sandbox.models import State, Submission
from sandbox.workers import SWEEP_SECONDS

log = logging.getLogger(__name__)


@shared_task(name="sandbox.judge", bind=True)
def judge(self: "Task[Any, Any]", submission_id: str) -> None:
    """Run one submission and write its verdict; nothing, where it has one or runs elsewhere."""
    is_redelivered = bool((self.request.delivery_info or {}).get("redelivered"))
    submission = actions.take_up(submission_id, is_redelivered=is_redelivered)
    if submission is not None:
        actions.finish(submission, _judgement(submission))


def _judgement(submission: Submission) -> Judgement:
    """The runner's; where it fails itself (the engine cannot even be loaded, say) that is the result."""
    try:
        # Loaded by workers, at their start; the web process sends tasks and needs no engine for that.
        from sandbox import runner

        return runner.judge(submission.manifests, submission.claims)
    except Exception:
        log.exception("submission %s could not be run", submission.pk)
        return Judgement(State.FAILED, message=limits.ENGINE_FAULT)


@shared_task(name="sandbox.sweep")
def sweep(is_start: bool = False) -> None:
    """Take up what was left over."""
    actions.sweep(is_start=is_start)


def ask_for_sweep(is_start: bool) -> None:
    """Put a sweep on the queue; one that is not begun before the next is due is thrown away."""
    sweep.apply_async((is_start,), retry=False, expires=60.0 if is_start else SWEEP_SECONDS)
