"""What templates of every page may ask about accounts."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def accounts(request: HttpRequest) -> dict[str, Any]:
    """`has_mail`: the site sends mail."""
    return {"has_mail": settings.HAS_MAIL}
