"""Who somebody is: a guest, by a random name in a signed cookie, or an account, by the key that stands in its row.

`request.visitor` is there on every request. A guest needs no row in the database; the cookie is set by the first
response after `request.visitor.key` was asked for, so that whoever only reads gets none. Keys of accounts never stand
in it: whoever has logged in is known by what says so (a session, a token). To the rooms that keep rows both are a key.
"""

import secrets
from collections.abc import Callable
from functools import cached_property
from typing import Self

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

COOKIE = "visitor"
COOKIE_SECONDS = 400 * 24 * 3600  # as long as browsers keep any cookie

_signer = Signer(salt="sandbox.visitors")


def new_key() -> str:
    """192 random bits: of a guest, or of an account."""
    return secrets.token_urlsafe(24)


class Visitor:
    """The visitor of one request. `known_key` is "" for a guest who has done nothing yet."""

    is_account = False
    #: The browser shall no longer have the guest's cookie, whatever becomes of the visitor.
    forgets_guest = False

    def __init__(self, known_key: str = "") -> None:
        self.known_key = known_key

    @classmethod
    def of_account(cls, key: str) -> Self:
        """Somebody who has logged in."""
        visitor = cls(key)
        visitor.is_account = True
        return visitor

    @property
    def is_known(self) -> bool:
        """The request carried a visitor cookie of ours, or comes from an account."""
        return bool(self.known_key)

    @cached_property
    def key(self) -> str:
        """The visitor's key; a new one where the request carried none."""
        return self.known_key or new_key()

    @property
    def cookie(self) -> str | None:
        """The cookie that the response has to set, if any."""
        return _signer.sign(self.key) if not self.is_known and "key" in self.__dict__ else None


class VisitorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        become(request, Visitor(guest_key(request)))
        response = self.get_response(request)
        visitor = visitor_of(request)  # which may have become another meanwhile
        if visitor.cookie:
            response.set_cookie(
                COOKIE, visitor.cookie, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=settings.HTTPS
            )
        elif visitor.forgets_guest and COOKIE in request.COOKIES:
            response.delete_cookie(COOKIE, samesite="Lax")
        return response


def guest_key(request: HttpRequest) -> str:
    """The key in the request's cookie, whoever else the visitor is; "" where there is none of ours."""
    try:
        return _signer.unsign(request.COOKIES.get(COOKIE, ""))
    except BadSignature:
        return ""


def visitor_of(request: HttpRequest) -> Visitor:
    """The visitor of a Django request or of the request that a REST request wraps."""
    visitor = getattr(getattr(request, "_request", request), "visitor", None)
    assert isinstance(visitor, Visitor), "VisitorMiddleware is missing"  # noqa: S101
    return visitor


def become(request: HttpRequest, visitor: Visitor) -> None:
    """From now on the request comes from this visitor."""
    setattr(getattr(request, "_request", request), "visitor", visitor)  # noqa: B010
