"""What follows when somebody logs in or out, whichever page they do it at."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from config.accounts import actions, belongings
from config.accounts.holdup import forget_failures


@receiver(user_logged_in)
def take_over_guest(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """What the browser's guest did is the account's."""
    forget_failures(request, user.email or user.username)
    what = actions.take_over_guest(request, actions.open_account(user))
    taken = f" Taken over from this browser: {belongings.in_words(what)}." if what else ""
    messages.success(request, f"You are logged in as {user.email or user.username}.{taken}", fail_silently=True)


@receiver(user_logged_out)
def become_somebody_new(sender: Any, request: HttpRequest, **_: Any) -> None:
    """The browser is a fresh guest."""
    actions.forget_guest(request)
