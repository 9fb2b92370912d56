"""Tokens of programs: a short-lived one to work with, and one that fetches the next pair and is good once.

They are signed and hold no more than the id of their grant, so that what they open is looked up each time: a grant that
is gone, or a password that has changed, ends them at once and not after their 15 minutes.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token

from config.accounts.models import Account, Grant

GRANT = "grant"
SIGNED_IN = "auth_time"  # when the password was given

T = TypeVar("T", bound=Token)


class Refused(Exception):
    """The token opens nothing (any more); the message says why."""


@dataclass(frozen=True)
class Pair:
    """What a program gets: both tokens, and for how many seconds the first is good."""

    access: str
    refresh: str
    expires_in: int


def let_in(account: Account, request: HttpRequest) -> Pair:
    """A new grant, and its first tokens. Grants that nobody came back with are cleared away."""
    now = timezone.now()
    account.grants.filter(used__lt=now - api_settings.REFRESH_TOKEN_LIFETIME).delete()
    token = RefreshToken()
    grant = Grant.objects.create(
        account=account,
        program=request.headers.get("User-Agent", "")[:200].replace("\x00", ""),
        refresh=token[api_settings.JTI_CLAIM],
        seal=_seal(account.user),
        used=now,
    )
    token[GRANT] = str(grant.pk)
    token[SIGNED_IN] = int(now.timestamp())
    return _pair(token)


def renew(text: str) -> Pair:
    """The next pair, for a refresh token that was not used yet.

    One that was used before is in two hands: its grant ends, and with it every token of it. `Refused` says so.
    """
    token, grant = _opened(RefreshToken, text)
    old = token[api_settings.JTI_CLAIM]
    token.set_jti()
    token.set_exp()
    token.set_iat()
    # One conditional UPDATE: of two that come at once, one is the first.
    fresh = Grant.objects.filter(pk=grant.pk, refresh=old).update(
        refresh=token[api_settings.JTI_CLAIM], used=timezone.now()
    )
    if not fresh:
        Grant.objects.filter(pk=grant.pk).delete()
        raise Refused("This refresh token was used before. Its program has to sign in again.")
    return _pair(token)


def send_away(text: str) -> None:
    """End the grant of a token, an access or a refresh one. A token that opens nothing is fine as it is."""
    for kind in (RefreshToken, AccessToken):
        try:
            _, grant = _opened(kind, text)
        except Refused:
            continue
        grant.delete()


def opened(text: str) -> tuple[Account, dict[str, Any]]:
    """Whom an access token stands for, and what it says."""
    token, grant = _opened(AccessToken, text)
    return grant.account, token.payload


def _opened(kind: type[T], text: str) -> tuple[T, Grant]:
    try:
        token = kind(text)  # type: ignore[arg-type]
    except TokenError as error:
        raise Refused(f"{error}.") from None
    try:
        grant_id = uuid.UUID(str(token.payload.get(GRANT)))
    except ValueError:
        raise Refused("Token is invalid.") from None
    grant = Grant.objects.select_related("account__user").filter(pk=grant_id).first()
    user = grant.account.user if grant else None
    if grant is None or user is None or not user.is_active or not constant_time_compare(grant.seal, _seal(user)):
        raise Refused("Token is revoked.")
    return token, grant


def _seal(user: AbstractBaseUser) -> str:
    return user.get_session_auth_hash()


def _pair(token: RefreshToken) -> Pair:
    lifetime = int(api_settings.ACCESS_TOKEN_LIFETIME.total_seconds())
    return Pair(str(token.access_token), str(token), lifetime)
