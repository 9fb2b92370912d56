"""Where django-allauth asks the site: names of users, addresses, mail, and what is said."""

from __future__ import annotations

import hashlib
import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser, User
from django.http import HttpRequest

from config.accounts.holdup import address_of

logger = logging.getLogger(__name__)

USERNAME_LENGTH = 150  # Django's own


def username_for(email: str) -> str:
    """A user's name, which nobody sees: the database lets each be there once, so no e-mail address has two accounts."""
    name = email.lower()
    return name if len(name) <= USERNAME_LENGTH else hashlib.sha256(name.encode()).hexdigest()


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "No account has this e-mail address with this password.",
        "email_taken": "There is an account with this e-mail address already. Log in instead.",
        "enter_current_password": "This is not your current password.",
        "incorrect_password": "This is not your password.",
        "too_many_login_attempts": "There were too many wrong passwords for this address. Try again in an hour.",
        "rate_limited": "That was too often. Wait for a minute, and try again.",
        "duplicate_email": "This is your e-mail address already.",
    }

    def populate_username(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        assert isinstance(user, User)  # noqa: S101 - the site's users are Django's
        user.username = username_for(user.email)

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            # An account is as good without the mail, and saying it here would tell which addresses have an account.
            logger.exception("The mail %s could not be sent", template_prefix)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Its pages are pages; programs have the REST interface."""
        return False
