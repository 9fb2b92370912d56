"""`Authorization: Bearer …` over REST: the request comes from the account that the token stands for."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from config.accounts import tokens
from sandbox.visitors import Visitor, become


class BearerAuthentication(BaseAuthentication):
    """No token: a guest, or the session's account, as everywhere. A token that opens nothing: 401."""

    def authenticate(self, request: Request) -> tuple[Any, dict[str, Any]] | None:
        scheme, _, text = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        try:
            account, says = tokens.opened(text.strip().decode("ascii"))
        except UnicodeDecodeError:
            raise AuthenticationFailed("Token is invalid.") from None
        except tokens.Refused as error:
            raise AuthenticationFailed(str(error)) from None
        become(request._request, Visitor.of_account(account.visitor))
        return account.user, says

    def authenticate_header(self, request: Request) -> str:
        error = ', error="invalid_token"' if get_authorization_header(request) else ""
        return f'Bearer realm="kubedrill"{error}'


class BearerDescription(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = BearerAuthentication
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "The access token of an account. Without one the request comes from a guest, "
            "who is known by a cookie.",
        }
