"""The pool and the quizzes are made by the runner, once."""

from __future__ import annotations

import pytest

from quizzes import actions, content, filling, loading, tasks
from quizzes.models import Place, Question, Quiz
from quizzes.pool import Wish
from tests.quizzes import questions
from tests.quizzes.engine import judge

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """Without a cell for each run: that cells work is tested where they are."""
    monkeypatch.setattr(filling, "judge", judge)
    monkeypatch.setattr("sandbox.proofs.prove", judge)


def test_refill_makes_new_questions_of_the_sort_each_time() -> None:
    for count in (1, 2):
        assert tasks.refill(2, "ports") == filling.BATCH
        found = Question.objects.filter(is_pooled=True, topic="ports", difficulty=2)
        assert found.count() == count * filling.BATCH
    assert tasks.refill(1, "no-such-topic") == 0


def test_refill_that_comes_twice_at_once_writes_no_question_twice(monkeypatch) -> None:
    filling.fill(Wish(1), 5)
    rows = list(Question.objects.values())
    monkeypatch.setattr(Question.objects, "aggregate", lambda **words: {"last": 0})
    filling.fill(Wish(1), 5)
    assert Question.objects.count() == 10
    assert [row for row in Question.objects.values() if row in rows] == rows


def test_generated_question_is_reproducible_from_its_row() -> None:
    from quizzes import making
    from quizzes.making import Recipe

    filling.fill(Wish(3), 4)
    for row in Question.objects.all():
        recipe = Recipe(row.kind, row.recipe["scenario"], tuple(row.recipe["mutations"]))
        made = making.make(recipe, row.recipe["seed"], judge)
        assert made is not None
        assert made.id == row.pk


def test_first_filling_makes_some_of_every_sort_and_then_none() -> None:
    assert filling.first_filling() >= 60
    assert filling.first_filling() == 0
    assert {Wish(*row) for row in Question.objects.values_list("difficulty", "topic")} == set(filling.sorts())


def test_what_another_generator_made_leaves_the_pool() -> None:
    questions.pool(3)
    answered = questions.question(50)
    attempt = actions.start("me")
    kept = attempt.answers.get().question
    filling.first_filling()
    assert list(Question.objects.filter(maker="test")) == [kept]
    kept.refresh_from_db()
    assert not kept.is_pooled
    assert answered.maker == "test"


def test_loading_again_changes_nothing_and_a_file_that_is_gone_retires_its_quiz() -> None:
    quizzes = content.read()[0][:2]
    assert actions.load(quizzes) == 2
    before = list(Place.objects.values())
    assert actions.load(quizzes) == 0
    assert list(Place.objects.values()) == before
    assert actions.load(quizzes[:1]) == 0
    assert Quiz.objects.get(pk=quizzes[1].id).is_retired
    assert actions.load(quizzes) == 1
    assert not Quiz.objects.filter(is_retired=True).exists()


def test_room_loads_all_files() -> None:
    assert loading.problems() == []
    said = loading.ROOM.load()
    assert said.startswith("12 quizzes with ")
    assert Quiz.objects.count() == len(content.read()[0])
