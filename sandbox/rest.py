"""What makes the REST interface strict: input is read up to a bound, and nothing in it is guessed or passed over."""

import time
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import DataError
from redis.exceptions import RedisError
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from sandbox import limits
from sandbox.visitors import visitor_of

if TYPE_CHECKING:
    from rest_framework.views import APIView  # it loads this module, by the settings

BODY_BYTES = 8 * 1024 * 1024  # two texts at their limit, every character of them escaped, and room to name what is over

MOST_IN_A_PAGE = 100


class BoundedJSONParser(JSONParser):
    """JSON of at most `BODY_BYTES`. A body that is longer or nested too deep is the client's mistake, not our crash."""

    strict = True

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        request = (parser_context or {})["request"]
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > BODY_BYTES:
            raise ParseError(f"The request is {int(length):,} bytes long; at most {BODY_BYTES:,} are read.")
        try:
            return super().parse(stream, media_type, dict(parser_context or {}))
        except RecursionError:
            raise ParseError("The request is nested too deep.") from None


class StrictSerializer(serializers.Serializer[Any]):
    """A serializer that names every field it does not know instead of dropping it."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, Mapping) else []
        known = ", ".join(self.fields)
        problems = {str(name): [f"There is no such field. There are: {known}."] for name in unknown}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if not isinstance(error.detail, dict):
                raise
            raise serializers.ValidationError({**error.detail, **problems}) from None
        if problems:
            raise serializers.ValidationError(problems)
        return value


class Text(serializers.CharField):
    """A text as the client wrote it: numbers and booleans are no texts, and white space is kept."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            data.encode("utf-8")
        except UnicodeEncodeError:
            raise serializers.ValidationError("This holds half of a surrogate pair, which is no character.") from None
        return super().to_internal_value(data)


class LongText(Text):
    """A text of at most `limits.INPUT_BYTES`."""

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, str) and (message := limits.too_long(data)):
            raise serializers.ValidationError(message, code="max_length")
        return super().to_internal_value(data)


class PerMinute(BaseThrottle):
    """So many requests a minute of an account or an address, counted in Redis; where that is away, nobody waits."""

    scope = ""
    most = 0
    is_by_account = True

    def allow_request(self, request: Request, view: "APIView") -> bool:
        minute = int(time.time() // 60)
        visitor = visitor_of(request)
        # Guests are counted by where they come from: a cookie is thrown away quickly.
        who = visitor.known_key if self.is_by_account and visitor.is_account else self.get_ident(request)
        key = f"throttle:{self.scope}:{who}:{minute}"
        try:
            cache.add(key, 0, 120)
            return cache.incr(key) <= self.most
        except (RedisError, ValueError):
            return True

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return 60 - time.time() % 60


class RequestThrottle(PerMinute):
    scope = "requests"
    most = settings.REQUESTS_PER_MINUTE


class SubmissionThrottle(PerMinute):
    scope = "submissions"
    most = settings.SUBMISSIONS_PER_MINUTE


class CursorPages(CursorPagination):
    """A list a page at a time, by a cursor: what comes in or goes meanwhile makes no row appear twice or get lost.

    A view's own pages are a subclass with its `ordering`, whose first field has to be another in each row. What the
    query says (`cursor`, `page_size` up to `MOST_IN_A_PAGE`) is checked by the view's own serializer.
    """

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = MOST_IN_A_PAGE

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        """All three are always there."""
        address = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": address | {"description": "The page that follows; null on the last."},
                "previous": address | {"description": "The page before; null on the first."},
                "results": schema,
            },
        }

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, ValidationError, DataError):
            # Somebody's own cursor, well-formed, with a position that the column cannot have.
            if self.cursor is None:
                raise
            raise NotFound(self.invalid_cursor_message) from None
