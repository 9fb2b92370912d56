"""Whoever has logged in is their account, in a browser's session as everywhere."""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from redis.exceptions import RedisError

from config.accounts.models import Account
from sandbox.visitors import Visitor, become

logger = logging.getLogger(__name__)

READING = {"GET", "HEAD", "OPTIONS", "TRACE"}


class AccountMiddleware:
    """After `VisitorMiddleware`: a request with a live session comes from the account's visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Guests have no session: nothing is looked up for them.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            account = Account.objects.filter(user_id=request.user.pk).first()
            if account:
                if writes_from_elsewhere(request):
                    return JsonResponse(
                        {"detail": "This comes from another site's page, and was not done."}, status=403
                    )
                become(request, Visitor.of_account(account.visitor))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Wrong passwords are counted in Redis. While it is away nobody logs in, or guessing would be free."""
        if not isinstance(exception, RedisError):
            return None
        logger.error("Redis is away: %s was not answered: %s", request.path, exception)
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": "A part of the site is away. Try again in a minute."}, status=503)
        return render(request, "accounts/away.html", status=503)


def writes_from_elsewhere(request: HttpRequest) -> bool:
    """A page of another origin writes to the REST interface with a session's cookie. Pages have their CSRF tokens.

    The cookie is SameSite=Lax, which keeps other sites out, but not other origins of this site (a sibling's name,
    another port). Browsers tell the origin of every write; programs that tell none are asked for no more.
    """
    if request.method in READING or not request.path.startswith("/api/"):
        return False
    if request.headers.get("Authorization", "").lower().startswith("bearer "):
        return False  # then it is the token that counts, and pages of others have none
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
    own = urlsplit(request.build_absolute_uri("/"))
    return origin not in (f"{own.scheme}://{own.netloc}", *settings.CSRF_TRUSTED_ORIGINS)
