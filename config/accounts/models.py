"""Whose rows a user's are, and the programs that may act for them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from sandbox.visitors import new_key


class Account(models.Model):
    """A user is a visitor: all rows that carry the key are theirs. No cookie ever holds it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="account")
    visitor = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    opened = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.user)


class Grant(models.Model):
    """A program that was let in with the password, and stays until it is sent away or does not come for 30 days.

    Its tokens name this row. Deleting the row ends all of them at once, as does another password.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    program = models.CharField(max_length=200, blank=True, help_text="What it called itself (User-Agent).")
    refresh = models.CharField(max_length=64, help_text="The id of the one refresh token that is good.")
    seal = models.CharField(max_length=128, help_text="Follows from the password; another password breaks it.")
    made = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(help_text="When it last fetched tokens.")

    class Meta:
        ordering: ClassVar = ["-used"]
        indexes: ClassVar = [models.Index(fields=["account", "-used"], name="grant_of_account")]

    def __str__(self) -> str:
        return f"{self.program or 'A program'} ({self.id})"
