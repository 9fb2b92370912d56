"""Studying over REST: what comes next, and the log of reviews, to be sent and fetched in any order."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from cards import scheduling
from cards.api import WholeCard
from cards.models import Card
from cards.studying import actions, sessions
from cards.studying.choices import Choice
from cards.studying.models import Kind, Review, Schedule
from cards.studying.views import learner_of
from sandbox.queries import Reading
from sandbox.rest import StrictSerializer, Text
from sandbox.visitors import visitor_of

MOST_EVENTS = 200  # in one request
LARGEST_CURSOR = 2**63 - 1
PROBLEMS = OpenApiResponse(OpenApiTypes.OBJECT, description="What is wrong, by field.")


class Flag(serializers.BooleanField):
    """`true` or `false` in a query, and nothing else."""

    def to_internal_value(self, data: Any) -> bool:
        if data not in ("true", "false"):
            self.fail("invalid", input=data)
        return bool(data == "true")


class StudyQuery(StrictSerializer):
    """How to look for the next card."""

    topic = Text(default="", allow_blank=True, max_length=50, help_text="Only cards of this topic.")
    tag = Text(default="", allow_blank=True, max_length=50, help_text="Only cards with this tag.")
    difficulty = serializers.ChoiceField(choices=["1", "2", "3"], required=False, help_text="Only cards of this one.")
    deck = Text(default="", allow_blank=True, max_length=50, help_text="Only cards of the deck with this permalink.")
    weak = Flag(default=False, help_text="Only weak spots, whether they are due or not.")
    ahead = Flag(default=False, help_text="Also cards that are due in the next three days.")

    @property
    def choice(self) -> Choice:
        """What was asked for, once it is valid."""
        named = dict(self.validated_data)
        return Choice(is_weak=named.pop("weak"), is_ahead=named.pop("ahead"), **named)


class OfferedRating(serializers.Serializer[Any]):
    """A rating, and how long it would put the card off."""

    rating = serializers.IntegerField(min_value=1, max_value=4)
    seconds = serializers.IntegerField()


class LeftToday(serializers.Serializer[Any]):
    """What is left of the learner's day within their limits, in cards."""

    steps = serializers.IntegerField(help_text="Being learned: their minutes are over.")
    waiting = serializers.IntegerField(help_text="Being learned: their minutes are over soon.")
    due = serializers.IntegerField()
    new = serializers.IntegerField()
    done = serializers.IntegerField()
    over_limit = serializers.IntegerField(help_text="Due, but more than the learner wants in a day.")
    set_aside = serializers.IntegerField(help_text="Forgotten eight times.")
    next_due = serializers.DateTimeField(allow_null=True)


class NextInStudy(serializers.Serializer[Any]):
    """The card whose turn it is; null where today is done."""

    card = WholeCard(allow_null=True)
    ratings = OfferedRating(many=True)
    today = LeftToday()


class NewEvent(StrictSerializer):
    """Something that the learner did. A client id that was sent before is passed over."""

    client_id = serializers.UUIDField(help_text="The client's own; sending the event again under it is harmless.")
    kind = serializers.ChoiceField(choices=Kind.choices, default=Kind.REVIEW)
    card = Text(required=False, max_length=80, help_text="The card's stable id; of a review and a resume.")
    rating = serializers.IntegerField(required=False, min_value=1, max_value=4, help_text="Of a review: 1 is again.")
    undoes = serializers.UUIDField(required=False, help_text="Of an undo: the client id that is taken back.")
    at = serializers.DateTimeField(required=False, help_text="When it was done; now where it is left out or to come.")
    elapsed_ms = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=actions.LONGEST_MS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needed = {Kind.REVIEW: {"card", "rating"}, Kind.RESUME: {"card"}, Kind.UNDO: {"undoes"}}[Kind(attrs["kind"])]
        there = {"card", "rating", "undoes"} & attrs.keys()
        problems = {name: [f"A {attrs['kind']} needs it."] for name in sorted(needed - there)}
        problems |= {name: [f"A {attrs['kind']} has none."] for name in sorted(there - needed)}
        if problems:
            raise serializers.ValidationError(problems)
        return attrs


