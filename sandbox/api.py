"""Submissions over REST."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.crypto import salted_hmac
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from sandbox import actions, exercises
from sandbox.access import may_use
from sandbox.etags import Conditional
from sandbox.models import State, Submission
from sandbox.queries import Reading
from sandbox.rest import LongText, StrictSerializer, SubmissionThrottle, Text
from sandbox.visitors import visitor_of

KEY_LENGTH = 200


class NewSubmission(StrictSerializer):
    """What is posted. `claims` may be left out where a card is named; then the card's own are carried out."""

    card = Text(allow_null=True, required=False, default=None, max_length=100, help_text="A card's slug, or null.")
    manifests = LongText(allow_blank=True, help_text="YAML, one or several documents; at most 256 KiB.")
    claims = LongText(
        required=False, allow_blank=True, help_text="A YAML list of steps, each with what it expects; at most 256 KiB."
    )

    def validate_card(self, slug: str | None) -> exercises.Exercise | None:
        if slug is None:
            return None
        found = exercises.find("card", slug)
        if found is None:
            raise serializers.ValidationError(f"There is no card {slug!r}.")
        return found

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "claims" not in attrs:
            if attrs["card"] is None:
                raise serializers.ValidationError({"claims": ["Name a card, or say what is claimed."]})
            attrs["claims"] = attrs["card"].claims
        return attrs


class Because(serializers.Serializer[Any]):
    """One cause of an outcome. `line` and `column` (from 1) are null where no line of the submitted YAML says it."""

    object = serializers.CharField(help_text="For example: Service default/web")
    field = serializers.CharField(help_text="For example: spec.selector.app")
    value = serializers.JSONField(allow_null=True)
    line = serializers.IntegerField(allow_null=True)
    column = serializers.IntegerField(allow_null=True)
    end_line = serializers.IntegerField(allow_null=True)
    end_column = serializers.IntegerField(allow_null=True)
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    text = serializers.CharField()


class JudgedClaim(serializers.Serializer[Any]):
    """One step, what was expected of it and what happened."""

    claim = serializers.DictField(help_text="The step as it was given.")
    kind = serializers.CharField()
    title = serializers.CharField()
    holds = serializers.BooleanField(allow_null=True, help_text="null where nothing was expected.")
    expected = serializers.JSONField(allow_null=True)
    observed = serializers.JSONField()
    summary = serializers.CharField(help_text="What happened and why, in one sentence.")
    trace = serializers.DictField(allow_null=True, help_text="DNS questions and the packet's ways, step by step.")
    because = Because(many=True)


class SubmittedProblem(serializers.Serializer[Any]):
    """A mistake in the submitted text, with its place (counted from 1, null where it has none)."""

    line = serializers.IntegerField(allow_null=True)
    column = serializers.IntegerField(allow_null=True)
    end_line = serializers.IntegerField(allow_null=True)
    end_column = serializers.IntegerField(allow_null=True)
    field = serializers.CharField(allow_blank=True)
    message = serializers.CharField()
    source = serializers.CharField(allow_null=True, help_text="manifests or claims")  # type: ignore[assignment]


class PrintedOutput(serializers.Serializer[Any]):
    """What `kubectl apply` printed for the manifests."""

    exit = serializers.IntegerField()
    stdout = serializers.CharField(allow_blank=True)
    stderr = serializers.CharField(allow_blank=True)


class Verdict(serializers.Serializer[Any]):
    """What the engine found."""

    holds = serializers.BooleanField(allow_null=True, help_text="All claims that expect something hold.")
    refused = serializers.BooleanField(help_text="The manifests or the claims were not accepted.")
    kubernetes = serializers.CharField(help_text="The version that is imitated.")
    mode = serializers.CharField(help_text="kube-proxy's mode.")
    output = PrintedOutput(allow_null=True)
    claims = JudgedClaim(many=True)
    problems = SubmittedProblem(many=True)


class AcceptedSubmission(serializers.Serializer[Submission]):
    """Where to look for the verdict."""

    id = serializers.UUIDField(read_only=True)
    state = serializers.ChoiceField(choices=State.choices, read_only=True)
    url = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, submission: Submission) -> str:
        return reverse("api:submission", args=[submission.pk], request=self.context["request"])


class ReadSubmission(AcceptedSubmission):
    """A submission as it stands. `message` says why there is no verdict where a run was stopped."""

    card = serializers.SerializerMethodField()
    message = serializers.CharField(read_only=True)
    verdict = serializers.SerializerMethodField()
    created = serializers.DateTimeField(read_only=True)
    finished = serializers.DateTimeField(read_only=True, allow_null=True)

    @extend_schema_field(serializers.CharField(allow_null=True, help_text="The card's stable id."))
    def get_card(self, submission: Submission) -> str | None:
        return submission.card or None

    @extend_schema_field(Verdict(allow_null=True))
    def get_verdict(self, submission: Submission) -> dict[str, Any] | None:
        return submission.verdict  # as the engine rendered it: field by field again would cost and change nothing


class KeyConflict(APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = "This Idempotency-Key was used before, for a submission with other content."
    default_code = "idempotency_key_reused"


class Submissions(APIView):
    throttle_classes = (SubmissionThrottle,)

    @extend_schema(
        operation_id="submissions_create",
        summary="Submit YAML and claims",
        request=NewSubmission,
        parameters=[
            OpenApiParameter(
                "Idempotency-Key",
                location=OpenApiParameter.HEADER,
                description="Any text of at most 200 characters. A repeat gives the submission of the first time.",
            )
        ],
        responses={
            202: AcceptedSubmission,
            400: OpenApiResponse(OpenApiTypes.OBJECT, description="What is wrong, by field."),
            422: OpenApiResponse(OpenApiTypes.OBJECT, description="The key was used with other content."),
            429: OpenApiResponse(OpenApiTypes.OBJECT, description="Too many in a minute."),
        },
    )
    def post(self, request: Request) -> Response:
        posted = NewSubmission(data=request.data)
        posted.is_valid(raise_exception=True)
        content = posted.validated_data
        visitor = visitor_of(request)
        try:
            submission = actions.submit(
                owner=visitor.key,
                card=content["card"].id if content["card"] else "",
                manifests=content["manifests"],
                claims=content["claims"],
                is_open=not visitor.is_known,
                idempotency_key=_idempotency_key(request),
                idempotency_scope="" if visitor.is_known else _address(self, request),
            )
        except actions.KeyReused:
            raise KeyConflict from None
        body = AcceptedSubmission(submission, context={"request": request}).data
        return Response(body, status.HTTP_202_ACCEPTED, headers={"Location": body["url"]})


class OneSubmission(Conditional, Reading):
    @extend_schema(
        operation_id="submissions_read",
        summary="State and verdict of a submission",
        responses={
            200: ReadSubmission,
            404: OpenApiResponse(OpenApiTypes.OBJECT, description="None, or a stranger's."),
        },
    )
    def get(self, request: Request, submission_id: UUID) -> Response:
        submission = get_object_or_404(Submission, pk=submission_id)
        if not may_use(visitor_of(request), submission):
            raise Http404
        return Response(ReadSubmission(submission, context={"request": request}).data)


def _idempotency_key(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > KEY_LENGTH:
        raise serializers.ValidationError({"Idempotency-Key": [f"At most {KEY_LENGTH} characters are accepted."]})
    return str(key)


def _address(view: APIView, request: Request) -> str:
    """Whoever posts without a cookie is told apart by address, which is kept as a keyed hash only."""
    address = SubmissionThrottle().get_ident(request)
    return salted_hmac("sandbox.api.address", str(address)).hexdigest()
