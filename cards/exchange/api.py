"""Import and export over REST."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cards.decks import access, actions
from cards.exchange import exporting, importing
from cards.exchange.exporting import FORMATS
from cards.exchange.findings import OVER_UPLOAD, UPLOAD_BYTES, Unreadable
from cards.exchange.views import download, is_over
from sandbox.rest import StrictSerializer, Text
from sandbox.visitors import visitor_of

_PROBLEMS = OpenApiResponse(OpenApiTypes.OBJECT, description="What is wrong, by field.")
_NOTHING = OpenApiResponse(OpenApiTypes.OBJECT, description="There is none, or it is a stranger's.")


class NewImport(StrictSerializer):
    """A file, and where its cards go."""

    file = serializers.FileField(help_text="An Anki package, CSV, Anki's text export, or JSON; at most 20 MB.")
    deck = serializers.UUIDField(required=False, help_text="A deck of yours; a new one where it is left out.")
    title = Text(required=False, max_length=120, default="", allow_blank=True, help_text="Of a new deck.")

    def validate_title(self, title: str) -> str:
        return title.replace("\0", "").strip()


class SkippedRow(serializers.Serializer[Any]):
    """A row or note that became no card."""

    where = serializers.CharField()
    why = serializers.CharField()


class ImportReport(serializers.Serializer[Any]):
    """What became of a file."""

    deck = serializers.UUIDField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    skipped_count = serializers.IntegerField()
    skipped = SkippedRow(many=True, help_text="The first 200 of them.")
    remarks = serializers.ListField(child=serializers.CharField(), help_text="What was changed in many cards.")


class AsAsked(DefaultContentNegotiation):
    """`format` names the file here, and not how the answer is rendered."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class DeckImport(APIView):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="decks_import",
        summary="Import a file into a deck",
        request={"multipart/form-data": NewImport},
        responses={
            201: ImportReport,
            400: _PROBLEMS,
            404: _NOTHING,
            413: OpenApiResponse(OpenApiTypes.OBJECT, description="The file is too long."),
            422: OpenApiResponse(OpenApiTypes.OBJECT, description="Nothing can be read from it; it says why."),
        },
    )
    def post(self, request: Request) -> Response:
        if is_over(request._request):
            return Response({"detail": OVER_UPLOAD}, status.HTTP_413_REQUEST_ENTITY_TOO_LARGE)
        posted = NewImport(data=request.data.dict() if hasattr(request.data, "dict") else request.data)
        posted.is_valid(raise_exception=True)
        content = posted.validated_data
        visitor = visitor_of(request)
        deck = access.own(visitor, pk=content["deck"]) if "deck" in content else None
        try:
            found = importing.take_in(
                content["file"].read(UPLOAD_BYTES + 1), owner=visitor.key, deck=deck, title=content["title"]
            )
        except (Unreadable, actions.TooMany) as error:
            return Response({"detail": str(error)}, status.HTTP_422_UNPROCESSABLE_ENTITY)
        report = {
            "deck": found.deck.pk,
            "created": found.put.created,
            "updated": found.put.updated,
            "unchanged": found.put.unchanged,
            "skipped_count": found.skipped_count,
            "skipped": found.findings.skipped,
            "remarks": list(found.findings.remarks),
        }
        return Response(ImportReport(report).data, status.HTTP_201_CREATED)


class DeckExport(APIView):
    content_negotiation_class = AsAsked

    @extend_schema(
        operation_id="decks_export",
        summary="A topic, everything (`all`), or a deck by its id, as a file",
        parameters=[
            OpenApiParameter("name", str, OpenApiParameter.PATH, description="A topic, `all`, or the id of a deck."),
            OpenApiParameter("format", str, enum=list(FORMATS), default="json"),
        ],
        responses={
            (200, "application/json"): OpenApiTypes.OBJECT,
            (200, "text/csv"): OpenApiTypes.STR,
            (200, "application/vnd.anki"): OpenApiTypes.BINARY,
            (400, "application/json"): OpenApiTypes.OBJECT,
            (404, "application/json"): OpenApiTypes.OBJECT,
        },
    )
    def get(self, request: Request, name: str) -> HttpResponse:
        format_name = request.query_params.get("format", "json")
        if format_name not in FORMATS:
            raise serializers.ValidationError({"format": [f"There are: {', '.join(FORMATS)}."]})
        source = exporting.of_topic(name)
        if source is None:
            try:
                deck_id = UUID(name)
            except ValueError:
                raise Http404 from None
            source = exporting.of_deck(access.by_id(visitor_of(request), deck_id))
        return download(exporting.write(source, format_name, request.build_absolute_uri("/")))
