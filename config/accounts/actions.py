"""Everything that is ever written about accounts, a verb each."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from config.accounts import belongings
from config.accounts.adapter import username_for
from config.accounts.models import Account
from sandbox.visitors import Visitor, become, guest_key


def open_account(user: AbstractBaseUser) -> Account:
    """The user's account; made where there is none."""
    return Account.objects.get_or_create(user_id=user.pk)[0]


@transaction.atomic
def take_over_guest(request: HttpRequest, account: Account) -> dict[str, int]:
    """What was done as the guest of this browser is the account's from now on; what it was, by its name.

    The guest is forgotten: its cookie goes with the response, and from here on the request is the account's.
    """
    guest = guest_key(request)
    what = belongings.hand_over(guest, account.visitor) if guest else {}
    visitor = Visitor.of_account(account.visitor)
    visitor.forgets_guest = True
    become(request, visitor)
    return what


@transaction.atomic
def change_address(account: Account, email: str) -> EmailAddress:
    """Another e-mail address to log in with, in the place of the one until now, which is free again."""
    user = account.user
    user.email = email
    user.username = username_for(email)
    user.save(update_fields=["email", "username"])
    EmailAddress.objects.filter(user=user).delete()
    return EmailAddress.objects.create(user=user, email=email, primary=True)


@transaction.atomic
def erase_account(account: Account) -> None:
    """The user, all that is theirs, their programs and their sessions on all devices."""
    user_id = str(account.user_id)
    belongings.erase(account.visitor)
    account.user.delete()
    # Django's sessions do not say whose they are until they are read; an account is rarely deleted.
    live = Session.objects.filter(expire_date__gt=timezone.now()).iterator(chunk_size=1000)
    theirs = [session.pk for session in live if session.get_decoded().get("_auth_user_id") == user_id]
    Session.objects.filter(pk__in=theirs).delete()


def erase_guest(request: HttpRequest) -> None:
    """All that was done as the guest of this browser; whoever comes next is another guest."""
    if guest := guest_key(request):
        belongings.erase(guest)
    forget_guest(request)


def forget_guest(request: HttpRequest) -> None:
    """The browser becomes somebody new."""
    visitor = Visitor()
    visitor.forgets_guest = True
    become(request, visitor)


def send_program_away(account: Account, grant: Any) -> bool:
    """End a program's grant; False where there is none."""
    return bool(account.grants.filter(pk=grant).delete()[0])
