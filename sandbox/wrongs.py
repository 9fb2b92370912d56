"""The two shapes of every error over REST: what is wrong by field, or one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

#: Of 400: of each field what is wrong with it; `detail` where the request as a whole cannot be read.
PROBLEMS: dict[str, Any] = {
    "type": "object",
    "description": "What is wrong: for each field a list of sentences. A field of a list or an object within another "
    "is named with points (`events.0.rating`); `non_field_errors` is about several fields, and `detail` is there "
    "instead of all others where the request cannot be read at all.",
    "properties": {"detail": {"type": "string"}},
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
}
#: Of all others.
REFUSAL: dict[str, Any] = {
    "type": "object",
    "description": "Why not, in one sentence.",
    "properties": {"detail": {"type": "string"}},
    "required": ["detail"],
}


def answered(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error that a view raised; None for a bug of ours."""
    response = exception_handler(error, context)
    if response is not None and isinstance(error, ValidationError):
        response.data = by_field(response.data)
    return response


def by_field(problems: Any) -> dict[str, list[str]]:
    """Problems as serializers nest them, as field → sentences. The fields of what is nested get names with points."""
    found: dict[str, list[str]] = {}
    for name, sentence in _each(problems, ""):
        found.setdefault(name or api_settings.NON_FIELD_ERRORS_KEY, []).append(sentence)
    return found


def _each(problems: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(problems, Mapping):
        for name, inner in problems.items():
            is_whole = name == api_settings.NON_FIELD_ERRORS_KEY
            yield from _each(inner, path if is_whole else f"{path}.{name}" if path else str(name))
    elif isinstance(problems, list):
        for number, inner in enumerate(problems):
            nested = isinstance(inner, (Mapping, list))
            yield from _each(inner, f"{path}.{number}".lstrip(".") if nested else path)
    else:
        yield path, str(problems)
