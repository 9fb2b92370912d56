"""Whoever guesses passwords is held up: after `LOGIN_FAILURES` wrong ones for an e-mail address from one place, that
address and that place have to wait, and are told for how long, whether or not there is such an account.

Counted by django-axes in Redis.
"""

from __future__ import annotations

import math
import time
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, as far as the proxies in front are believed (`NUM_PROXIES`)."""
    return str(BaseThrottle().get_ident(Request(request)) or "unknown")


def login_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Which account somebody tries: the e-mail address, or the name at the admin's door; small letters."""
    given = credentials or {}
    return str(given.get("email") or given.get("username") or "").strip().lower()


def held_up(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The answer to somebody who has to wait: 429, with the minutes that are left."""
    length = settings.AXES_COOLOFF_TIME.total_seconds()
    until = time.time() + length
    key = _key(request, login_of(request, credentials))
    if not cache.add(key, until, int(length)):
        until = cache.get(key, until)
    seconds = max(1, math.ceil(until - time.time()))
    minutes = math.ceil(seconds / 60)
    wait = f"{minutes} minute{'' if minutes == 1 else 's'}"
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    if request.path.startswith("/api/"):
        detail = f"There were too many wrong passwords for this e-mail address. Try again in {wait}."
        return JsonResponse({"detail": detail}, status=429, headers=headers)
    page = render(request, "accounts/held_up.html", {"wait": wait}, status=429)
    for name, value in headers.items():
        page.headers[name] = value
    return page


def forget_failures(request: HttpRequest, login: str) -> None:
    """The right password was given: what was wrong before no longer counts."""
    AxesProxyHandler.reset_attempts(username=login.lower(), ip_address=address_of(request))
    cache.delete(_key(request, login.lower()))


def _key(request: HttpRequest, login: str) -> str:
    """Where it is kept until when this place has to wait for this account."""
    place = salted_hmac("config.accounts.holdup", f"{address_of(request)} {login}")
    return f"held-up:{place.hexdigest()}"
