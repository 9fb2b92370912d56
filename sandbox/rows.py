"""Pages over rows that no database keeps (files, what was computed), by cursor as all lists of the REST interface."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from sandbox.rest import CursorPages

Row = TypeVar("Row")


def page(rows: Sequence[Row], name_of: Callable[[Row], str], request: Request) -> tuple[list[Row], dict[str, Any]]:
    """The rows of the page that the request asks for, and the page without its results: {next, previous}.

    A cursor names the row that its page begins with; where that is gone by now the answer is a 404. The query was
    checked by `queries.PageQuery`.
    """
    size = int(request.query_params.get("page_size") or CursorPages.page_size)
    start = 0
    if cursor := request.query_params.get("cursor"):
        places = {name_of(row): place for place, row in enumerate(rows)}
        try:
            start = places[urlsafe_b64decode(cursor).decode()]
        except (KeyError, ValueError):
            raise NotFound(CursorPages.invalid_cursor_message) from None

    def to(place: int) -> str:
        where = urlsplit(request.build_absolute_uri())
        query = dict(parse_qsl(where.query)) | {"cursor": urlsafe_b64encode(name_of(rows[place]).encode()).decode()}
        return urlunsplit(where._replace(query=urlencode(query)))

    end = start + size
    return list(rows[start:end]), {
        "next": to(end) if end < len(rows) else None,
        "previous": to(max(0, start - size)) if start else None,
    }
