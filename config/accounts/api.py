"""Accounts, tokens and one's own data over REST."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.forms import SignupForm
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError as FormProblem
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.http import HttpRequest, JsonResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.settings import api_settings

from config.accounts import actions, belongings, exports, tokens
from config.accounts.authentication import BearerAuthentication
from config.accounts.holdup import forget_failures
from config.accounts.models import Account
from config.accounts.views import account_of
from sandbox.queries import Reading
from sandbox.rest import PerMinute, StrictSerializer, Text
from sandbox.visitors import visitor_of

LONGEST_PASSWORD = 256
NOT_KEPT = {"Cache-Control": "no-store"}
_PROBLEMS = OpenApiResponse(OpenApiTypes.OBJECT, description="What is wrong, by field.")
_DONE = OpenApiResponse(description="It is done.")


class SignInThrottle(PerMinute):
    """Passwords and refresh tokens: for each address, whoever it says it is."""

    scope = "sign-ins"
    most = settings.SIGN_INS_PER_MINUTE
    is_by_account = False


class Credentials(StrictSerializer):
    """Who somebody is."""

    email = serializers.EmailField(max_length=254)
    password = Text(max_length=LONGEST_PASSWORD)


class RefreshText(StrictSerializer):
    """A refresh token."""

    refresh = Text(max_length=4096)


class TokenPair(serializers.Serializer[Any]):
    """Send `access` with each request; before it ends, fetch the next pair with `refresh`, which is good once."""

    access = serializers.CharField(help_text="For `Authorization: Bearer …`.")
    refresh = serializers.CharField(help_text="Good for one refresh within 30 days.")
    expires_in = serializers.IntegerField(help_text="Seconds for which `access` is good.")


class AccountShown(serializers.Serializer[Any]):
    """Whoever asks: `email` and `opened` are null for a guest. `kept` counts what there is, by its name."""

    email = serializers.EmailField(allow_null=True)
    opened = serializers.DateTimeField(allow_null=True)
    kept = serializers.DictField(child=serializers.IntegerField())


class TakenOver(serializers.Serializer[Any]):
    """What was done as a guest and is the account's now, counted by its name."""

    taken_over = serializers.DictField(child=serializers.IntegerField())


class NewAccount(TokenPair):
    """The tokens of a new account, and what it has taken over from the guest whose cookie came along."""

    taken_over = serializers.DictField(child=serializers.IntegerField())


class Export(serializers.Serializer[Any]):
    """Everything, as docs/export.md describes it."""

    format = serializers.CharField()
    exported = serializers.DateTimeField()
    account = serializers.DictField(allow_null=True)
    rooms = serializers.DictField(child=serializers.DictField())


class SignIn(AuthenticationFailed):
    """401 of an address that takes a password or a refresh token itself."""


class Tokens(APIView):
    """Whoever asks here has no token yet, or an old one: it is not looked at."""

    throttle_classes = (SignInThrottle,)
    authentication_classes = ()

    def get_authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="kubedrill"'

    @extend_schema(
        operation_id="token_create",
        summary="Sign in: tokens for an e-mail address and a password",
        request=Credentials,
        responses={
            200: TokenPair,
            400: _PROBLEMS,
            401: OpenApiResponse(OpenApiTypes.OBJECT, description="No account has this address with this password."),
            429: OpenApiResponse(OpenApiTypes.OBJECT, description="Too often, or too many wrong passwords."),
        },
    )
    def post(self, request: Request) -> Response:
        given = Credentials(data=request.data)
        given.is_valid(raise_exception=True)
        user = authenticated(request._request, **given.validated_data)
        pair = tokens.let_in(actions.open_account(user), request._request)
        return Response(asdict(pair), headers=NOT_KEPT)


