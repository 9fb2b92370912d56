"""The troubleshooting chart over REST."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cards.troubleshooting.chart import Chart, End, published
from sandbox.etags import Conditional
from sandbox.queries import Reading


class ChartAnswer(serializers.Serializer[Any]):
    """An answer to a question, and the id of the question or the end that it leads to."""

    says = serializers.CharField()
    to = serializers.CharField()


class ChartQuestion(serializers.Serializer[Any]):
    """A question with the command that asks it."""

    id = serializers.CharField()
    ask = serializers.CharField()
    command = serializers.CharField(help_text="Words in angle brackets are your own.")
    answers = ChartAnswer(many=True)


class ChartEnd(serializers.Serializer[Any]):
    """A fault by its name, its repair, and a cluster that has it."""

    id = serializers.CharField()
    fault = serializers.CharField()
    repair = serializers.CharField(help_text="Markdown.")
    manifests = serializers.CharField()
    words = serializers.DictField(
        child=serializers.CharField(), help_text="What stands in this cluster for the words in angle brackets."
    )
    card = serializers.CharField(help_text="The slug of a card about it; often empty.")
    is_well = serializers.BooleanField(help_text="There is no fault.")
    page = serializers.SerializerMethodField(help_text="The page for people, with what each command prints.")

    @extend_schema_field(OpenApiTypes.URI)
    def get_page(self, end: End) -> str:
        return str(self.context["request"].build_absolute_uri(reverse("troubleshooting:end", args=[end.id])))


class TroubleshootingChart(serializers.Serializer[Chart]):
    """The whole chart. Begin at the first question."""

    title = serializers.CharField()
    sentence = serializers.CharField(help_text="Who calls whom.")
    first = serializers.CharField(source="root.id", help_text="The id of the first question.")
    questions = serializers.SerializerMethodField()
    ends = serializers.SerializerMethodField()

    @extend_schema_field(ChartQuestion(many=True))
    def get_questions(self, chart: Chart) -> Any:
        return ChartQuestion(list(chart.questions.values()), many=True).data

    @extend_schema_field(ChartEnd(many=True))
    def get_ends(self, chart: Chart) -> Any:
        return ChartEnd(list(chart.ends.values()), many=True, context=self.context).data


class WholeChart(Conditional, Reading):
    @extend_schema(
        operation_id="troubleshooting_read",
        summary="The troubleshooting chart: questions, the commands that ask them, and where each answer leads",
        responses={200: TroubleshootingChart},
    )
    def get(self, request: Request) -> Response:
        return Response(TroubleshootingChart(published(), context={"request": request}).data)
