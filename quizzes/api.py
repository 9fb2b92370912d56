"""Quizzes over REST: the list, an attempt, and its answers. What is sent twice is counted once."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from quizzes import actions, explaining, making
from quizzes.models import ENDLESS, Answer, Attempt, Quiz
from quizzes.questions import NAMES
from sandbox.api import Because, SubmittedProblem
from sandbox.etags import Conditional
from sandbox.queries import PageQuery, Reading
from sandbox.rest import CursorPages, StrictSerializer, Text
from sandbox.visitors import visitor_of

MOST_OPTIONS = 9
_PROBLEMS = OpenApiResponse(OpenApiTypes.OBJECT, description="What is wrong, by field.")
_NOTHING = OpenApiResponse(OpenApiTypes.OBJECT, description="There is none, or it is not yours.")
_FRESH = {"Cache-Control": "no-store"}


class QuizPages(CursorPages):
    ordering = ("difficulty", "slug")


class QuizInList(serializers.ModelSerializer[Quiz]):
    """A fixed quiz."""

    url = serializers.SerializerMethodField()
    questions = serializers.IntegerField(source="count", help_text="How many there are.")
    difficulty = serializers.IntegerField(min_value=1, max_value=3, help_text="1: first steps, 3: for experts")

    class Meta:
        model = Quiz
        fields: ClassVar = ["id", "slug", "url", "title", "summary", "topic", "difficulty", "questions"]

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, quiz: Quiz) -> str:
        return reverse("api:quiz", args=[quiz.slug], request=self.context.get("request"))


class NewAttempt(StrictSerializer):
    """How to begin. Only endless questions take wishes."""

    topic = Text(required=False, max_length=50, help_text="Only questions on this topic.")
    difficulty = serializers.IntegerField(
        required=False, min_value=0, max_value=3, help_text="1 to 3; 0, or left out, adapts to the answers."
    )

    def validate_topic(self, topic: str) -> str:
        topics = sorted({recipe.topic for recipe in making.recipes()})
        if topic and topic not in topics:
            raise serializers.ValidationError(f"There are: {', '.join(topics)}.")
        return topic


class OptionToChoose(serializers.Serializer[Any]):
    """An option. It is chosen by its place, from 0."""

    text = serializers.CharField()
    form = serializers.ChoiceField(
        choices=["sentence", "message", "table"], help_text="A sentence has code between backticks."
    )


class PutQuestion(serializers.Serializer[Any]):
    """A question, without its answer."""

    id = serializers.CharField()
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=NAMES)
    topic = serializers.CharField()
    difficulty = serializers.IntegerField()
    prompt = serializers.CharField()
    exhibit = serializers.CharField(help_text="What a terminal printed, to answer by; often empty.")
    manifests = serializers.CharField()
    is_several = serializers.BooleanField(help_text="More than one option may be right.")
    options = OptionToChoose(many=True)


class AttemptState(serializers.Serializer[Any]):
    """Where an attempt stands. `question` is null once it is finished, or while more are being made."""

    id = serializers.UUIDField()
    quiz = serializers.CharField(help_text="Its slug, or `endless`.")
    topic = serializers.CharField()
    difficulty = serializers.IntegerField(help_text="0: it adapts.")
    level = serializers.IntegerField(help_text="How hard an endless attempt is at the moment.")
    started = serializers.DateTimeField()
    finished = serializers.DateTimeField(allow_null=True)
    answered = serializers.IntegerField()
    right = serializers.IntegerField()
    total = serializers.IntegerField(allow_null=True, help_text="Null in an endless attempt.")
    question = PutQuestion(allow_null=True)


class ChosenAnswer(StrictSerializer):
    """An answer. A question that has one keeps it."""

    question = Text(max_length=32, help_text="The question's id.")
    chosen = serializers.ListField(
        child=serializers.IntegerField(min_value=0), min_length=1, max_length=MOST_OPTIONS, help_text="Places, from 0."
    )
    elapsed_ms = serializers.IntegerField(required=False, min_value=0, max_value=actions.LONGEST_MS)


class GivenOption(OptionToChoose):
    """An option, with what is to be said to it."""

    is_right = serializers.BooleanField()
    is_chosen = serializers.BooleanField()
    note = serializers.CharField()


class WhyItIsRight(serializers.Serializer[Any]):
    """What the engine found."""

    sentence = serializers.CharField()
    note = serializers.CharField(help_text="What the author says to it, in Markdown.")
    because = Because(many=True, help_text="Facts, with their lines of the manifests.")
    trace = serializers.DictField(allow_null=True, help_text="As in the verdict of a submission.")
    problems = SubmittedProblem(many=True, help_text="Where the manifests were refused.")


class GivenAnswer(serializers.Serializer[Any]):
    """What was answered, whether that was right, why, and what comes next."""

    question = serializers.CharField()
    number = serializers.IntegerField()
    is_right = serializers.BooleanField()
    options = GivenOption(many=True)
    explanation = WhyItIsRight()
    attempt = AttemptState()


def _live() -> QuerySet[Quiz]:
    return Quiz.objects.filter(is_retired=False).annotate(count=Count("places"))


@extend_schema_view(
    get=extend_schema(
        operation_id="quizzes_list",
        summary="Fixed quizzes, a page at a time",
        responses={200: QuizInList(many=True), 404: _NOTHING},
    )
)
class Quizzes(Conditional, Reading, ListAPIView[Quiz]):
    query_serializer = PageQuery
    serializer_class = QuizInList
    pagination_class = QuizPages

    def get_queryset(self) -> QuerySet[Quiz]:
        return _live()


class OneQuiz(Conditional, Reading):
    @extend_schema(operation_id="quizzes_read", summary="One quiz", responses={200: QuizInList, 404: _NOTHING})
    def get(self, request: Request, slug: str) -> Response:
        quiz = get_object_or_404(_live(), slug=slug)
        return Response(QuizInList(quiz, context={"request": request}).data)


class Attempts(APIView):
    @extend_schema(
        operation_id="attempts_create",
        summary="Begin a quiz, or go on with the attempt that is open",
        description="The slug `endless` stands for questions without end, which take a topic and a difficulty.",
        request=NewAttempt,
        responses={200: AttemptState, 201: AttemptState, 400: _PROBLEMS, 404: _NOTHING},
    )
    def post(self, request: Request, slug: str) -> Response:
        posted = NewAttempt(data=request.data)
        posted.is_valid(raise_exception=True)
        visitor = visitor_of(request)
        wishes = posted.validated_data
        if slug == ENDLESS:
            attempt = actions.start(visitor.key, topic=wishes.get("topic", ""), difficulty=wishes.get("difficulty", 0))
            actions.go_on(attempt)
        elif wishes:
            raise serializers.ValidationError({name: ["Only endless questions take it."] for name in wishes})
        else:
            attempt = actions.start(visitor.key, get_object_or_404(_live(), slug=slug))
        is_new = not attempt.answers.exclude(is_right=None).exists()
        body = AttemptState(_state(attempt)).data
        return Response(body, status.HTTP_201_CREATED if is_new else status.HTTP_200_OK, headers=_FRESH)


class OneAttempt(Reading):
    @extend_schema(
        operation_id="attempts_read",
        summary="An attempt, with the question that waits",
        responses={200: AttemptState, 404: _NOTHING},
    )
    def get(self, request: Request, attempt_id: UUID) -> Response:
        return Response(AttemptState(_state(_mine(request, attempt_id))).data, headers=_FRESH)


class Finish(APIView):
    @extend_schema(
        operation_id="attempts_finish",
        summary="End an attempt where it is",
        request=None,
        responses={200: AttemptState, 404: _NOTHING},
    )
    def post(self, request: Request, attempt_id: UUID) -> Response:
        actions.finish(_mine(request, attempt_id))
        return Response(AttemptState(_state(_mine(request, attempt_id))).data, headers=_FRESH)


class Answers(APIView):
    @extend_schema(
        operation_id="answers_create",
        summary="Answer a question of an attempt",
        request=ChosenAnswer,
        responses={200: GivenAnswer, 400: _PROBLEMS, 404: _NOTHING},
    )
    def post(self, request: Request, attempt_id: UUID) -> Response:
        attempt = _mine(request, attempt_id)
        posted = ChosenAnswer(data=request.data)
        posted.is_valid(raise_exception=True)
        sent = posted.validated_data
        try:
            given = actions.answer(attempt, sent["question"], sent["chosen"], sent.get("elapsed_ms"))
        except actions.NotAsked:
            raise serializers.ValidationError({"question": ["This attempt has not put it."]}) from None
        except actions.NotChosen as problem:
            raise serializers.ValidationError({"chosen": [str(problem)]}) from None
        if not given.is_answered:
            raise serializers.ValidationError({"question": ["The attempt was ended before it was answered."]})
        body = {
            "question": given.question_id,
            "number": given.number,
            "is_right": given.is_right,
            "options": [
                option | {"is_chosen": place in given.chosen} for place, option in enumerate(given.question.options)
            ],
            "explanation": explaining.as_plain(given.question),
            "attempt": _state(_mine(request, attempt_id)),
        }
        return Response(GivenAnswer(body).data, headers=_FRESH)


def _mine(request: Request, attempt_id: UUID) -> Attempt:
    visitor = visitor_of(request).known_key
    return get_object_or_404(Attempt.objects.select_related("quiz"), pk=attempt_id, visitor=visitor or "-")


def _state(attempt: Attempt) -> dict[str, Any]:
    rows = list(attempt.answers.values_list("is_right", flat=True))
    waiting = None
    if not attempt.finished:
        waiting = attempt.answers.select_related("question").filter(is_right=None).first()
    return {
        "id": attempt.pk,
        "quiz": attempt.quiz.slug if attempt.quiz else ENDLESS,
        "topic": attempt.topic,
        "difficulty": attempt.difficulty,
        "level": attempt.level,
        "started": attempt.started,
        "finished": attempt.finished,
        "answered": sum(is_right is not None for is_right in rows),
        "right": sum(bool(is_right) for is_right in rows),
        "total": None if attempt.is_endless else len(rows),
        "question": _put(waiting) if waiting else None,
    }


def _put(waiting: Answer) -> dict[str, Any]:
    names = ("id", "kind", "topic", "difficulty", "prompt", "exhibit", "manifests", "is_several")
    shown = {name: getattr(waiting.question, name) for name in names}
    options = [{"text": option["text"], "form": option["form"]} for option in waiting.question.options]
    return shown | {"number": waiting.number, "options": options}
