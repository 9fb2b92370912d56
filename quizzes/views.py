"""The pages of quizzes: one question a page, by plain forms. Every answer is kept at once: leaving loses nothing."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cards.views import DIFFICULTIES
from quizzes import actions, explaining, results
from quizzes.models import ENDLESS, Answer, Attempt, Question, Quiz
from sandbox.visitors import visitor_of


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All quizzes, with what the visitor has made of them, and the way into endless questions."""
    visitor = visitor_of(request).known_key
    open_ones: dict[str, Any] = {}  # attempts with their counts, by quiz
    last: dict[str, Any] = {}
    if visitor:
        for attempt in results.counted(Attempt.objects.filter(visitor=visitor)).order_by("started"):
            (last if attempt.finished else open_ones)[attempt.what] = attempt
    quizzes = Quiz.objects.filter(is_retired=False).annotate(count=Count("places")).order_by("difficulty", "title")
    entries = [
        {"difficulty": quiz.difficulty, "quiz": quiz, "open": open_ones.get(quiz.pk), "last": last.get(quiz.pk)}
        for quiz in quizzes
    ]
    context = {
        "groups": [
            (name, [one for one in entries if one["difficulty"] == level]) for level, name in DIFFICULTIES.items()
        ],
        "count": len(entries),
        "endless": open_ones.get(ENDLESS),
        **_endless_words(),
    }
    return render(request, "quizzes/index.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, slug: str) -> HttpResponse:
    """What a quiz is about; POST begins it, or goes on with it."""
    found = get_object_or_404(Quiz, slug=slug, is_retired=False)
    if request.method == "POST":
        return redirect(actions.start(visitor_of(request).key, found))
    mine = Attempt.objects.filter(visitor=visitor_of(request).known_key or "-", quiz=found)
    attempts = list(results.counted(mine).order_by("-started")[:10])
    kinds = Question.objects.filter(places__quiz=found).values_list("kind", flat=True)
    context = {
        "quiz": found,
        "difficulty": DIFFICULTIES[found.difficulty],
        "count": len(kinds),
        "open": next((one for one in attempts if not one.finished), None),
        "finished": [one for one in attempts if one.finished],
    }
    return render(request, "quizzes/quiz.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def endless(request: HttpRequest) -> HttpResponse:
    """Questions without end; POST begins with a topic and a difficulty, or with neither."""
    if request.method == "POST":
        topic, level = request.POST.get("topic", ""), request.POST.get("difficulty", "0")
        topics = _topics()
        difficulty = int(level) if level in ("1", "2", "3") else 0
        made = actions.start(visitor_of(request).key, topic=topic if topic in topics else "", difficulty=difficulty)
        return redirect(made)
    visitor = visitor_of(request).known_key
    mine = Attempt.objects.filter(visitor=visitor or "-", what=ENDLESS)
    attempts = list(results.counted(mine).order_by("-started")[:10])
    context = {
        "open": next((one for one in attempts if not one.finished), None),
        "finished": [one for one in attempts if one.finished],
        **_endless_words(),
    }
    return render(request, "quizzes/endless.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def onward(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """To the question that waits, or to the result. POST looks for a question where the pool had none."""
    attempt = _attempt(request, attempt_id)
    if request.method == "POST":
        actions.go_on(attempt)
    if attempt.finished:
        return redirect("quizzes:result", attempt_id)
    waiting = attempt.answers.filter(is_right=None).values_list("number", flat=True).first()
    if waiting:
        return redirect("quizzes:question", attempt_id, waiting)
    return render(request, "quizzes/waiting.html", {"attempt": attempt}, status=200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, attempt_id: UUID, number: int) -> HttpResponse:
    """One question; POST answers it. Once it is answered the page says whether that was right, and why."""
    attempt = _attempt(request, attempt_id)
    asked = get_object_or_404(attempt.answers.select_related("question"), number=number)
    if request.method != "POST":
        return _question_page(request, attempt, asked)
    chosen = [int(place) for place in request.POST.getlist("chosen") if place.isdecimal() and len(place) < 3]
    shown = request.POST.get("shown", "")
    elapsed = int(time.time() * 1000) - int(shown) if shown.isdecimal() and len(shown) < 16 else None
    try:
        actions.answer(attempt, asked.question_id, chosen, elapsed)
    except actions.NotChosen as problem:
        return _question_page(request, attempt, asked, {"problem": str(problem)}, chosen, status=422)
    return redirect("quizzes:question", attempt_id, number)


@require_POST
def finish(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """End an attempt where it is."""
    attempt = _attempt(request, attempt_id)
    actions.finish(attempt)
    return redirect("quizzes:result", attempt_id)


@never_cache
@require_safe
def result(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """How it went: the score, its parts, and what went wrong with the cards that teach it."""
    attempt = _attempt(request, attempt_id)
    found = results.result(attempt)
    wrong = [(one, explaining.story(one.question.prompt), explaining.choices(one)) for one in found.wrong]
    topics = [(topic, cards) for topic, cards in found.cards.items() if cards]
    return render(
        request, "quizzes/result.html", {"attempt": attempt, "result": found, "wrong": wrong, "topics": topics}
    )


def _attempt(request: HttpRequest, attempt_id: UUID) -> Attempt:
    visitor = visitor_of(request).known_key
    return get_object_or_404(Attempt.objects.select_related("quiz"), pk=attempt_id, visitor=visitor or "-")


def _question_page(
    request: HttpRequest,
    attempt: Attempt,
    asked: Answer,
    context: dict[str, Any] | None = None,
    chosen: list[int] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = asked.question
    marks = list(attempt.answers.values_list("number", "is_right").order_by("number"))
    told, asks = explaining.story(found.prompt)
    about = {
        "attempt": attempt,
        "answer": asked,
        "question": found,
        "told": told,
        "asked": asks,
        "choices": explaining.choices(asked, chosen),
        "explanation": explaining.explain(found) if asked.is_answered else None,
        "difficulty": DIFFICULTIES[found.difficulty],
        "marks": marks,
        "right": sum(bool(is_right) for _, is_right in marks),
        "answered": sum(is_right is not None for _, is_right in marks),
        "has_next": any(is_right is None for _, is_right in marks) or not attempt.finished,
        "shown": int(time.time() * 1000),
    }
    return render(request, "quizzes/question.html", about | (context or {}), status=status)


def _topics() -> list[str]:
    """Topics that the pool has questions on."""
    return sorted(set(Question.objects.filter(is_pooled=True).values_list("topic", flat=True)))


def _endless_words() -> dict[str, Any]:
    return {"topics": _topics(), "difficulties": DIFFICULTIES}
