"""Diagrams over REST: what is drawn, as data: the YAML, what was claimed, and what the engine found."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse as path_of
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cards.diagrams.content import GROUPS, Diagram, published
from sandbox import proofs, rows
from sandbox.api import Verdict
from sandbox.etags import Conditional
from sandbox.queries import PageQuery, Reading
from sandbox.rest import CursorPages

_NOTHING = OpenApiResponse(OpenApiTypes.OBJECT, description="There is none.")


class DiagramInList(serializers.Serializer[Any]):
    """What the list of diagrams shows."""

    slug = serializers.SlugField()
    url = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField(help_text="The page for people.")
    picture = serializers.SerializerMethodField(help_text="All of its pictures as one SVG document.")
    title = serializers.CharField()
    sentence = serializers.CharField(help_text="What the picture shows.")
    group = serializers.ChoiceField(choices=list(GROUPS))

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, diagram: Diagram) -> str:
        return reverse("api:diagram", args=[diagram.slug], request=self.context["request"])

    @extend_schema_field(OpenApiTypes.URI)
    def get_page(self, diagram: Diagram) -> str:
        return self._absolute("diagrams:diagram", diagram)

    @extend_schema_field(OpenApiTypes.URI)
    def get_picture(self, diagram: Diagram) -> str:
        return self._absolute("diagrams:picture", diagram)

    def _absolute(self, name: str, diagram: Diagram) -> str:
        return str(self.context["request"].build_absolute_uri(path_of(name, args=[diagram.slug])))


class ChangedLine(serializers.Serializer[Any]):
    """A line that a change takes out or puts in."""

    is_new = serializers.BooleanField()
    text = serializers.CharField()


class CarriedOut(serializers.Serializer[Any]):
    """Manifests, what is claimed of them, and what the engine found; null where it was not carried out yet."""

    manifests = serializers.CharField()
    claims = serializers.CharField(help_text="A YAML list of steps.")
    verdict = serializers.SerializerMethodField(help_text="Its traces are what is drawn.")

    @extend_schema_field(Verdict(allow_null=True))
    def get_verdict(self, run: Any) -> dict[str, Any] | None:
        verdict: dict[str, Any] | None = self.context["verdicts"][run.manifests, run.claims]
        return verdict


class InsteadOfIt(CarriedOut):
    """What would be otherwise with one place changed."""

    title = serializers.CharField()
    change = ChangedLine(many=True)


class WholeDiagram(CarriedOut, DiagramInList):
    """A diagram with its runs."""

    instead = InsteadOfIt(many=True)


class Diagrams(Conditional, Reading):
    query_serializer = PageQuery
    pagination_class = CursorPages

    @extend_schema(
        operation_id="diagrams_list",
        summary="Diagrams, a page at a time, in the order of teaching",
        responses={200: DiagramInList(many=True), 404: _NOTHING},
    )
    def get(self, request: Request) -> Response:
        shown, page = rows.page(published(), lambda one: one.slug, request)
        return Response(page | {"results": DiagramInList(shown, many=True, context={"request": request}).data})


class OneDiagram(Conditional, Reading):
    @extend_schema(
        operation_id="diagrams_read", summary="One diagram, with its runs", responses={200: WholeDiagram, 404: _NOTHING}
    )
    def get(self, request: Request, slug: str) -> Response:
        diagram = next((one for one in published() if one.slug == slug), None)
        if diagram is None:
            raise Http404
        verdicts = dict(zip(diagram.runs, proofs.verdicts_on(diagram.runs), strict=True))
        return Response(WholeDiagram(diagram, context={"request": request, "verdicts": verdicts}).data)
