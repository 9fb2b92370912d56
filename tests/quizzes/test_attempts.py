"""Attempts: begun, answered once, adapted, finished; and what is drawn from the pool."""

from __future__ import annotations

import uuid

import pytest

from quizzes import actions, belongings, pool, results
from quizzes.models import Answer, Attempt, Question
from quizzes.pool import Wish
from tests.quizzes import questions

pytestmark = pytest.mark.django_db


def waiting(attempt: Attempt) -> Answer:
    found = attempt.answers.filter(is_right=None).first()
    assert found is not None
    return found


def give(attempt: Attempt, *, is_right: bool) -> Answer:
    asked = waiting(attempt).question
    chosen = questions.right(asked) if is_right else questions.wrong(asked)
    return actions.answer(attempt, asked.pk, chosen, 1200)


def test_quiz_puts_its_questions_in_their_order_and_ends_with_the_last() -> None:
    attempt = actions.start("me", questions.quiz(3))
    assert [one.number for one in attempt.answers.all()] == [1, 2, 3]
    for number in (1, 2, 3):
        assert waiting(attempt).number == number
        give(attempt, is_right=number != 2)
    attempt.refresh_from_db()
    assert attempt.finished
    result = results.result(attempt)
    assert (result.right, result.answered, result.total) == (2, 3, 3)
    assert [one.number for one in result.wrong] == [2]


def test_beginning_again_goes_on_with_what_is_open() -> None:
    quiz = questions.quiz(2)
    attempt = actions.start("me", quiz)
    assert actions.start("me", quiz) == attempt
    assert actions.start("somebody else", quiz) != attempt
    actions.finish(attempt)
    assert actions.start("me", quiz) != attempt


def test_answer_is_written_once() -> None:
    attempt = actions.start("me", questions.quiz(2))
    asked = waiting(attempt).question
    first = actions.answer(attempt, asked.pk, [0])
    again = actions.answer(attempt, asked.pk, [2])
    assert (again.pk, again.chosen, again.is_right) == (first.pk, [0], first.is_right)
    assert attempt.answers.filter(is_right=None).count() == 1


def test_all_right_options_and_no_other_make_an_answer_right() -> None:
    one = questions.question(3)
    assert one.is_answered_by([1, 0, 1])
    assert not one.is_answered_by([0])
    assert not one.is_answered_by([0, 1, 2])


@pytest.mark.parametrize(
    ("chosen", "problem"), [([], "Choose an answer first."), ([7], "no such option"), ([0, 1], "Choose one answer.")]
)
def test_what_is_no_answer_is_not_written(chosen: list[int], problem: str) -> None:
    attempt = actions.start("me", questions.quiz(1))
    with pytest.raises(actions.NotChosen, match=problem):
        actions.answer(attempt, waiting(attempt).question_id, chosen)
    assert not waiting(attempt).is_answered


def test_question_of_another_attempt_is_not_answered() -> None:
    attempt = actions.start("me", questions.quiz(1))
    with pytest.raises(actions.NotAsked):
        actions.answer(attempt, questions.question(99).pk, [0])


def test_elapsed_time_is_kept_within_bounds() -> None:
    attempt = actions.start("me", questions.quiz(2))
    assert actions.answer(attempt, waiting(attempt).question_id, [0], -5).elapsed_ms == 0
    assert actions.answer(attempt, waiting(attempt).question_id, [0], 10**12).elapsed_ms == actions.LONGEST_MS


def test_endless_questions_become_harder_and_easier() -> None:
    for difficulty in (1, 2, 3):
        questions.pool(10, difficulty=difficulty)
    attempt = actions.start("me")
    levels = []
    for is_right in (True, True, True, True, True, False, False, False):
        levels.append(waiting(attempt).question.difficulty)
        give(attempt, is_right=is_right)
    assert levels == [1, 1, 2, 2, 3, 3, 2, 1]


def test_chosen_difficulty_and_topic_stay() -> None:
    questions.pool(6, difficulty=2, topic="dns")
    questions.pool(6, difficulty=2, topic="ports")
    attempt = actions.start("me", topic="dns", difficulty=2)
    for _ in range(4):
        assert (waiting(attempt).question.topic, waiting(attempt).question.difficulty) == ("dns", 2)
        give(attempt, is_right=True)


