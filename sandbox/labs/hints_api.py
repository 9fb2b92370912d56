"""Hints of a lab's step over REST: drawn from its newest check, one further each time that one is asked for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sandbox import playground_api
from sandbox.labs import actions, screen
from sandbox.labs.api import NO_ATTEMPT, NewCheck, attempt_of
from sandbox.labs.models import LabAttempt
from sandbox.queries import Reading


class NewHint(NewCheck):
    """Which hint is to be shown."""

    number = serializers.IntegerField(
        min_value=1,
        max_value=actions.MOST_HINTS,
        help_text="One more than are shown: `next`. A number that is shown already shows no more.",
    )


class LabHint(serializers.Serializer[Any]):
    """A sentence, and lines to type."""

    title = serializers.CharField()
    text = serializers.CharField(help_text="Markdown.")
    commands = serializers.ListField(child=serializers.CharField())


class LabHints(serializers.Serializer[Any]):
    """The hints that are shown of the step that is worked at. They follow its newest check, and may change with it."""

    step = serializers.CharField(allow_null=True, help_text="The step's id; null once all are passed.")
    hints = LabHint(many=True)
    next = serializers.IntegerField(
        allow_null=True, help_text="The number of the next hint; null where there is none, as before a failed check."
    )
    is_last = serializers.BooleanField(help_text="The next one is the last: the solution.")


class Hints(Reading):
    @extend_schema(
        operation_id="lab_hints_read",
        summary="The hints that are shown of the step that is worked at",
        responses={200: LabHints, 404: NO_ATTEMPT},
    )
    def get(self, request: Request, slug: str, attempt_id: UUID) -> Response:
        return _shown(attempt_of(request, slug, attempt_id))

    @extend_schema(
        operation_id="lab_hints_create",
        summary="Show one hint more",
        description="There are hints once a check of the step has failed.",
        request=NewHint,
        responses={
            200: LabHints,
            400: playground_api.WRONG,
            404: NO_ATTEMPT,
            409: OpenApiResponse(OpenApiTypes.OBJECT, description="There is no such hint, or it is not its turn."),
        },
    )
    def post(self, request: Request, slug: str, attempt_id: UUID) -> Response:
        attempt = attempt_of(request, slug, attempt_id)
        posted = NewHint(data=request.data)
        posted.is_valid(raise_exception=True)
        step, number = posted.validated_data["step"], posted.validated_data["number"]
        current = _current(attempt)
        if current is None or current.id != step:
            raise playground_api.Full("This is not the step that is worked at.")
        if number > len(current.hints):
            if not current.next_hint:
                raise playground_api.Full("There is no hint more. A check of the step that fails brings new ones.")
            if number != current.next_hint:
                raise playground_api.Full(f"The next hint is number {current.next_hint}.")
            actions.reveal_hint(attempt, step, number)
        return _shown(attempt_of(request, slug, attempt_id))


def _current(attempt: LabAttempt) -> screen.StepView | None:
    return next((step for step in screen.course(attempt).steps if step.state == "current"), None)


def _shown(attempt: LabAttempt) -> Response:
    current = _current(attempt)
    body = {
        "step": current.id if current else None,
        "hints": current.hints if current else [],
        "next": (current.next_hint or None) if current else None,
        "is_last": bool(current and current.is_last_hint),
    }
    return Response(LabHints(body).data, headers={"Cache-Control": "no-store"})
