"""What workers do. A message carries an id and nothing else: the row says what there is to do, and whether."""

import logging
from typing import Any

from celery import Task, shared_task

from sandbox import actions, asking, examples, limits, playgrounds, runs
from sandbox.judgements import Judgement
from sandbox.labs import actions as labs
from sandbox.labs.models import LabCheck
from sandbox.models import Command, Playground, Run, State, Submission
from sandbox.plays import Played
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


@shared_task(name="sandbox.play", bind=True)
def play(self: "Task[Any, Any]", command_id: str) -> None:
    """Carry one command out at its playground; nothing, where it has ended, runs elsewhere or waits for another."""
    is_redelivered = bool((self.request.delivery_info or {}).get("redelivered"))
    command = runs.take_up(Command, command_id, is_redelivered=is_redelivered)
    if command is not None:
        playgrounds.finish(command, _played(command))


def _played(command: Command) -> Played:
    try:
        from sandbox import runner

        history = playgrounds.history(command.playground, before=command.number)
        return runner.play(history, playgrounds.typed(command), command.pk)
    except Exception:
        log.exception("command %s could not be run", command)
        return Played(State.FAILED, limits.COMMAND_FAULT)


@shared_task(name="sandbox.check", bind=True)
def check(self: "Task[Any, Any]", check_id: str) -> None:
    """Carry one check of a lab out; nothing, where it has ended, runs elsewhere or waits for commands."""
    is_redelivered = bool((self.request.delivery_info or {}).get("redelivered"))
    found = runs.take_up(LabCheck, check_id, is_redelivered=is_redelivered)
    if found is not None:
        labs.finish(found, _checked(found))


def _checked(found: LabCheck) -> Judgement:
    try:
        from sandbox import runner

        history = playgrounds.history(found.playground, before=found.after + 1)
        return runner.check(history, found.claims, found.seconds)
    except Exception:
        log.exception("check %s could not be run", found)
        return Judgement(State.FAILED, message=limits.CHECK_FAULT)


@shared_task(name="sandbox.complete")
def complete(playground_id: str, line: str, name: str) -> None:
    """Answer what Tab offers at the end of `line`; without a playground, at the one that the page begins with."""
    from sandbox import runner

    history = examples.PLAYGROUND
    if playground_id:
        history = playgrounds.history(Playground.objects.get(pk=playground_id))
    asking.answer(name, runner.complete(history, line))


#: What carries a row out, by what kind of row it is.
TASKS: "dict[type[Run], Task[Any, Any]]" = {Submission: judge, Command: play, LabCheck: check}


@shared_task(name="sandbox.sweep")
def sweep(is_start: bool = False) -> None:
    """Take up what was left over."""
    runs.sweep(is_start=is_start)


def ask_for_sweep(is_start: bool) -> None:
    """Put a sweep on the queue; one that is not begun before the next is due is thrown away."""
    sweep.apply_async((is_start,), retry=False, expires=60.0 if is_start else SWEEP_SECONDS)
