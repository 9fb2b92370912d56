"""All of a visitor's data as one JSON file. docs: `docs/export.md` says what is in it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from config.accounts import belongings
from config.accounts.models import Account
from sandbox.visitors import Visitor

FORMAT = "kubedrill/1"


def whole(visitor: Visitor, account: Account | None) -> dict[str, Any]:
    """The file's content; instants and UUIDs are still Python's own."""
    return {
        "format": FORMAT,
        "exported": timezone.now(),
        "account": _of_account(account) if account else None,
        "rooms": belongings.export(visitor.known_key) if visitor.is_known else {},
    }


def _of_account(account: Account) -> dict[str, Any]:
    return {
        "email": account.user.email,
        "opened": account.opened,
        "programs": list(account.grants.values("program", "made", "used")),
    }


def file_name() -> str:
    return f"kubedrill-{timezone.now():%Y-%m-%d}.json"
