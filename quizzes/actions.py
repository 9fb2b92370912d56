"""Everything that is ever written about quizzes and attempts, a verb each; questions are written in `filling`."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from quizzes import content, filling, pool
from quizzes.content import QuizFile
from quizzes.models import ENDLESS, Answer, Attempt, Place, Question, Quiz
from sandbox import proofs

HARDEST = 3
RIGHT_IN_A_ROW = 2  # after which questions become harder
REMEMBERED = 6  # questions whose kinds and scenarios the next one avoids
LONGEST_MS = 24 * 3600 * 1000


class NotAsked(LookupError):
    """The question is not one of this attempt."""


class NotChosen(ValueError):
    """What was chosen is no answer; the text says why."""


def start(visitor: str, quiz: Quiz | None = None, *, topic: str = "", difficulty: int = 0) -> Attempt:
    """Begin an attempt, or go on with the one that is open. Without a quiz it is an endless one.

    An endless one that is open under other wishes is brought to its end first.
    """
    what = quiz.pk if quiz else ENDLESS
    is_open = Attempt.objects.filter(visitor=visitor, what=what, finished=None).first()
    if is_open and (quiz or (is_open.topic, is_open.difficulty) == (topic, difficulty)):
        return is_open
    try:
        with transaction.atomic():
            if is_open:
                finish(is_open)
            made = Attempt.objects.create(
                visitor=visitor, what=what, quiz=quiz, topic=topic, difficulty=difficulty, level=difficulty or 1
            )
            if quiz:
                Answer.objects.bulk_create(
                    Answer(attempt=made, number=place.number, question_id=place.question_id)
                    for place in quiz.places.order_by("number")
                )
            else:
                _draw(made)
            return made
    except IntegrityError:  # begun twice at the same time, and the other one was first
        return Attempt.objects.get(visitor=visitor, what=what, finished=None)


def answer(attempt: Attempt, question: str, chosen: Iterable[int], elapsed_ms: int | None = None) -> Answer:
    """Write an answer down. A question that has one keeps it, whatever is chosen now.

    Raises NotAsked and NotChosen. With the last question of a quiz the attempt is finished; an endless one gets its
    next question.
    """
    places = sorted(set(chosen))
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
        asked = attempt.answers.select_related("question").filter(question=question).first()
        if asked is None:
            raise NotAsked
        if asked.is_answered or attempt.finished:
            return asked
        problem = asked.question.problem_with(places)
        if problem:
            raise NotChosen(problem)
        asked.chosen = places
        asked.is_right = asked.question.is_answered_by(places)
        asked.at = timezone.now()
        asked.elapsed_ms = None if elapsed_ms is None else min(max(elapsed_ms, 0), LONGEST_MS)
        asked.save(update_fields=["chosen", "is_right", "at", "elapsed_ms"])
        if attempt.is_endless:
            _adapt(attempt, is_right=asked.is_right)
            _draw(attempt)
        elif not attempt.answers.filter(is_right=None).exists():
            finish(attempt)
    return asked


def go_on(attempt: Attempt) -> Answer | None:
    """The question that waits for an answer; in an endless attempt that has none, one that is drawn now."""
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
        waiting = attempt.answers.filter(is_right=None).first()
        if waiting or attempt.finished or not attempt.is_endless:
            return waiting
        return _draw(attempt)


def finish(attempt: Attempt) -> None:
    """Bring an attempt to its end. What an endless one put last, without an answer, is taken back."""
    Attempt.objects.filter(pk=attempt.pk, finished=None).update(finished=timezone.now())
    if attempt.is_endless:
        attempt.answers.filter(is_right=None).delete()


def _adapt(attempt: Attempt, *, is_right: bool) -> None:
    """Two right answers in a row make it harder, a wrong one easier; unless the visitor chose a difficulty."""
    if attempt.difficulty:
        return
    attempt.streak = attempt.streak + 1 if is_right else 0
    if attempt.streak == RIGHT_IN_A_ROW:
        attempt.level, attempt.streak = min(HARDEST, attempt.level + 1), 0
    elif not is_right:
        attempt.level = max(1, attempt.level - 1)
    attempt.save(update_fields=["level", "streak"])


def _draw(attempt: Attempt) -> Answer | None:
    """Put the next question of an endless attempt; None where the pool has none that this visitor has not seen."""
    asked = list(attempt.answers.select_related("question").defer("question__verdict_json").order_by("-number"))
    number = asked[0].number + 1 if asked else 1
    found = pool.nearest(
        pool.Wish(attempt.level, attempt.topic),
        visitor=attempt.visitor,
        name=f"{attempt.pk}/{number}",
        before=[one.question for one in asked[:REMEMBERED]],
    )
    return Answer.objects.create(attempt=attempt, number=number, question=found) if found else None


def load(quizzes: list[QuizFile]) -> int:
    """Make the rows agree with the files; how many quizzes changed. Raises ValueError where the engine disagrees."""
    there = dict(Quiz.objects.filter(is_retired=False).values_list("id", "content_hash"))
    made_by = dict(Question.objects.filter(places__isnull=False).values_list("places__quiz", "maker"))
    Quiz.objects.exclude(id__in=[quiz.id for quiz in quizzes]).update(is_retired=True)
    changed = 0
    for quiz in quizzes:
        if there.get(quiz.id) == quiz.content_hash and made_by.get(quiz.id) == filling.maker():
            continue
        changed += 1
        _write(quiz)
    return changed


def _write(quiz: QuizFile) -> None:
    made = content.made(quiz, proofs.prove)
    with transaction.atomic():
        columns = {name: getattr(quiz, name) for name in ("title", "summary", "topic", "difficulty", "content_hash")}
        Quiz.objects.filter(slug=quiz.slug).exclude(pk=quiz.id).update(slug=f"{quiz.slug}-was", is_retired=True)
        row, _ = Quiz.objects.update_or_create(pk=quiz.id, defaults=columns | {"slug": quiz.slug, "is_retired": False})
        row.places.all().delete()
        Place.objects.bulk_create(
            Place(quiz=row, question=question, number=number) for number, question in enumerate(filling.write(made), 1)
        )
