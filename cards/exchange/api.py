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
from cards.exchange import documents, exporting, importing
from cards.exchange.findings import OVER_UPLOAD, UPLOAD_BYTES, Unreadable
from cards.exchange.views import download, is_over
from sandbox.etags import Conditional
from sandbox.queries import Reading
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


class ExportedLink(serializers.Serializer[Any]):
    title = serializers.CharField()
    url = serializers.CharField()


class ExportedCard(serializers.Serializer[Any]):
    """A card as a file keeps it."""

    id = serializers.CharField()
    question = serializers.CharField()
    answer = serializers.CharField()
    manifests = serializers.CharField()
    claims = serializers.CharField()
    goal = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    links = ExportedLink(many=True)
    difficulty = serializers.IntegerField(min_value=1, max_value=3)


class ExportedDeck(serializers.Serializer[Any]):
    """All of a deck's cards in one document, which `decks/import/` reads again."""

    format = serializers.CharField(help_text=documents.FORMAT)
    version = serializers.IntegerField()
    title = serializers.CharField()
    description = serializers.CharField()
    cards = ExportedCard(many=True)


class AsAddressed(DefaultContentNegotiation):
    """The address says which file it is; whoever would rather have JSON gets it from the address beside."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


def _export(format_name: str, media_type: str, shape: Any) -> type[APIView]:
    """The view of one format: each has an address of its own, so that each has one type of answer."""
    describe = extend_schema(
        operation_id=f"decks_export_{format_name}",
        summary=f"A topic, everything (`all`), or a deck by its id, {_AS[format_name]}",
        parameters=[
            OpenApiParameter("name", str, OpenApiParameter.PATH, description="A topic, `all`, or the id of a deck.")
        ],
        responses={(200, media_type): shape, 404: _NOTHING},
    )

    class DeckExport(Conditional, Reading):
        content_negotiation_class = AsAddressed

        @describe
        def get(self, request: Request, name: str) -> HttpResponse:
            file = exporting.write(_source(request, name), format_name, request.build_absolute_uri("/"))
            response = download(file)
            response["Content-Type"] = media_type
            return response

    return DeckExport


def _source(request: Request, name: str) -> exporting.Source:
    if found := exporting.of_topic(name):
        return found
    try:
        deck_id = UUID(name)
    except ValueError:
        raise Http404 from None
    return exporting.of_deck(access.by_id(visitor_of(request), deck_id))


_AS = {"json": "as JSON with every field", "csv": "as a table", "apkg": "as an Anki package"}

DeckExportJSON = _export("json", "application/json", ExportedDeck)
DeckExportCSV = _export("csv", "text/csv; charset=utf-8", OpenApiTypes.STR)
DeckExportAnki = _export("apkg", "application/octet-stream", OpenApiTypes.BINARY)
