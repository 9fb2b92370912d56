"""Everything that is ever written about labs, a verb each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sandbox import limits, playgrounds, runs
from sandbox.judgements import Judgement
from sandbox.labs.content import LabFile
from sandbox.labs.models import Lab, LabAttempt, LabCheck, LabProgress
from sandbox.models import OPEN_STATES

MOST_HINTS = 4


class Refusal(ValueError):
    """A check that is not carried out; the text says why."""


@dataclass(frozen=True)
class Loaded:
    """How many rows a loading made, changed, left alone and retired."""

    created: int
    updated: int
    unchanged: int
    retired: int


@transaction.atomic
def load(files: Iterable[LabFile]) -> Loaded:
    """Make the rows agree with all of the content files, by stable id. Doing it again changes nothing."""
    by_id = {file.id: file for file in files}
    loaded = dict(Lab.objects.filter(is_retired=False).values_list("id", "content_hash"))
    changed = [file for file in by_id.values() if loaded.get(file.id) != file.content_hash]
    gone = loaded.keys() - by_id.keys()
    # Files may have taken over each other's slugs: all that change let go of theirs before any takes a new one.
    for lab in Lab.objects.filter(pk__in=[*gone, *(file.id for file in changed)]):
        Lab.objects.filter(pk=lab.pk).update(slug=f"retired-{lab.pk}"[:80], is_retired=True)
    for file in changed:
        Lab.objects.update_or_create(id=file.id, defaults=file.columns() | {"is_retired": False})
    created = sum(file.id not in loaded for file in changed)
    return Loaded(created, len(changed) - created, len(by_id) - len(changed), len(gone))


@transaction.atomic
def begin(lab: Lab, *, visitor: str, is_open: bool = False) -> LabAttempt:
    """A new go at a lab, with a new cluster; what was done in earlier ones stays there."""
    playground = playgrounds.create(owner=visitor, manifests=lab.manifests, is_open=is_open)
    return LabAttempt.objects.create(visitor=visitor, lab=lab, playground=playground)


def check(attempt: LabAttempt, step_id: str) -> LabCheck:
    """Write down that a step is to be checked on the cluster as it is after all commands up to now, and put it on the
    queue once it is committed. A check of the step that still waits and would see the same comes back instead.

    Raises Refusal for a step that is not open yet, and at a limit.
    """
    step = attempt.lab.step(step_id)
    if step is None or step_id not in opened(attempt):
        raise Refusal("This step opens when the one before it has been passed.")
    last = attempt.playground.commands.order_by("-number").first()
    after = last.number if last else 0
    waiting = attempt.checks.filter(state__in=OPEN_STATES)
    same = waiting.filter(step=step_id, after=after).first()
    if same is not None:
        return same
    if waiting.count() >= limits.OPEN_CHECKS:
        raise Refusal(limits.OVER_OPEN_CHECKS)
    if attempt.checks.count() >= limits.CHECKS:
        raise Refusal(limits.OVER_CHECKS)
    now = timezone.now()
    passed = (now - last.created).total_seconds() if last else 0.0
    with transaction.atomic():
        new = LabCheck.objects.create(
            attempt=attempt,
            playground=attempt.playground,
            step=step_id,
            claims=step["checks"],
            after=after,
            seconds=round(min(max(passed, 0.0), limits.MOST_SECONDS_BETWEEN), 3),
            enqueued=now,
        )
        transaction.on_commit(lambda: runs.enqueue(new))
    return new


def opened(attempt: LabAttempt) -> list[str]:
    """The steps that may be checked: those that are passed, and the first that is not."""
    passed = set(attempt.progress.filter(passed__isnull=False).values_list("step", flat=True))
    ids = attempt.lab.step_ids
    current = next((step for step in ids if step not in passed), None)
    return [step for step in ids if step in passed or step == current]


@transaction.atomic
def finish(check: LabCheck, judgement: Judgement) -> bool:
    """Write the verdict, and that the step is passed where all of it holds; False where there is a verdict already."""
    written = runs.end(
        check,
        judgement.state,
        verdict_json=judgement.verdict_json,
        message=judgement.message,
        cpu_ms=judgement.cpu_ms,
    )
    verdict = judgement.verdict
    if written and verdict and verdict["holds"]:
        _pass(check.attempt, check.step)
    return written


def _pass(attempt: LabAttempt, step_id: str) -> None:
    now = timezone.now()
    progress, _ = LabProgress.objects.get_or_create(attempt=attempt, step=step_id)
    LabProgress.objects.filter(pk=progress.pk, passed=None).update(passed=now)
    passed = set(attempt.progress.filter(passed__isnull=False).values_list("step", flat=True))
    if passed.issuperset(attempt.lab.step_ids):
        LabAttempt.objects.filter(pk=attempt.pk, finished=None).update(finished=now)


def reveal_hint(attempt: LabAttempt, step_id: str, number: int) -> None:
    """Show hints up to a number, one further than before at most; the same form sent twice shows no more."""
    progress, _ = LabProgress.objects.get_or_create(attempt=attempt, step=step_id)
    rows = LabProgress.objects.filter(pk=progress.pk, hints=number - 1, hints__lt=MOST_HINTS)
    rows.update(hints=F("hints") + 1)
