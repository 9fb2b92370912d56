"""Labs over REST: the list, a lab with its steps, attempts and their checks. The terminal is the playground's own."""

from typing import Any, ClassVar
from uuid import UUID

import yaml
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from sandbox import playground_api
from sandbox.access import may_use
from sandbox.api import Verdict
from sandbox.etags import Conditional
from sandbox.labs import actions
from sandbox.labs.models import Lab, LabAttempt, LabCheck
from sandbox.models import State
from sandbox.queries import PageQuery, Reading
from sandbox.rest import CursorPages, StrictSerializer, SubmissionThrottle, Text
from sandbox.visitors import visitor_of

NO_LAB = OpenApiResponse(OpenApiTypes.OBJECT, description="There is no such lab.")
NO_ATTEMPT = OpenApiResponse(OpenApiTypes.OBJECT, description="None, or a stranger's.")


class LabLink(serializers.Serializer[Any]):
    title = serializers.CharField()
    url = serializers.URLField()


class ListedLab(serializers.ModelSerializer[Lab]):
    """A lab as the list shows it."""

    url = serializers.SerializerMethodField()
    step_count = serializers.SerializerMethodField()
    topics = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Lab
        fields: ClassVar = ["id", "slug", "url", "title", "goal", "difficulty", "minutes", "topics", "step_count"]
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, lab: Lab) -> str:
        return reverse("api:lab", args=[lab.slug], request=self.context["request"])

    @extend_schema_field(serializers.IntegerField())
    def get_step_count(self, lab: Lab) -> int:
        return len(lab.steps)


class LabStep(serializers.Serializer[Any]):
    """One step. `checks` are claims; the solution is not told here."""

    id = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField(help_text="Markdown.")
    checks = serializers.ListField(child=serializers.DictField())


class WholeLab(ListedLab):
    """A lab with its story, what its cluster starts with, and its steps."""

    links = LabLink(many=True)
    steps = serializers.SerializerMethodField()

    class Meta(ListedLab.Meta):
        fields: ClassVar = [*ListedLab.Meta.fields, "story", "links", "manifests", "steps"]
        read_only_fields = fields

    @extend_schema_field(LabStep(many=True))
    def get_steps(self, lab: Lab) -> list[dict[str, Any]]:
        return [
            {name: step[name] for name in ("id", "title", "text")} | {"checks": yaml.safe_load(step["checks"])}
            for step in lab.steps
        ]


class StepProgress(serializers.Serializer[Any]):
    step = serializers.CharField(help_text="The step's id.")
    is_open = serializers.BooleanField(help_text="It may be checked.")
    passed = serializers.DateTimeField(allow_null=True)
    hints = serializers.IntegerField(help_text="How many were looked at.")


class ReadAttempt(serializers.Serializer[LabAttempt]):
    """An attempt as it stands. Commands are typed at its playground."""

    id = serializers.UUIDField(read_only=True)
    url = serializers.SerializerMethodField()
    lab = serializers.CharField(source="lab.slug", read_only=True)
    playground = serializers.SerializerMethodField()
    created = serializers.DateTimeField(read_only=True)
    finished = serializers.DateTimeField(read_only=True, allow_null=True)
    steps = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, attempt: LabAttempt) -> str:
        return reverse("api:lab-attempt", args=[attempt.lab.slug, attempt.pk], request=self.context["request"])

    @extend_schema_field({"type": "string", "format": "uri", "description": "Its commands are below this address."})
    def get_playground(self, attempt: LabAttempt) -> str:
        return reverse("api:playground", args=[attempt.playground_id], request=self.context["request"])

    @extend_schema_field(StepProgress(many=True))
    def get_steps(self, attempt: LabAttempt) -> list[dict[str, Any]]:
        rows = {row.step: row for row in attempt.progress.all()}
        opened = set(actions.opened(attempt))
        steps = [
            {
                "step": step,
                "is_open": step in opened,
                "passed": rows[step].passed if step in rows else None,
                "hints": rows[step].hints if step in rows else 0,
            }
            for step in attempt.lab.step_ids
        ]
        return list(StepProgress(steps, many=True).data)


class NewCheck(StrictSerializer):
    """Which step is to be checked."""

    step = Text(max_length=80, help_text="The step's id.")


class ReadCheck(serializers.Serializer[LabCheck]):
    """A check as it stands. `message` says why there is no verdict where a run was stopped."""

    id = serializers.UUIDField(read_only=True)
    state = serializers.ChoiceField(choices=State.choices, read_only=True)
    url = serializers.SerializerMethodField()
    step = serializers.CharField(read_only=True)
    after = serializers.IntegerField(read_only=True, help_text="The number of the last command that it sees.")
    message = serializers.CharField(read_only=True)
    verdict = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, check: LabCheck) -> str:
        attempt = check.attempt
        return reverse("api:lab-check", args=[attempt.lab.slug, attempt.pk, check.pk], request=self.context["request"])

    @extend_schema_field(Verdict(allow_null=True))
    def get_verdict(self, check: LabCheck) -> dict[str, Any] | None:
        return check.verdict