class Renewal(Tokens):
    @extend_schema(
        operation_id="token_refresh",
        summary="The next tokens, for a refresh token that was not used yet",
        description="A refresh token that comes a second time is in two hands: then all tokens of that program end.",
        request=RefreshText,
        responses={
            200: TokenPair,
            400: _PROBLEMS,
            401: OpenApiResponse(OpenApiTypes.OBJECT, description="The token opens nothing (any more). Sign in again."),
        },
    )
    def post(self, request: Request) -> Response:
        given = RefreshText(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            pair = tokens.renew(given.validated_data["refresh"])
        except tokens.Refused as error:
            raise SignIn(str(error)) from None
        return Response(asdict(pair), headers=NOT_KEPT)


class Revocation(Tokens):
    @extend_schema(
        operation_id="token_revoke",
        summary="Sign out: end all tokens of this program",
        description="Access tokens end with it. A token that opens nothing is fine as it is.",
        request=RefreshText,
        responses={204: _DONE, 400: _PROBLEMS},
    )
    def post(self, request: Request) -> Response:
        given = RefreshText(data=request.data)
        given.is_valid(raise_exception=True)
        tokens.send_away(given.validated_data["refresh"])
        return Response(status=status.HTTP_204_NO_CONTENT)


class OwnAccount(Reading):
    def get_throttles(self) -> list[Any]:
        return [SignInThrottle()] if self.request.method == "POST" else super().get_throttles()

    @extend_schema(
        operation_id="account_read", summary="Who is asking, and what there is of them", responses={200: AccountShown}
    )
    def get(self, request: Request) -> Response:
        account = account_of(request._request)
        visitor = visitor_of(request)
        body = {
            "email": account.user.email if account else None,
            "opened": account.opened if account else None,
            "kept": belongings.tally(visitor.known_key) if visitor.is_known else {},
        }
        return Response(AccountShown(body).data, headers=NOT_KEPT)

    @extend_schema(
        operation_id="account_create",
        summary="Open an account, and sign in",
        description="What was done as a guest goes over to it, where the guest's cookie comes along.",
        request=Credentials,
        responses={201: NewAccount, 400: _PROBLEMS},
    )
    def post(self, request: Request) -> Response:
        given = Credentials(data=request.data)
        given.is_valid(raise_exception=True)
        with transaction.atomic():
            account = sign_up(request._request, **given.validated_data)
            taken = actions.take_over_guest(request._request, account)
            pair = tokens.let_in(account, request._request)
        return Response(asdict(pair) | {"taken_over": taken}, status.HTTP_201_CREATED, headers=NOT_KEPT)

    @extend_schema(
        operation_id="account_delete",
        summary="Delete everything: the account, or what a guest did",
        description="Of an account it takes a token whose sign-in was within 15 minutes; else it is a 403.",
        responses={
            204: _DONE,
            403: OpenApiResponse(OpenApiTypes.OBJECT, description="The password was given too long ago."),
        },
    )
    def delete(self, request: Request) -> Response:
        account = account_of(request._request)
        if account is None:
            actions.erase_guest(request._request)
        elif has_signed_in_lately(request):
            actions.erase_account(account)
        else:
            raise PermissionDenied("Sign in again, and then delete the account with the new token.")
        return Response(status=status.HTTP_204_NO_CONTENT)


class OwnExport(Reading):
    @extend_schema(
        operation_id="account_export", summary="Everything there is of whoever asks", responses={200: Export}
    )
    def get(self, request: Request) -> JsonResponse:
        whole = exports.whole(visitor_of(request), account_of(request._request))
        return JsonResponse(whole, encoder=DjangoJSONEncoder, headers=NOT_KEPT)


class Claim(APIView):
    @extend_schema(
        operation_id="account_claim",
        summary="Take over what was done as a guest",
        description="For a program that was a guest (it has the cookie) and has signed in to an account since.",
        request=None,
        responses={
            200: TakenOver,
            403: OpenApiResponse(OpenApiTypes.OBJECT, description="There is no account to take it over."),
        },
    )
    def post(self, request: Request) -> Response:
        account = account_of(request._request)
        if account is None:
            raise PermissionDenied("Send the token of the account that shall have it.")
        return Response({"taken_over": actions.take_over_guest(request._request, account)})


def has_signed_in_lately(request: Request) -> bool:
    """The password was given within the time of an access token. A browser's session has a page that asks for it."""
    if not isinstance(request.successful_authenticator, BearerAuthentication):
        return False
    lifetime: float = api_settings.ACCESS_TOKEN_LIFETIME.total_seconds()
    return time.time() - int(cast(dict[str, Any], request.auth).get(tokens.SIGNED_IN, 0)) < lifetime


def authenticated(request: HttpRequest, email: str, password: str) -> User:
    """The user with this address and password; `SignIn` or `Throttled` where there is none, or too often."""
    try:
        user = get_adapter(request).authenticate(request, email=email, password=password)
    except FormProblem as error:
        raise Throttled(wait=3600, detail=" ".join(error.messages)) from None
    if not isinstance(user, User) or not user.is_active:
        raise SignIn("No account has this e-mail address with this password.")
    forget_failures(request, email)
    return user


def sign_up(request: HttpRequest, email: str, password: str) -> Account:
    """A new user, by the rules of the page; a problem of a field where there is something wrong."""
    form = SignupForm({"email": email, "password1": password, "password2": password})
    if not form.is_valid():
        problems = {name.replace("password1", "password"): list(said) for name, said in form.errors.items()}
        raise serializers.ValidationError(problems)
    try:
        with transaction.atomic():
            user, _ = form.try_save(request)
    except IntegrityError:  # the same address twice at the same time
        taken = get_adapter(request).error_messages["email_taken"]
        raise serializers.ValidationError({"email": [taken]}) from None
    if settings.HAS_MAIL:
        address = EmailAddress.objects.get(user=user, primary=True)
        transaction.on_commit(lambda: address.send_confirmation(request, signup=True))
    return actions.open_account(user)
