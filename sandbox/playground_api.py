"""Playgrounds and their terminals over REST."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from sandbox import asking, limits, playgrounds, tasks
from sandbox.access import may_use
from sandbox.api import SubmittedProblem
from sandbox.etags import Conditional
from sandbox.models import Mode, Playground, State
from sandbox.queries import PageQuery, Reading
from sandbox.rest import CursorPages, LongText, StrictSerializer, SubmissionThrottle, Text
from sandbox.visitors import visitor_of

LINE_CHARACTERS = 4096  # of a line that is not finished yet


class NewPlayground(StrictSerializer):
    """What is posted: what is applied first, and kube-proxy's mode."""

    manifests = LongText(
        allow_blank=True, required=False, default="", help_text="YAML, one or several documents; at most 256 KiB."
    )
    mode = serializers.ChoiceField(choices=Mode.choices, required=False, default=Mode.NFTABLES)


class ReadPlayground(serializers.Serializer[Playground]):
    """A playground as it stands."""

    id = serializers.UUIDField(read_only=True)
    url = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField()
    mode = serializers.ChoiceField(choices=Mode.choices, read_only=True)
    manifests = serializers.CharField(read_only=True)
    created = serializers.DateTimeField(read_only=True)
    commands = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, playground: Playground) -> str:
        return reverse("api:playground", args=[playground.pk], request=self.context["request"])

    @extend_schema_field({"type": "string", "format": "uri", "description": "The page with its terminal."})
    def get_page(self, playground: Playground) -> str:
        return str(self.context["request"].build_absolute_uri(playground.get_absolute_url()))

    @extend_schema_field(serializers.IntegerField(help_text="How many there are: the number of the last."))
    def get_commands(self, playground: Playground) -> int:
        return playground.commands.count()


class NewCommand(StrictSerializer):
    """One command line. With a `number` a repeat is harmless: it is the command of that number or none."""

    line = LongText(help_text="As typed into a shell; a here-document belongs to it. At most 256 KiB.")
    stdin = LongText(allow_blank=True, required=False, default="", help_text="Standard input; at most 256 KiB.")
    number = serializers.IntegerField(
        min_value=1, max_value=32767, allow_null=True, required=False, default=None, help_text="Which one it will be."
    )


class ReadCommand(serializers.Serializer[Any]):
    """A command as it stands. `exit` is null and the texts are empty until it has been carried out."""

    number = serializers.IntegerField(read_only=True)
    state = serializers.ChoiceField(choices=State.choices, read_only=True)
    line = serializers.CharField(read_only=True)
    stdin = serializers.CharField(read_only=True)
    seconds = serializers.FloatField(read_only=True, help_text="Virtual seconds that pass before it.")
    exit = serializers.IntegerField(read_only=True, allow_null=True)
    stdout = serializers.CharField(read_only=True, source="result.stdout")
    stderr = serializers.CharField(read_only=True, source="result.stderr")
    left_out = serializers.IntegerField(
        read_only=True, source="result.left_out", help_text="Characters of the output's end that are not kept."
    )
    problems = SubmittedProblem(
        many=True, read_only=True, source="result.problems", help_text="Mistakes in the here-document or stdin."
    )
    message = serializers.CharField(read_only=True, help_text="Why there is no output where a run was stopped.")


class CommandPages(CursorPages):
    ordering = ("number",)


class CommandQuery(PageQuery):
    """Which commands."""

    since = serializers.IntegerField(
        min_value=0, max_value=32767, required=False, default=0, help_text="Only those behind this number."
    )


class Unfinished(StrictSerializer):
    """What stands on the line so far."""

    line = Text(allow_blank=True, max_length=LINE_CHARACTERS, help_text="The text in front of the cursor.")


class OneSuggestion(serializers.Serializer[Any]):
    """`text` takes the place of the line from `start` on; where it `is_whole`, a space follows."""

    text = serializers.CharField()
    about = serializers.CharField(allow_blank=True)
    is_whole = serializers.BooleanField()


class Completed(serializers.Serializer[Any]):
    start = serializers.IntegerField(help_text="The character of the line with which the word begins, from 0.")
    suggestions = OneSuggestion(many=True)
    left_out = serializers.IntegerField()