class LabPages(CursorPages):
    ordering = ("place", "slug")


class Labs(Conditional, Reading, ListAPIView):
    query_serializer = PageQuery
    serializer_class = ListedLab
    pagination_class = LabPages
    queryset = Lab.objects.filter(is_retired=False).defer("story", "manifests", "links")

    @extend_schema(
        operation_id="labs_list",
        summary="All labs, in the order in which they teach",
        responses={
            200: ListedLab(many=True),
            404: OpenApiResponse(OpenApiTypes.OBJECT, description="No cursor of ours."),
        },
    )
    def get(self, request: Request, *args: Any, **words: Any) -> Response:
        return super().get(request, *args, **words)


class OneLab(Conditional, Reading):
    @extend_schema(operation_id="labs_read", summary="A lab with its steps", responses={200: WholeLab, 404: NO_LAB})
    def get(self, request: Request, slug: str) -> Response:
        return Response(WholeLab(_lab(slug), context={"request": request}).data)


class Attempts(APIView):
    throttle_classes = (SubmissionThrottle,)

    @extend_schema(
        operation_id="lab_attempts_create",
        summary="Begin a lab, with a new cluster",
        request=None,
        responses={201: ReadAttempt, 404: NO_LAB, 429: playground_api.TOO_MANY},
    )
    def post(self, request: Request, slug: str) -> Response:
        lab = _lab(slug)
        visitor = visitor_of(request)
        attempt = actions.begin(lab, visitor=visitor.key, is_open=not visitor.is_known)
        body = ReadAttempt(attempt, context={"request": request}).data
        return Response(body, status.HTTP_201_CREATED, headers={"Location": body["url"]})


class OneAttempt(Conditional, Reading):
    @extend_schema(
        operation_id="lab_attempts_read",
        summary="How far an attempt is",
        responses={200: ReadAttempt, 404: NO_ATTEMPT},
    )
    def get(self, request: Request, slug: str, attempt_id: UUID) -> Response:
        return Response(ReadAttempt(attempt_of(request, slug, attempt_id), context={"request": request}).data)


class Checks(APIView):
    throttle_classes = (SubmissionThrottle,)

    @extend_schema(
        operation_id="lab_checks_create",
        summary="Check a step on the attempt's cluster",
        description="The claims are carried out on a copy of the cluster, as it is after all commands typed so far.",
        request=NewCheck,
        responses={
            202: ReadCheck,
            400: playground_api.WRONG,
            404: NO_ATTEMPT,
            409: OpenApiResponse(OpenApiTypes.OBJECT, description="The step is not open yet, or a limit is reached."),
            429: playground_api.TOO_MANY,
        },
    )
    def post(self, request: Request, slug: str, attempt_id: UUID) -> Response:
        attempt = attempt_of(request, slug, attempt_id)
        posted = NewCheck(data=request.data)
        posted.is_valid(raise_exception=True)
        step = posted.validated_data["step"]
        if attempt.lab.step(step) is None:
            known = ", ".join(attempt.lab.step_ids)
            raise serializers.ValidationError({"step": [f"There is no such step. There are: {known}."]})
        try:
            check = actions.check(attempt, step)
        except actions.Refusal as refusal:
            raise playground_api.Full(str(refusal)) from None
        body = ReadCheck(check, context={"request": request}).data
        return Response(body, status.HTTP_202_ACCEPTED, headers={"Location": body["url"]})


class OneCheck(Conditional, Reading):
    @extend_schema(
        operation_id="lab_checks_read",
        summary="State and verdict of a check",
        responses={200: ReadCheck, 404: NO_ATTEMPT},
    )
    def get(self, request: Request, slug: str, attempt_id: UUID, check_id: UUID) -> Response:
        check = get_object_or_404(attempt_of(request, slug, attempt_id).checks, pk=check_id)
        return Response(ReadCheck(check, context={"request": request}).data)


def _lab(slug: str) -> Lab:
    return get_object_or_404(Lab, slug=slug, is_retired=False)


def attempt_of(request: Request, slug: str, attempt_id: UUID) -> LabAttempt:
    """The visitor's attempt of that id. Raises Http404."""
    attempts = LabAttempt.objects.select_related("lab", "playground")
    attempt = get_object_or_404(attempts, pk=attempt_id, lab__slug=slug)
    if not may_use(visitor_of(request), attempt.playground):
        raise Http404
    return attempt
