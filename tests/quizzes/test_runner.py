"""A question made by the real runner, in a cell."""

import pytest

from quizzes import filling, making
from quizzes.making import Recipe
from tests.quizzes.engine import judge

pytestmark = pytest.mark.django_db


def test_worker_makes_the_same_question_as_the_engine_in_this_process() -> None:
    recipe = Recipe("which-pods", "cluster-ip", ("unready-pod",))
    assert making.make(recipe, 3, filling.judge) == making.make(recipe, 3, judge)