def test_no_question_comes_twice_to_one_visitor_in_whatever_attempt() -> None:
    questions.pool(8)
    seen: list[str] = []
    for _ in range(2):
        attempt = actions.start("me")
        for _ in range(4):
            seen.append(waiting(attempt).question_id)
            give(attempt, is_right=False)
        actions.finish(attempt)
    assert len(set(seen)) == 8
    assert actions.start("another visitor").answers.count() == 1


def test_kinds_take_turns() -> None:
    questions.pool(30)
    attempt = actions.start("me", difficulty=1)
    for _ in range(6):
        give(attempt, is_right=True)
    kinds = [one.question.kind for one in attempt.answers.select_related("question")][:6]
    assert len(set(kinds[:3])) == len(set(kinds[3:])) == 3


def test_empty_pool_asks_for_more_and_goes_on_when_they_are_there(
    django_capture_on_commit_callbacks, monkeypatch
) -> None:
    from quizzes import tasks

    asked = []
    monkeypatch.setattr(tasks.refill, "apply_async", lambda words, **options: asked.append(words))
    with django_capture_on_commit_callbacks(execute=True):
        attempt = actions.start("me", topic="ports", difficulty=2)
    assert (2, "ports", "") in asked
    assert actions.go_on(attempt) is None
    questions.question(1, topic="ports", difficulty=2)
    drawn = actions.go_on(attempt)
    assert drawn is not None
    assert actions.go_on(attempt) == drawn


def test_other_wishes_end_the_endless_attempt_that_is_open() -> None:
    questions.pool(4)
    questions.pool(4, topic="dns")
    first = actions.start("me")
    second = actions.start("me", topic="dns")
    first.refresh_from_db()
    assert first.finished
    assert first.answers.count() == 0  # what was not answered is taken back, and may be drawn again
    assert second != first


def test_draw_by_topic_difficulty_and_kind_repeats_under_one_name() -> None:
    questions.pool(12)
    wish = Wish(1, "endpoints", "outcome")
    drawn = pool.draw(wish, visitor="me", name="interview-1")
    assert drawn is not None
    assert drawn.kind == "outcome"
    assert pool.draw(wish, visitor="me", name="interview-1") == drawn
    assert pool.draw(Wish(3), visitor="me", name="x") is None


def test_attempt_under_way_keeps_its_questions_when_the_quiz_changes() -> None:
    quiz = questions.quiz(2)
    attempt = actions.start("me", quiz)
    before = [one.question_id for one in attempt.answers.all()]
    quiz.places.all().delete()
    assert [one.question_id for one in attempt.answers.all()] == before
    with pytest.raises(Exception, match="protected"):
        Question.objects.filter(pk__in=before).delete()


def test_attempts_are_handed_over_and_the_one_that_is_further_stays_open() -> None:
    quiz, other = questions.quiz(3), questions.quiz(3, slug="other")
    mine, theirs = actions.start("guest", quiz), actions.start("account", quiz)
    give(mine, is_right=True)
    alone = actions.start("guest", other)
    belongings.hand_over("guest", "account")
    assert not Attempt.objects.filter(visitor="guest").exists()
    assert Attempt.objects.filter(visitor="account").count() == 3
    assert set(Attempt.objects.filter(visitor="account", finished=None)) == {mine, alone}
    theirs.refresh_from_db()
    assert theirs.finished
    belongings.hand_over("account", "account")
    assert Attempt.objects.filter(visitor="account").count() == 3


def test_export_says_what_was_answered_and_erase_leaves_nothing() -> None:
    attempt = actions.start("me", questions.quiz(2))
    give(attempt, is_right=True)
    exported = belongings.export("me")
    [only] = exported["attempts"]
    assert (only["quiz"], only["finished"]) == ("selectors", None)
    assert only["answers"][0] | {"at": ""} == {
        "number": 1,
        "question": attempt.answers.all()[0].question.prompt,
        "chosen": ["`web-0`"],
        "is_right": True,
        "at": "",
        "elapsed_ms": 1200,
    }
    actions.start("somebody", questions.quiz(1, slug="third"))
    belongings.erase("me")
    assert set(Attempt.objects.values_list("visitor", flat=True)) == {"somebody"}
    assert belongings.export("me") == {"attempts": [], "interviews": []}


def test_attempt_ids_cannot_be_guessed() -> None:
    assert isinstance(actions.start("me", questions.quiz(1)).pk, uuid.UUID)