class NewEvents(StrictSerializer):
    """Up to 200 events, in any order."""

    events = NewEvent(many=True, allow_empty=True, max_length=MOST_EVENTS)  # type: ignore[call-arg]

    def validate_events(self, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        wanted = {event["card"] for event in events if "card" in event}
        there = set(Card.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        missing = sorted(wanted - there)
        if missing:
            raise serializers.ValidationError([f"There is no card {card!r}." for card in missing])
        return events


class LoggedEvent(serializers.ModelSerializer[Review]):
    """An event of the log. `number` grows in the order in which the events came in."""

    number = serializers.IntegerField(source="id")

    class Meta:
        model = Review
        fields: ClassVar = ["number", "client_id", "kind", "card", "rating", "undoes", "at", "elapsed_ms", "retention"]
        read_only_fields = fields


class CardSchedule(serializers.ModelSerializer[Schedule]):
    """When a card is due, as it follows from the log."""

    phase = serializers.ChoiceField(choices=["learning", "known", "relearning"], source="get_phase_display")

    class Meta:
        model = Schedule
        fields: ClassVar = ["card", "phase", "due", "stability", "difficulty", "reviews", "lapses", "is_set_aside"]


class Taken(serializers.Serializer[Any]):
    """What became of the events: those that were new, and the schedules of all their cards."""

    events = LoggedEvent(many=True)
    schedules = CardSchedule(many=True)


class LogQuery(StrictSerializer):
    """From where to read the log."""

    since = serializers.IntegerField(
        default=0, min_value=0, max_value=LARGEST_CURSOR, help_text="The `cursor` of the answer before."
    )


class LogPage(serializers.Serializer[Any]):
    """A part of the log. Ask again with its cursor while there are more, and later for what is new."""

    events = LoggedEvent(many=True)
    cursor = serializers.IntegerField()
    has_more = serializers.BooleanField()


class NextCard(Reading):
    query_serializer = StudyQuery
    asked: StudyQuery

    @extend_schema(
        operation_id="study_next",
        summary="The card whose turn it is",
        responses={200: NextInStudy},
    )
    def get(self, request: Request) -> Response:
        learner = learner_of(request)
        now = timezone.now()
        choice = self.asked.choice
        today = sessions.today(learner, now, choice)
        card = sessions.next_card(learner, now, today, choice)
        ratings: list[dict[str, int]] = []
        if card:
            schedule = Schedule.objects.filter(visitor=learner.visitor, card=card).first()
            found = scheduling.intervals(schedule.memory if schedule else None, card.id, now, learner.retention)
            ratings = [
                {"rating": int(rating), "seconds": int(length.total_seconds())} for rating, length in found.items()
            ]
        body = NextInStudy({"card": card, "ratings": ratings, "today": today}, context={"request": request}).data
        return Response(body, headers={"Cache-Control": "no-store"})


class Reviews(Reading):
    query_serializer = LogQuery

    @extend_schema(
        operation_id="reviews_read",
        summary="The log of reviews since a cursor",
        responses={200: LogPage},
    )
    def get(self, request: Request) -> Response:
        since = self.asked.validated_data["since"]
        visitor = visitor_of(request).known_key
        found = list(Review.objects.filter(visitor=visitor, id__gt=since).order_by("id")[: MOST_EVENTS + 1])
        events = found[:MOST_EVENTS]
        page = {
            "events": events,
            "cursor": events[-1].pk if events else since,
            "has_more": len(found) > MOST_EVENTS,
        }
        return Response(LogPage(page).data, headers={"Cache-Control": "no-store"})

    @extend_schema(
        operation_id="reviews_create",
        summary="Add events to the log of reviews",
        request=NewEvents,
        responses={200: Taken, 400: PROBLEMS},
    )
    def post(self, request: Request) -> Response:
        posted = NewEvents(data=request.data)
        posted.is_valid(raise_exception=True)
        visitor = visitor_of(request).key
        said = [actions.Said(**event | {"kind": Kind(event["kind"])}) for event in posted.validated_data["events"]]
        rows = actions.record(visitor, said)
        sent = Review.objects.filter(visitor=visitor, client_id__in=[one.client_id for one in said])
        schedules = Schedule.objects.filter(visitor=visitor, card__in=sent.exclude(card="").values("card"))
        return Response(Taken({"events": rows, "schedules": schedules}).data, status.HTTP_200_OK)
