"""Mock interviews over REST. What is sent twice is counted once; nothing tells an answer before it is given."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from quizzes.interviews import actions, plain, planning, reading
from quizzes.interviews.models import LEVELS, Interview, Item, Kind, SpokenQuestion
from sandbox.etags import Conditional
from sandbox.models import Submission
from sandbox.queries import PageQuery, Reading
from sandbox.rest import CursorPages, StrictSerializer, Text
from sandbox.visitors import visitor_of

_PROBLEMS = OpenApiResponse(OpenApiTypes.OBJECT, description="What is wrong, by field.")
_NOTHING = OpenApiResponse(OpenApiTypes.OBJECT, description="There is none, or it is not yours.")
_FRESH = {"Cache-Control": "no-store"}
_NUMBERS = {name: number for number, name in LEVELS.items()}


class QuestionPages(CursorPages):
    ordering = ("level", "slug")


class FollowUp(serializers.Serializer[Any]):
    ask = serializers.CharField()
    answer = serializers.CharField()


class DocumentationLink(serializers.Serializer[Any]):
    title = serializers.CharField()
    url = serializers.URLField()


class ListenedFor(serializers.Serializer[Any]):
    """A point that an interviewer listens for, and what shows that it is so."""

    say = serializers.CharField()
    card = serializers.CharField(required=False, help_text="The slug of the card whose runs show it.")
    runs = serializers.ListField(
        child=serializers.IntegerField(), required=False, help_text="Numbers of that card's claims, from 1."
    )
    manifests = serializers.CharField(required=False, help_text="Without a card: the YAML of its own run.")
    claims = serializers.CharField(required=False, help_text="Without a card: the claims of its own run.")


class SpokenInList(serializers.ModelSerializer[SpokenQuestion]):
    """A spoken question with all that there is to say about it."""

    level = serializers.ChoiceField(choices=list(LEVELS.values()), source="level_word")
    points = ListenedFor(many=True)
    follow_ups = FollowUp(many=True)
    links = DocumentationLink(many=True)

    class Meta:
        model = SpokenQuestion
        fields: ClassVar = [
            "id", "slug", "question", "topic", "level", "minutes", "answer", "points", "follow_ups", "links"
        ]  # fmt: skip


class NewInterview(StrictSerializer):
    """What sort of interview is wanted."""

    minutes = serializers.ChoiceField(choices=planning.LENGTHS)
    level = serializers.ChoiceField(choices=list(LEVELS.values()))
    topics = serializers.ListField(
        child=Text(max_length=50), required=False, max_length=20, help_text="Only these; all of them if left out."
    )

    def validate_topics(self, topics: list[str]) -> list[str]:
        there = planning.topics()
        unknown = sorted(set(topics) - set(there))
        if unknown:
            raise serializers.ValidationError(f"There is no {', '.join(unknown)}. There are: {', '.join(there)}.")
        return sorted(set(topics))


class PutItem(serializers.Serializer[Any]):
    """The item whose turn it is, without its answer. The words of each kind are those that it needs."""

    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    topic = serializers.CharField()
    title = serializers.CharField()
    seconds = serializers.IntegerField(help_text="As planned.")
    deadline = serializers.DateTimeField()
    prompt = serializers.CharField(required=False, help_text="Quiz: what is asked.")
    exhibit = serializers.CharField(required=False, help_text="Quiz: what a terminal printed; often empty.")
    manifests = serializers.CharField(required=False, help_text="Quiz and repair: the YAML.")
    is_several = serializers.BooleanField(required=False, help_text="Quiz: more than one option may be right.")
    options = serializers.ListField(child=serializers.JSONField(), required=False, help_text="Quiz: {text, form}.")
    card = serializers.CharField(required=False, help_text="Repair: the card's id, for the submission.")
    goal = serializers.CharField(required=False, help_text="Repair: the claims to submit with the repaired YAML.")
    points = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Spoken: what is listened for, once it was shown."
    )


class InterviewState(serializers.Serializer[Any]):
    """Where an interview stands. `item` is null once it is finished."""

    id = serializers.UUIDField()
    permalink = serializers.CharField()
    report = serializers.URLField(help_text="The page of its report.")
    minutes = serializers.IntegerField()
    level = serializers.ChoiceField(choices=list(LEVELS.values()))
    topics = serializers.ListField(child=serializers.CharField())
    started = serializers.DateTimeField()
    deadline = serializers.DateTimeField()
    finished = serializers.DateTimeField(allow_null=True)
    answered = serializers.IntegerField()
    total = serializers.IntegerField()
    item = PutItem(allow_null=True)


class ItemAnswer(StrictSerializer):
    """What is done with an item: one of `show`, `rating` (with `said`), `chosen`, `submission`, `leave`."""

    show = serializers.BooleanField(required=False, help_text="Spoken: show the points; the time for it stops.")
    notes = Text(required=False, allow_blank=True, max_length=actions.LONGEST_NOTES, help_text="Spoken, to be kept.")
    rating = serializers.IntegerField(required=False, min_value=1, max_value=4, help_text="Spoken: by oneself.")
    said = serializers.ListField(
        child=serializers.IntegerField(min_value=0), required=False, max_length=9, help_text="Spoken: places of points."
    )
    chosen = serializers.ListField(
        child=serializers.IntegerField(min_value=0), required=False, max_length=9, help_text="Quiz: places of options."
    )
    submission = serializers.UUIDField(required=False, help_text="Repair: of yours, to the card with its goal.")
    leave = serializers.BooleanField(required=False, help_text="Go on; a repair counts as it was handed in last.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        names = ("show", "rating", "chosen", "submission", "leave")
        given = [name for name in names if attrs.get(name) not in (None, False)]
        if len(given) != 1:
            raise serializers.ValidationError("Send one of show, rating, chosen, submission and leave.")
        if "said" in attrs and given != ["rating"]:
            raise serializers.ValidationError("Points are said together with a rating.")
        return attrs


class ReportOfInterview(serializers.Serializer[Any]):
    """How an interview went, so far or at its end."""

    percent = serializers.IntegerField(help_text="Of what was asked for in the items that were answered.")
    answered = serializers.IntegerField()
    total = serializers.IntegerField()
    points_said = serializers.IntegerField()
    points = serializers.IntegerField()
    tasks_right = serializers.IntegerField()
    tasks = serializers.IntegerField()
    seconds_planned = serializers.IntegerField()
    seconds_used = serializers.IntegerField()
    by_part = serializers.ListField(child=serializers.JSONField(), help_text="{name, percent, count}")
    by_topic = serializers.ListField(child=serializers.JSONField(), help_text="{name, percent, count}")
    items = serializers.ListField(child=serializers.JSONField(), help_text="What was asked, said, missed and right.")
    study = serializers.ListField(child=serializers.CharField(), help_text="Slugs of cards to study next.")


@extend_schema_view(
    get=extend_schema(
        operation_id="interview_questions_list",
        summary="Spoken questions, a page at a time",
        responses={200: SpokenInList(many=True), 400: _PROBLEMS, 404: _NOTHING},
    )
)
class Questions(Conditional, Reading, ListAPIView[SpokenQuestion]):
    query_serializer = PageQuery
    serializer_class = SpokenInList
    pagination_class = QuestionPages

    def get_queryset(self) -> QuerySet[SpokenQuestion]:
        return SpokenQuestion.objects.filter(is_retired=False)


class Interviews(APIView):
    @extend_schema(
        operation_id="interviews_create",
        summary="Begin an interview",
        description="One that is open comes to its end; unless nothing was answered in it and the wish is the same.",
        request=NewInterview,
        responses={201: InterviewState, 400: _PROBLEMS, 409: _PROBLEMS},
    )
    def post(self, request: Request) -> Response:
        posted = NewInterview(data=request.data)
        posted.is_valid(raise_exception=True)
        sent = posted.validated_data
        wish = planning.Wish(sent["minutes"], _NUMBERS[sent["level"]], tuple(sent.get("topics", ())))
        try:
            made = actions.begin(visitor_of(request).key, wish)
        except actions.NothingToAsk:
            return Response({"detail": "There is nothing to ask on these topics."}, status.HTTP_409_CONFLICT)
        return Response(_state(request, made), status.HTTP_201_CREATED, headers=_FRESH)


class OneInterview(Reading):
    @extend_schema(
        operation_id="interviews_read",
        summary="An interview, with the item whose turn it is",
        responses={200: InterviewState, 404: _NOTHING},
    )
    def get(self, request: Request, interview_id: UUID) -> Response:
        return Response(_state(request, _mine(request, interview_id)), headers=_FRESH)


class Items(APIView):
    @extend_schema(
        operation_id="interview_items_answer",
        summary="Answer an item of an interview",
        description="An item that has its answer keeps it.",
        request=ItemAnswer,
        responses={200: InterviewState, 400: _PROBLEMS, 404: _NOTHING},
    )
    def post(self, request: Request, interview_id: UUID, number: int) -> Response:
        interview = _mine(request, interview_id)
        item = get_object_or_404(interview.items, number=number)
        posted = ItemAnswer(data=request.data)
        posted.is_valid(raise_exception=True)
        try:
            _answer(item, posted.validated_data, interview.visitor)
        except actions.NotAnswered as problem:
            raise serializers.ValidationError({"detail": [str(problem)]}) from None
        return Response(_state(request, _mine(request, interview_id)), headers=_FRESH)


class OneReport(Reading):
    @extend_schema(
        operation_id="interview_report",
        summary="The report of an interview",
        responses={200: ReportOfInterview, 404: _NOTHING},
    )
    def get(self, request: Request, interview_id: UUID) -> Response:
        found = reading.report(_mine(request, interview_id))
        return Response(ReportOfInterview(plain.report(found)).data, headers=_FRESH)


def _answer(item: Item, sent: dict[str, Any], visitor: str) -> None:
    if sent.get("show"):
        actions.show(item, sent.get("notes", ""))
    elif "rating" in sent:
        actions.rate(item, sent.get("said", ()), sent["rating"], sent.get("notes"))
    elif "chosen" in sent:
        actions.choose(item, sent["chosen"])
    elif "submission" in sent:
        made = Submission.objects.filter(pk=sent["submission"], owner=visitor).first()
        if made is None:
            raise serializers.ValidationError({"submission": ["There is none, or it is not yours."]})
        actions.hand_in(item, made)
    else:
        actions.go_on(item)


def _mine(request: Request, interview_id: UUID) -> Interview:
    return get_object_or_404(Interview, pk=interview_id, visitor=visitor_of(request).known_key or "-")


def _state(request: Request, interview: Interview) -> dict[str, Any]:
    page = reverse("interviews:report", args=[interview.permalink], request=request)
    return InterviewState(plain.state(interview) | {"report": page}).data
