"""Sheets over REST."""

from __future__ import annotations

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse as path_of
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cards.sheets.content import PARTS
from cards.sheets.models import Sheet
from cards.sheets.reading import Proof, read
from cards.sheets.reading import Reading as SheetReading
from sandbox.etags import Conditional
from sandbox.queries import PageQuery, Reading
from sandbox.rest import CursorPages

_NOTHING = OpenApiResponse(OpenApiTypes.OBJECT, description="There is none.")


class Pages(CursorPages):
    ordering = ("position", "slug")


class SheetLink(serializers.Serializer[Any]):
    title = serializers.CharField()
    url = serializers.URLField()


class SheetInList(serializers.ModelSerializer[Sheet]):
    """What the list of sheets shows."""

    url = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField(help_text="The page for people.")
    pdf = serializers.SerializerMethodField(help_text="A4; with `?paper=letter` the other size.")
    markdown = serializers.SerializerMethodField()
    runs = serializers.IntegerField(help_text="How many claims back it: its own, and those of the cards it names.")

    class Meta:
        model = Sheet
        fields: ClassVar = ["slug", "url", "title", "lead", "revised", "runs", "page", "pdf", "markdown"]

    def _absolute(self, path: str) -> str:
        request = self.context.get("request")
        return request.build_absolute_uri(path) if request else path

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, sheet: Sheet) -> str:
        return reverse("api:sheet", args=[sheet.slug], request=self.context.get("request"))

    @extend_schema_field(OpenApiTypes.URI)
    def get_page(self, sheet: Sheet) -> str:
        return self._absolute(path_of("sheets:sheet", args=[sheet.slug]))

    @extend_schema_field(OpenApiTypes.URI)
    def get_pdf(self, sheet: Sheet) -> str:
        return self._absolute(path_of("sheets:pdf", args=[sheet.slug]))

    @extend_schema_field(OpenApiTypes.URI)
    def get_markdown(self, sheet: Sheet) -> str:
        return self._absolute(path_of("sheets:markdown", args=[sheet.slug]))


class SheetRun(serializers.Serializer[Any]):
    """One claim as the engine carried it out."""

    title = serializers.CharField(help_text="What is claimed.")
    holds = serializers.BooleanField()
    summary = serializers.CharField(help_text="What happened and why.")


class SheetProof(serializers.Serializer[Any]):
    """Runs that belong together: those of a card, or the statement's own where there is none."""

    card = serializers.SerializerMethodField(help_text="A card's slug, or null.")
    runs = SheetRun(many=True)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_card(self, proof: Proof) -> str | None:
        return proof.card.slug if proof.card else None


class SheetStatement(serializers.Serializer[Any]):
    """A fact, a row of a table, a snippet of YAML or a command; what it is says its part."""

    number = serializers.IntegerField(help_text="Its anchor on the page is `fact-<number>`.")
    say = serializers.CharField(source="said.say", default=None, allow_null=True, help_text="A line of Markdown.")
    cells = serializers.ListField(child=serializers.CharField(), source="said.cells", default=list)
    yaml = serializers.CharField(source="said.yaml", default=None, allow_null=True)
    run = serializers.CharField(source="said.run", default=None, allow_null=True, help_text="A command line.")
    count = serializers.IntegerField(help_text="How many runs prove it.")
    proofs = SheetProof(many=True)


class SheetField(serializers.Serializer[Any]):
    """A field of a Service, as the engine declares it."""

    path = serializers.CharField()
    doc = serializers.CharField()
    default = serializers.CharField(allow_blank=True)
    rule = serializers.CharField(allow_blank=True)
    since = serializers.CharField()


class SheetPicture(serializers.Serializer[Any]):
    """A picture in words."""

    caption = serializers.CharField()
    title = serializers.CharField(source="wide.title")
    description = serializers.CharField(source="wide.description")


class SheetPart(serializers.Serializer[Any]):
    """A part of a section."""

    kind = serializers.CharField(help_text=f"One of {', '.join(PARTS)}.")
    columns = serializers.ListField(child=serializers.CharField())
    members = SheetStatement(many=True)
    fields_of_a_service = SheetField(many=True, source="fields")
    picture = SheetPicture(allow_null=True)


class SheetSection(serializers.Serializer[Any]):
    anchor = serializers.CharField()
    title = serializers.CharField()
    parts = SheetPart(many=True)


class WholeSheet(SheetInList):
    """A sheet with its sections, and every statement with its runs."""

    links = SheetLink(many=True)
    kubernetes = serializers.SerializerMethodField(help_text="The version that the engine behaves as.")
    sections = serializers.SerializerMethodField()

    class Meta(SheetInList.Meta):
        fields: ClassVar = [*SheetInList.Meta.fields, "kubernetes", "links", "sections"]

    @extend_schema_field(serializers.CharField())
    def get_kubernetes(self, sheet: Sheet) -> str:
        return self._reading.kubernetes

    @extend_schema_field(SheetSection(many=True))
    def get_sections(self, sheet: Sheet) -> Any:
        return SheetSection(self._reading.sections, many=True).data

    @property
    def _reading(self) -> SheetReading:
        reading: SheetReading = self.context["reading"]
        return reading


@extend_schema_view(
    get=extend_schema(
        operation_id="sheets_list",
        summary="Cheat sheets, a page at a time",
        responses={200: SheetInList(many=True), 404: _NOTHING},
    )
)
class Sheets(Conditional, Reading, ListAPIView[Sheet]):
    query_serializer = PageQuery
    serializer_class = SheetInList
    pagination_class = Pages
    queryset = Sheet.objects.defer("sections", "links")


class OneSheet(Conditional, Reading):
    @extend_schema(
        operation_id="sheets_read",
        summary="One cheat sheet, with the runs behind every statement",
        responses={200: WholeSheet, 404: _NOTHING},
    )
    def get(self, request: Request, slug: str) -> Any:
        sheet = get_object_or_404(Sheet, slug=slug)
        body = WholeSheet(sheet, context={"request": request, "reading": read(sheet)}).data
        return Response(body)
