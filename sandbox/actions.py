"""Everything that is ever written about a submission, a verb each; how it comes to its end is in `runs`."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from sandbox import exercises, runs
from sandbox.judgements import Judgement, content_hash
from sandbox.models import Submission


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
            transaction.on_commit(lambda: runs.enqueue(new))
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


def take_up(submission_id: str, *, is_redelivered: bool) -> Submission | None:
    """Begin to run a submission, or None where there is nothing to do."""
    return runs.take_up(Submission, submission_id, is_redelivered=is_redelivered)


def finish(submission: Submission, judgement: Judgement) -> bool:
    """Write the verdict, and tell whoever follows its exercise; False where there is one already."""
    is_first = runs.end(
        submission,
        judgement.state,
        verdict_json=judgement.verdict_json,
        message=judgement.message,
        cpu_ms=judgement.cpu_ms,
    )
    if is_first and submission.card:
        for follow in exercises.FOLLOWERS:
            follow(submission.card)
    return is_first
