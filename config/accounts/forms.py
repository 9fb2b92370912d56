"""django-allauth's forms with this site's words: each field has a label above it and none inside."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms
from allauth.account.adapter import get_adapter
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import CharField, EmailField, Form, PasswordInput
from django.http import HttpRequest

from config.accounts.adapter import Adapter

PASSWORD_RULES = "At least 8 characters, and not one of the passwords that everybody uses."  # noqa: S105


class Worded:
    """Mixed in before a form: its labels and hints by the names of its fields."""

    fields: dict[str, Any]
    labels: ClassVar[dict[str, str]] = {}
    hints: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class LogIn(Worded, forms.LoginForm):
    labels: ClassVar = {"login": "E-mail address", "password": "Password", "remember": "Stay logged in on this browser"}


class SignUp(Worded, forms.SignupForm):
    labels: ClassVar = {"email": "E-mail address", "password1": "Password", "password2": "The same password again"}
    hints: ClassVar = {"password1": PASSWORD_RULES}


class ChangePassword(Worded, forms.ChangePasswordForm):
    labels: ClassVar = {
        "oldpassword": "Your password until now",
        "password1": "New password",
        "password2": "The new password again",
    }
    hints: ClassVar = {"password1": PASSWORD_RULES}


class SetPassword(Worded, forms.SetPasswordForm):
    labels: ClassVar = {"password1": "New password", "password2": "The new password again"}
    hints: ClassVar = {"password1": PASSWORD_RULES}


class ResetPassword(Worded, forms.ResetPasswordForm):
    labels: ClassVar = {"email": "E-mail address"}


class ResetPasswordKey(Worded, forms.ResetPasswordKeyForm):
    labels: ClassVar = SetPassword.labels
    hints: ClassVar = SetPassword.hints


class Reauthenticate(Worded, forms.ReauthenticateForm):
    labels: ClassVar = {"password": "Your password"}


class WithPassword(Form):
    """What is done with an account that a session alone must not do: the password is asked for once more.

    Whoever guesses it here is held up as at the login.
    """

    password = CharField(
        label="Your password", widget=PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )

    def __init__(self, *args: Any, request: HttpRequest, **words: Any) -> None:
        self.request = request
        super().__init__(*args, **words)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not get_adapter(self.request).reauthenticate(self.request.user, password):
            raise ValidationError("This is not your password.")
        return password


class ChangeEmail(WithPassword):
    email = EmailField(label="New e-mail address", max_length=254)
    field_order = ("email", "password")

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        others = User.objects.exclude(username=self.request.user.get_username())
        if others.filter(Q(email__iexact=email) | Q(emailaddress__email__iexact=email)).exists():
            raise ValidationError(Adapter.error_messages["email_taken"])
        return email
