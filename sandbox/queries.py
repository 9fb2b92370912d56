"""What a read over REST can be asked for: declared by each view, and nothing else is passed over in silence."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from sandbox.rest import MOST_IN_A_PAGE, StrictSerializer, Text

LONGEST_CURSOR = 500
ONCE = "Say it once."


class NoQuery(StrictSerializer):
    """There is nothing to ask for."""


class PageQuery(StrictSerializer):
    """Which part of a list."""

    cursor = Text(
        required=False,
        allow_blank=True,
        max_length=LONGEST_CURSOR,
        help_text="Where a page begins: `next` and `previous` have it.",
    )
    page_size = serializers.IntegerField(
        min_value=1, max_value=MOST_IN_A_PAGE, required=False, help_text="How many rows; 20 where it is left out."
    )


class Reading(APIView):
    """A view whose GET takes the query that `query_serializer` describes; anything else in it is a 400.

    What was asked for, checked and with its defaults, is in `self.asked`.
    """

    query_serializer: ClassVar[type[StrictSerializer]] = NoQuery
    asked: StrictSerializer

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "HEAD") and hasattr(self, "get"):
            self.asked = self._checked(request)

    def _checked(self, request: Request) -> StrictSerializer:
        asked = self.query_serializer(data={})
        given: dict[str, Any] = {}
        twice: dict[str, list[str]] = {}
        for name, values in request.query_params.lists():
            is_list = isinstance(asked.fields.get(name), serializers.ListField)
            given[name] = values if is_list else values[-1]
            if not is_list and name in asked.fields and len(values) > 1:
                twice[name] = [ONCE]
        if twice:
            raise serializers.ValidationError(twice)
        asked = self.query_serializer(data=given)
        asked.is_valid(raise_exception=True)
        return asked
