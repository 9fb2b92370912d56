"""Alice, who has an account or is about to, and what she does as anybody would: by pages and over REST."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from config.accounts.models import Account
from sandbox.visitors import COOKIE, guest_key

ALICE = "alice@example.org"
PASSWORD = "nine kind otters"
CARD, OTHER = "card-selectors-000", "card-selectors-001"


def sign_up(client: Client, email: str = ALICE, password: str = PASSWORD, **more: str) -> Any:
    form = {"email": email, "password1": password, "password2": password} | more
    return client.post("/account/signup/", form, follow=True)


def log_in(client: Client, email: str = ALICE, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/account/login/", {"login": email, "password": password} | more, follow=True)


def log_out(client: Client) -> Any:
    return client.post("/account/logout/", follow=True)


def post(client: Client, path: str, body: Any = None, token: str = "", **headers: str) -> Any:
    """JSON to an address of the REST interface."""
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return client.post(f"/api/v1/{path}", body or {}, content_type="application/json", headers=headers)


def get(client: Client, path: str, token: str = "") -> Any:
    return client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {token}"} if token else {})


def tokens(client: Client, email: str = ALICE, password: str = PASSWORD) -> dict[str, Any]:
    pair: dict[str, Any] = post(client, "token/", {"email": email, "password": password}).json()
    return pair


def review(client: Client, card: str = CARD, token: str = "", **changed: Any) -> Any:
    event = {"client_id": str(uuid.uuid4()), "card": card, "rating": 3} | changed
    return post(client, "reviews/", {"events": [event]}, token)


def account(email: str = ALICE) -> Account:
    return Account.objects.get(user=User.objects.get(email=email))


def guest_of(client: Client) -> str:
    """The key of the guest that the browser's cookie names; "" where it has none."""
    request = client.request().wsgi_request
    request.COOKIES = {COOKIE: client.cookies[COOKIE].value} if COOKIE in client.cookies else {}
    return guest_key(request)


def said(response: Any) -> str:
    """All messages that a page shows."""
    return " ".join(str(message) for message in response.context["messages"])