class Full(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_code = "refused"


class WorkerAway(APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "No worker answers at the moment. Commands are kept and carried out when one does."
    default_code = "no_worker"


NO_PLAYGROUND = OpenApiResponse(OpenApiTypes.OBJECT, description="None, or a stranger's.")
WRONG = OpenApiResponse(OpenApiTypes.OBJECT, description="What is wrong, by field.")
TOO_MANY = OpenApiResponse(OpenApiTypes.OBJECT, description="Too many in a minute.")


def playground_of(request: Request, playground_id: UUID) -> Playground:
    """The visitor's playground of that id. Raises Http404."""
    playground = get_object_or_404(Playground, pk=playground_id)
    if not may_use(visitor_of(request), playground):
        raise Http404
    return playground


def completion(playground: Playground | None, line: str) -> dict[str, Any]:
    """What Tab offers; a worker is asked for it. Raises asking.NoAnswer."""
    found: dict[str, Any] = asking.ask(tasks.complete, str(playground.pk) if playground else "", line)
    return found


class Playgrounds(APIView):
    throttle_classes = (SubmissionThrottle,)

    @extend_schema(
        operation_id="playgrounds_create",
        summary="Make a cluster to type commands at",
        request=NewPlayground,
        responses={201: ReadPlayground, 400: WRONG, 429: TOO_MANY},
    )
    def post(self, request: Request) -> Response:
        posted = NewPlayground(data=request.data)
        posted.is_valid(raise_exception=True)
        visitor = visitor_of(request)
        playground = playgrounds.create(owner=visitor.key, is_open=not visitor.is_known, **posted.validated_data)
        body = ReadPlayground(playground, context={"request": request}).data
        return Response(body, status.HTTP_201_CREATED, headers={"Location": body["url"]})


class OnePlayground(Conditional, Reading):
    @extend_schema(
        operation_id="playgrounds_read", summary="A playground", responses={200: ReadPlayground, 404: NO_PLAYGROUND}
    )
    def get(self, request: Request, playground_id: UUID) -> Response:
        return Response(ReadPlayground(playground_of(request, playground_id), context={"request": request}).data)


class Commands(Conditional, Reading):
    query_serializer = CommandQuery
    pagination_class = CommandPages

    def get_throttles(self) -> list[Any]:
        return [SubmissionThrottle()] if self.request.method == "POST" else super().get_throttles()

    @extend_schema(
        operation_id="commands_list",
        summary="Commands of a playground, in order, with what they printed",
        responses={200: ReadCommand(many=True), 404: NO_PLAYGROUND},
    )
    def get(self, request: Request, playground_id: UUID) -> Response:
        playground = playground_of(request, playground_id)
        pages = CommandPages()
        behind = playground.commands.filter(number__gt=self.asked.validated_data["since"])
        return pages.get_paginated_response(
            ReadCommand(pages.paginate_queryset(behind, request, self) or [], many=True).data
        )

    @extend_schema(
        operation_id="commands_create",
        summary="Type a command",
        description="Commands are carried out one after the other, in the order of their numbers.",
        request=NewCommand,
        responses={
            202: ReadCommand,
            400: WRONG,
            404: NO_PLAYGROUND,
            409: OpenApiResponse(OpenApiTypes.OBJECT, description="Another has the number, or a limit is reached."),
            429: TOO_MANY,
        },
    )
    def post(self, request: Request, playground_id: UUID) -> Response:
        playground = playground_of(request, playground_id)
        posted = NewCommand(data=request.data)
        posted.is_valid(raise_exception=True)
        content = posted.validated_data
        try:
            command = playgrounds.add(playground, content["line"], content["stdin"], number=content["number"])
        except playgrounds.Refusal as refusal:
            raise Full(str(refusal)) from None
        except playgrounds.NumberTaken:
            raise Full("The next command has another number, or this number is another command's.") from None
        address = reverse("api:command", args=[playground.pk, command.number], request=request)
        return Response(ReadCommand(command).data, status.HTTP_202_ACCEPTED, headers={"Location": address})


class OneCommand(Conditional, Reading):
    @extend_schema(
        operation_id="commands_read",
        summary="A command with what it printed",
        responses={200: ReadCommand, 404: NO_PLAYGROUND},
    )
    def get(self, request: Request, playground_id: UUID, number: int) -> Response:
        playground = playground_of(request, playground_id)
        return Response(
            ReadCommand(get_object_or_404(playground.commands, number=min(number, limits.COMMANDS + 1))).data
        )


class Completions(Reading):
    query_serializer = Unfinished

    @extend_schema(
        operation_id="completions_read",
        summary="What Tab offers at the end of an unfinished line",
        responses={
            200: Completed,
            404: NO_PLAYGROUND,
            503: OpenApiResponse(OpenApiTypes.OBJECT, description="No worker answers."),
        },
    )
    def get(self, request: Request, playground_id: UUID) -> Response:
        playground = playground_of(request, playground_id)
        try:
            return Response(completion(playground, self.asked.validated_data["line"]))
        except asking.NoAnswer:
            raise WorkerAway from None
