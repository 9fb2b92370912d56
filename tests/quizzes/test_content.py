"""The fixed quizzes: their files are right, and in both modes the engine agrees with their authors."""

from __future__ import annotations

import pytest

from cards.content import read as read_cards
from quizzes import content, loading, making
from quizzes.content import QuestionFile, QuizFile
from quizzes.questions import KINDS
from tests.quizzes.engine import judge

QUIZZES, PROBLEMS = content.read()
QUESTIONS = [(quiz, number, one) for quiz in QUIZZES for number, one in enumerate(quiz.questions, 1)]

QUIZ = """\
id: quiz-one
title: One
summary: About one thing.
topic: endpoints
difficulty: 1
questions:
""" + "".join(
    f"- {{kind: outcome, scenario: cluster-ip, seed: {seed}, right: [answered], why: Because.}}\n" for seed in range(6)
)


def test_files_have_no_problems() -> None:
    assert not PROBLEMS


def test_there_is_a_quiz_on_every_topic_of_the_cards_with_6_to_12_questions() -> None:
    assert {quiz.topic for quiz in QUIZZES} == {card.topic for card in read_cards()[0]}
    assert len(QUIZZES) >= 12
    assert all(6 <= len(quiz.questions) <= 12 for quiz in QUIZZES)
    assert {one.kind for _, _, one in QUESTIONS} == set(KINDS)


@pytest.mark.parametrize("mode", ["nftables", "iptables"])
@pytest.mark.parametrize("quiz", QUIZZES, ids=lambda quiz: quiz.slug)
def test_engine_agrees_with_the_author(quiz: QuizFile, mode: str) -> None:
    made = content.made(quiz, lambda manifests, claims: judge(manifests, claims, mode))
    assert len({one.id for one in made}) == len(quiz.questions)
    assert all(one.note for one in made)


@pytest.mark.parametrize(("quiz", "number", "one"), QUESTIONS, ids=lambda value: getattr(value, "slug", None))
def test_author_who_says_otherwise_is_told(quiz: QuizFile, number: int, one: QuestionFile) -> None:
    assert not content.agree(("something else",), list(one.right))
    assert content.agree(one.right, list(one.right))


def test_a_wrong_answer_of_an_author_stops_the_loading(tmp_path) -> None:
    path = tmp_path / "content" / "one.yaml"
    path.parent.mkdir()
    path.write_text(QUIZ.replace("right: [answered]", "right: [refused]"))
    quiz = content.parse(path)
    assert isinstance(quiz, QuizFile)
    with pytest.raises(ValueError, match=r"quizzes/one: of question 1 the engine says \['It is answered"):
        content.made(quiz, judge)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("difficulty: 1", "difficulty: 4", "difficulty has to be 1, 2 or 3"),
        ("scenario: cluster-ip, seed: 0", "scenario: nowhere, seed: 0", "questions has to be 6 to 12 questions"),
        ("kind: outcome, scenario: cluster-ip, seed: 0", "kind: riddle", "questions has to be 6 to 12 questions"),
        ("title: One\n", "", "title is missing"),
        ("summary:", "sumary:", "there is no field 'sumary'"),
    ],
)
def test_mistakes_are_named_with_file_and_line(tmp_path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "content" / "one.yaml"
    path.parent.mkdir()
    path.write_text(QUIZ.replace(old, new, 1))
    found = content.read(path.parent)[1]
    assert any(problem in str(one) and str(path) in str(one) for one in found)


def test_address_of_something_else_is_no_name(tmp_path) -> None:
    path = tmp_path / "content" / "endless.yaml"
    path.parent.mkdir()
    path.write_text(QUIZ)
    assert "is the address of something else" in str(content.read(path.parent)[1][0])


def test_claims_are_those_that_the_questions_were_made_from() -> None:
    claimed = list(loading.claimed())
    assert len(claimed) == len(QUESTIONS)
    for one, (quiz, number, asked) in zip(claimed, QUESTIONS, strict=True):
        assert one.name == f"quizzes/{quiz.slug}/{number}"
        assert one.claims == making.claims_of(asked.kind, asked.scene)
