"""Your data: what there is, all of it in a file, and its deletion. Signing up and logging in are django-allauth's."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.accounts import actions, belongings, exports
from config.accounts.forms import ChangeEmail, WithPassword
from config.accounts.models import Account
from sandbox.visitors import visitor_of


@never_cache
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What there is of whoever looks."""
    account = account_of(request)
    visitor = visitor_of(request)
    kept = belongings.tally(visitor.known_key) if visitor.is_known else {}
    context: dict[str, Any] = {"account": account, "kept": _listed(kept)}
    if account:
        context |= {"programs": account.grants.all(), "address": address_of(account)}
    return render(request, "accounts/data.html", context)


@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """All of it, as a file to keep."""
    whole = exports.whole(visitor_of(request), account_of(request))
    name = exports.file_name()
    response = JsonResponse(whole, encoder=DjangoJSONEncoder, json_dumps_params={"indent": 2})
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Ask once more, and then delete everything."""
    account = account_of(request)
    visitor = visitor_of(request)
    form = WithPassword(request.POST or None, request=request) if account else None
    if request.method == "POST" and (form is None or form.is_valid()):
        if account:
            actions.erase_account(account)
            logout(request)
            messages.success(request, "Your account and everything of yours is deleted.")
        else:
            actions.erase_guest(request)
            messages.success(request, "Everything that was kept of you is deleted.")
        return redirect("accounts:data")
    kept = belongings.tally(visitor.known_key) if visitor.is_known else {}
    return render(request, "accounts/erase.html", {"account": account, "kept": _listed(kept), "form": form})


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def email(request: HttpRequest) -> HttpResponse:
    """Another e-mail address, which counts at once and is confirmed afterwards, as the one of a sign-up is."""
    account = account_of(request)
    if account is None:
        return redirect("accounts:data")
    form = ChangeEmail(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        old = account.user.email
        address = actions.change_address(account, form.cleaned_data["email"])
        if settings.HAS_MAIL:
            send_verification_email_to_address(request, address)
            words = {"from_email": old, "to_email": address.email}
            get_adapter(request).send_notification_mail("account/email/email_changed", account.user, words, email=old)
        messages.success(request, f"You log in with {address.email} from now on.")
        return redirect("accounts:data")
    return render(request, "accounts/email.html", {"account": account, "address": address_of(account), "form": form})


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Send the link once more that confirms the address."""
    account = account_of(request)
    address = address_of(account) if account else None
    is_wanted = address and settings.HAS_MAIL and not address.verified
    if is_wanted and not send_verification_email_to_address(request, address):
        messages.warning(request, "A link went to you within the last three minutes. Look for it first.")
    return redirect("accounts:data")


@require_POST
def send_away(request: HttpRequest, grant: uuid.UUID) -> HttpResponse:
    """End a program's access."""
    account = account_of(request)
    if account and actions.send_program_away(account, grant):
        messages.success(request, "The program has no access any more.")
    return redirect("accounts:data")


def account_of(request: HttpRequest) -> Account | None:
    """The account that a request comes from, by a session or by a token; None for a guest."""
    visitor = visitor_of(request)
    if not visitor.is_account:
        return None
    return Account.objects.select_related("user").filter(visitor=visitor.known_key).first()


def address_of(account: Account) -> EmailAddress | None:
    """The e-mail address as something that may be confirmed."""
    return EmailAddress.objects.filter(user=account.user, email__iexact=account.user.email).first()


def _listed(kept: dict[str, int]) -> list[tuple[str, int]]:
    return [(belongings.in_words({name: count}).partition(" ")[2], count) for name, count in kept.items()]
