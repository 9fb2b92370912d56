"""What a visitor has in the sandbox: submissions, playgrounds with their commands, labs with their attempts.

Accounts call these three: at log-in, at export and at deletion.
"""

from typing import Any

from django.db import transaction

from sandbox.labs.models import LabAttempt
from sandbox.models import Playground, Submission


@transaction.atomic
def hand_over(old: str, new: str) -> None:
    """All that is `old`'s becomes `new`'s. An idempotency key that both have used stays with `new`'s own submission."""
    if old == new or not old:
        return
    moved = Submission.objects.filter(owner=old)
    taken = Submission.objects.filter(owner=new).exclude(idempotency_key="").values("idempotency_key")
    moved.filter(idempotency_key__in=taken).update(idempotency_key="", idempotency_scope="")
    moved.update(owner=new, is_open=False)
    Playground.objects.filter(owner=old).update(owner=new, is_open=False)
    LabAttempt.objects.filter(visitor=old).update(visitor=new)


def export(visitor: str) -> dict[str, Any]:
    """Everything of theirs, as JSON-able values; times in ISO 8601."""
    submissions = Submission.objects.filter(owner=visitor).order_by("created")
    playgrounds = Playground.objects.filter(owner=visitor).order_by("created").prefetch_related("commands")
    attempts = LabAttempt.objects.filter(visitor=visitor).order_by("created").select_related("lab")
    return {
        "submissions": [_submission(one) for one in submissions],
        "playgrounds": [_playground(one) for one in playgrounds],
        "lab_attempts": [_attempt(one) for one in attempts.prefetch_related("progress", "checks")],
    }


@transaction.atomic
def erase(visitor: str) -> None:
    """Nothing of theirs is left; what belongs to a playground or an attempt goes with it."""
    if not visitor:
        return
    LabAttempt.objects.filter(visitor=visitor).delete()
    Playground.objects.filter(owner=visitor).delete()
    Submission.objects.filter(owner=visitor).delete()


def _submission(one: Submission) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "permalink": one.permalink,
        "card": one.card,
        "manifests": one.manifests,
        "claims": one.claims,
        "state": one.state,
        "message": one.message,
        "verdict": one.verdict,
        "created": one.created.isoformat(),
    }


def _playground(one: Playground) -> dict[str, Any]:
    commands = [
        {
            "number": command.number,
            "line": command.line,
            "stdin": command.stdin,
            "seconds": command.seconds,
            "state": command.state,
            "exit": command.exit,
            "stdout": command.result["stdout"],
            "stderr": command.result["stderr"],
            "created": command.created.isoformat(),
        }
        for command in one.commands.all()
    ]
    return {
        "id": str(one.pk),
        "permalink": one.permalink,
        "mode": one.mode,
        "manifests": one.manifests,
        "created": one.created.isoformat(),
        "commands": commands,
    }


def _attempt(one: LabAttempt) -> dict[str, Any]:
    steps = [
        {"step": row.step, "passed": row.passed.isoformat() if row.passed else None, "hints": row.hints}
        for row in one.progress.all()
    ]
    checks = [
        {
            "id": str(check.pk),
            "step": check.step,
            "state": check.state,
            "message": check.message,
            "verdict": check.verdict,
            "created": check.created.isoformat(),
        }
        for check in sorted(one.checks.all(), key=lambda check: check.created)
    ]
    return {
        "id": str(one.pk),
        "lab": one.lab.slug,
        "playground": str(one.playground_id),
        "created": one.created.isoformat(),
        "finished": one.finished.isoformat() if one.finished else None,
        "steps": steps,
        "checks": checks,
    }
