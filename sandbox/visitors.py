"""Who a guest is: a random name in a signed cookie. No account and no row in the database is needed for it.

`request.visitor` is there on every request. The cookie is set by the first response after `request.visitor.key` was
asked for, so that whoever only reads gets none.
"""

import secrets
from collections.abc import Callable
from functools import cached_property

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

COOKIE = "visitor"
COOKIE_SECONDS = 400 * 24 * 3600  # as long as browsers keep any cookie

_signer = Signer(salt="sandbox.visitors")


class Visitor:
    """The visitor of one request."""

    def __init__(self, request: HttpRequest) -> None:
        try:
            self.known_key = _signer.unsign(request.COOKIES.get(COOKIE, ""))
        except BadSignature:
            self.known_key = ""

    @property
    def is_known(self) -> bool:
        """The request carried a visitor cookie of ours."""
        return bool(self.known_key)

    @cached_property
    def key(self) -> str:
        """The visitor's key; a new one where the request carried none."""
        return self.known_key or secrets.token_urlsafe(24)

    @property
    def cookie(self) -> str | None:
        """The cookie that the response has to set, if any."""
        return _signer.sign(self.key) if not self.is_known and "key" in self.__dict__ else None


class VisitorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        visitor = Visitor(request)
        setattr(request, "visitor", visitor)  # noqa: B010
        response = self.get_response(request)
        if visitor.cookie:
            response.set_cookie(
                COOKIE, visitor.cookie, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=settings.HTTPS
            )
        return response


def visitor_of(request: HttpRequest) -> Visitor:
    """The visitor of a Django request or of the request that a REST request wraps."""
    visitor = getattr(getattr(request, "_request", request), "visitor", None)
    assert isinstance(visitor, Visitor), "VisitorMiddleware is missing"  # noqa: S101
    return visitor
