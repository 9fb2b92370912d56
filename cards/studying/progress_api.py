"""How a learner stands, over REST: wishes, statistics, weak spots, and schedules as they change."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Max
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cards.studying import actions, sessions, weakness
from cards.studying.api import MOST_EVENTS, PROBLEMS, CardSchedule, LogQuery
from cards.studying.days import zones
from cards.studying.models import Learner, Review, Schedule
from cards.studying.statistics import statistics
from cards.studying.views import learner_of
from sandbox import rows
from sandbox.queries import PageQuery, Reading
from sandbox.rest import CursorPages, StrictSerializer
from sandbox.visitors import visitor_of

NEVER_KEPT = {"Cache-Control": "no-store"}


class StudySettings(serializers.ModelSerializer[Learner]):
    """How the learner wants to study."""

    class Meta:
        model = Learner
        fields: ClassVar = ["new_a_day", "reviews_a_day", "retention", "time_zone", "day_begins", "has_keys"]
        read_only_fields = fields


class NewSettings(StrictSerializer):
    """What is to change of it. What is left out stays."""

    new_a_day = serializers.IntegerField(required=False, min_value=0, max_value=500)
    reviews_a_day = serializers.IntegerField(required=False, min_value=0, max_value=5000)
    retention = serializers.FloatField(
        required=False,
        min_value=0.7,
        max_value=0.97,
        help_text="The share of cards that are to be known when they come up. It holds for what is rated from now on.",
    )
    time_zone = serializers.CharField(required=False, max_length=64, help_text="For example: Europe/Berlin")
    day_begins = serializers.IntegerField(required=False, min_value=0, max_value=23, help_text="An hour of the day.")
    has_keys = serializers.BooleanField(required=False, help_text="1 to 4, space and u are shortcuts.")

    def validate_time_zone(self, name: str) -> str:
        if name not in zones():
            raise serializers.ValidationError(f"There is no time zone {name!r}.")
        return name


class KnownWhenAsked(serializers.Serializer[Any]):
    """Reviews a day or more after the one before, in the last thirty days; `percent` is null where there are none."""

    known = serializers.IntegerField()
    asked = serializers.IntegerField()
    percent = serializers.IntegerField(allow_null=True)


class CardGroup(serializers.Serializer[Any]):
    """A topic or a tag. `recall` is the percentage of the seen cards that would be known now; null: none was seen."""

    name = serializers.CharField()
    cards = serializers.IntegerField()
    seen = serializers.IntegerField()
    known = serializers.IntegerField(help_text="Beyond the steps of minutes.")
    due = serializers.IntegerField()
    lapses = serializers.IntegerField()
    recall = serializers.IntegerField(allow_null=True)
    retention = KnownWhenAsked()


class StudiedDay(serializers.Serializer[Any]):
    """A day and how many cards are due then, or were rated then."""

    day = serializers.DateField()
    count = serializers.IntegerField()


class StudyStatistics(serializers.Serializer[Any]):
    """What is coming, what was known, and on which days."""

    forecast = StudiedDay(many=True, help_text="The next fourteen days; the first holds all that waits.")
    retention = KnownWhenAsked()
    streak = serializers.IntegerField(help_text="Days in a row until today; today may still be empty.")
    days_studied = serializers.IntegerField(help_text="Of the last 26 weeks.")
    total = serializers.IntegerField(help_text="Ratings of the last 26 weeks.")
    days = StudiedDay(many=True, help_text="The days of the last 26 weeks on which something was rated.")
    topics = CardGroup(many=True)
    tags = CardGroup(many=True)


class WeakSpot(serializers.Serializer[Any]):
    """A card that is weak, and why."""

    card = serializers.CharField(source="schedule.card_id", help_text="The card's stable id.")
    slug = serializers.CharField(source="schedule.card.slug")
    topic = serializers.CharField(source="schedule.card.topic")
    question = serializers.CharField(source="schedule.card.question")
    lapses = serializers.IntegerField(source="schedule.lapses")
    wrong_lately = serializers.IntegerField(help_text="Wrong answers in the last fourteen days.")
    recall = serializers.FloatField(help_text="The probability, 0 to 1, that it is known now.")
    reasons = serializers.ListField(child=serializers.CharField())


class SchedulePage(serializers.Serializer[Any]):
    """A part of what changed. Ask again with its cursor while there is more, and later for what is new."""

    schedules = CardSchedule(many=True)
    removed = serializers.ListField(
        child=serializers.CharField(), help_text="Cards that have no schedule any more: all their ratings are undone."
    )
    cursor = serializers.IntegerField()
    has_more = serializers.BooleanField()


class Settings(Reading):
    @extend_schema(operation_id="study_settings_read", summary="How you study", responses={200: StudySettings})
    def get(self, request: Request) -> Response:
        return Response(StudySettings(learner_of(request)).data, headers=NEVER_KEPT)

    @extend_schema(
        operation_id="study_settings_change",
        summary="Change how you study",
        request=NewSettings,
        responses={200: StudySettings, 400: PROBLEMS},
    )
    def patch(self, request: Request) -> Response:
        wishes = NewSettings(data=request.data)
        wishes.is_valid(raise_exception=True)
        learner = actions.configure(visitor_of(request).key, **wishes.validated_data)
        return Response(StudySettings(learner).data)


class Statistics(Reading):
    @extend_schema(operation_id="study_statistics", summary="How it goes", responses={200: StudyStatistics})
    def get(self, request: Request) -> Response:
        found = statistics(learner_of(request), timezone.now())
        return Response(StudyStatistics(found).data, headers=NEVER_KEPT)


class Weak(Reading):
    query_serializer = PageQuery
    pagination_class = CursorPages

    @extend_schema(
        operation_id="study_weak",
        summary="Weak spots, the weakest first",
        description="`study/next/?weak=true` brings them up.",
        responses={200: WeakSpot(many=True), 404: OpenApiResponse(description="No such cursor.")},
    )
    def get(self, request: Request) -> Response:
        visitor = visitor_of(request).known_key
        spots = weakness.spots(visitor, sessions.seen(visitor).select_related("card"), timezone.now())
        shown, page = rows.page(spots, lambda spot: str(spot.schedule.card_id), request)
        return Response(page | {"results": WeakSpot(shown, many=True).data}, headers=NEVER_KEPT)


class Schedules(Reading):
    query_serializer = LogQuery

    @extend_schema(
        operation_id="study_schedules",
        summary="Schedules that changed since a cursor",
        description="The cursor counts as that of the log does: a schedule changes when an event of its card comes in.",
        responses={200: SchedulePage},
    )
    def get(self, request: Request) -> Response:
        since = self.asked.validated_data["since"]
        visitor = visitor_of(request).known_key
        of_cards = Review.objects.filter(visitor=visitor, id__gt=since).exclude(card="").order_by().values_list("card")
        changed = list(of_cards.annotate(number=Max("id")).order_by("number")[: MOST_EVENTS + 1])
        cards = dict(changed[:MOST_EVENTS])
        schedules = list(Schedule.objects.filter(visitor=visitor, card__in=cards))
        page = {
            "schedules": schedules,
            "removed": sorted(cards.keys() - {one.card_id for one in schedules}),
            "cursor": max(cards.values(), default=since),
            "has_more": len(changed) > MOST_EVENTS,
        }
        return Response(SchedulePage(page).data, headers=NEVER_KEPT)
