"""Rooms that keep rows of visitors are found by looking at all models, so that none is forgotten."""

from __future__ import annotations

import json
import uuid
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client

from cards.studying import actions as studying
from config import state
from config.accounts import belongings
from config.accounts.models import Account
from tests.cards.studying import cards
from tests.config.accounts.people import (
    ALICE,
    CARD,
    OTHER,
    PASSWORD,
    account,
    get,
    guest_of,
    log_in,
    post,
    review,
    said,
    sign_up,
    tokens,
)

pytestmark = pytest.mark.django_db

KEYS = {"visitor", "owner"}


def models() -> dict[type[Model], str]:
    """All models with a column that holds a visitor's key, and that column."""
    own = [model for model in apps.get_models() if not model.__module__.startswith(("django.", "allauth.", "axes."))]
    columns = {model: KEYS & {field.name for field in model._meta.fields} for model in own}
    return {model: names.pop() for model, names in columns.items() if names}


def room_of(model: type[Model]) -> str:
    """The module that hands the model's rows over: the nearest one above it."""
    package = model.__module__.rpartition(".")[0]
    while package:
        if find_spec(f"{package}.belongings"):
            return f"{package}.belongings"
        package = package.rpartition(".")[0]
    return ""


def left(key: str) -> list[str]:
    """The models with a row of that key."""
    return [model.__name__ for model, name in models().items() if model._default_manager.filter(**{name: key}).exists()]


@pytest.fixture(autouse=True)
def _cards() -> None:
    cards.make(3)


def test_every_room_with_belongings_is_on_the_list():
    paths = [path for room in ("cards", "quizzes", "sandbox") for path in (state.ROOT / room).rglob("belongings.py")]
    found = {".".join(path.relative_to(state.ROOT).with_suffix("").parts) for path in paths}
    assert set(belongings.BELONGINGS) == found
    for name in found:
        module = import_module(name)
        assert all(callable(getattr(module, verb)) for verb in ("hand_over", "export", "erase"))


def test_every_model_with_a_visitors_key_belongs_to_a_room_of_the_list():
    rooms = {model.__name__: room_of(model) for model in models() if model is not Account}
    assert {"Learner", "Review", "Schedule"} <= rooms.keys()
    assert set(rooms.values()) - {""} <= set(belongings.BELONGINGS)


def test_what_there_is_is_counted_in_words(client):
    review(client)
    assert belongings.in_words(belongings.tally(guest_of(client))) == "1 review"
    assert (
        belongings.in_words({"reviews": 1200, "submissions": 1, "entries": 1}) == "1,200 reviews, 1 submission, 1 entry"
    )
    assert belongings.in_words({}) == ""


def test_a_room_that_counts_nothing_is_counted_by_its_export(monkeypatch):
    monkeypatch.delattr("cards.studying.belongings.tally")
    studying.record("alice", [studying.Said(card=CARD, rating=3)])
    assert belongings.tally("alice") == {"reviews": 1, "schedules": 1}


class TestExport:
    def test_it_has_all_of_a_guest(self, client) -> None:
        review(client, rating=2, elapsed_ms=1500)
        answer = client.get("/account/export/")
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="kubedrill-')
        whole = json.loads(answer.content)
        assert (whole["format"], whole["account"]) == ("kubedrill/1", None)
        assert set(whole["rooms"]) == set(belongings.rooms())
        [event] = whole["rooms"]["studying"]["reviews"]
        assert (event["card"], event["rating"], event["elapsed_ms"]) == (CARD, 2, 1500)

    def test_it_has_all_of_an_account_and_of_nobody_else(self, client) -> None:
        sign_up(client)
        review(client)
        review(Client())
        access = tokens(client)["access"]
        whole = get(Client(), "account/export/", access).json()
        assert whole["account"]["email"] == ALICE
        assert len(whole["account"]["programs"]) == 1
        assert len(whole["rooms"]["studying"]["reviews"]) == 1
        page = json.loads(client.get("/account/export/").content)
        assert page["rooms"] == whole["rooms"]

    def test_its_reviews_can_be_sent_again_elsewhere(self, client) -> None:
        review(client, rating=2, at="2026-03-01T12:00:00Z")
        sent = review(client, at="2026-03-04T12:00:00Z").json()["events"][0]
        review(client, OTHER)
        post(
            client,
            "reviews/",
            {"events": [{"client_id": str(uuid.uuid4()), "kind": "undo", "undoes": sent["client_id"]}]},
        )
        names = ("client_id", "kind", "card", "rating", "undoes", "at", "elapsed_ms")
        log = json.loads(client.get("/account/export/").content)["rooms"]["studying"]
        events = [{name: row[name] for name in names if row[name] is not None} for row in log["reviews"]]
        for event in events:
            if event["kind"] == "undo":
                del event["card"]
        answer = post(other := Client(), "reviews/", {"events": events})
        assert answer.status_code == 200
        there = json.loads(other.get("/account/export/").content)["rooms"]["studying"]
        assert there["schedules"] == log["schedules"] != []

    def test_a_stranger_who_only_looks_leaves_no_trace(self, client) -> None:
        assert json.loads(client.get("/account/export/").content)["rooms"] == {}
        client.get("/account/")
        assert not client.cookies


class TestDeletion:
    def test_nothing_with_the_key_is_left_in_any_table(self, client) -> None:
        review(client)
        sign_up(client)
        studying.configure(account().visitor, new_a_day=3)
        tokens(client)
        key, email = account().visitor, account().user.email
        assert set(left(key)) == {"Account", "Learner", "Review", "Schedule"}
        page = client.post("/account/delete/", {"password": PASSWORD}, follow=True)
        assert "Your account and everything of yours is deleted." in said(page)
        assert left(key) == []
        assert written_anywhere(email) == []
        assert written_anywhere(key) == []

    def test_every_device_is_logged_out(self, client) -> None:
        sign_up(client)
        phone = Client()
        log_in(phone)
        access = tokens(client)["access"]
        client.post("/account/delete/", {"password": PASSWORD})
        assert get(phone, "account/").json()["email"] is None
        assert get(Client(), "account/", access).status_code == 401

    def test_it_asks_for_the_password(self, client) -> None:
        sign_up(client)
        page = client.post("/account/delete/", {"password": "guess"})
        assert "This is not your password." in page.content.decode()
        assert account().user.email == ALICE

    def test_a_guest_needs_none_and_is_somebody_new(self, client) -> None:
        review(client)
        other = Client()
        review(other)
        key = guest_of(client)
        assert "1</dd>" in client.get("/account/delete/").content.decode()
        client.post("/account/delete/")
        assert left(key) == []
        assert guest_of(client) == ""
        assert left(guest_of(other))

    def test_over_rest_too(self, client) -> None:
        review(client)
        key = guest_of(client)
        assert client.delete("/api/v1/account/").status_code == 204
        assert left(key) == []
        access = post(client, "account/", {"email": ALICE, "password": PASSWORD}).json()["access"]
        review(client, token=access)
        key = account().visitor
        assert delete(client, access).status_code == 204
        assert left(key) == []
        assert delete(client, access).status_code == 401

    def test_over_rest_the_password_must_have_been_given_lately(self, client, monkeypatch) -> None:
        sign_up(client)
        pair = tokens(client)
        import time

        now = time.time()
        monkeypatch.setattr("config.accounts.api.time.time", lambda: now + 901)
        access = post(Client(), "token/refresh/", {"refresh": pair["refresh"]}).json()["access"]
        assert delete(client, access).status_code == 403
        assert account().user.email == ALICE

    def test_a_session_without_the_password_does_not_do_it_over_rest(self, client) -> None:
        sign_up(client)
        assert client.delete("/api/v1/account/", headers={"Origin": "http://testserver"}).status_code == 403
        assert account().user.email == ALICE

    def test_a_room_that_fails_leaves_all_as_it_was(self, client, monkeypatch) -> None:
        sign_up(client)
        review(client)

        def fails(visitor: str) -> None:
            raise RuntimeError("a room that fails")

        monkeypatch.setattr("cards.studying.belongings.erase", fails)
        with pytest.raises(RuntimeError):
            client.post("/account/delete/", {"password": PASSWORD})
        assert left(account().visitor)


def delete(client: Client, access: str) -> Any:
    return client.delete("/api/v1/account/", headers={"Authorization": f"Bearer {access}"})


def written_anywhere(text: str) -> list[str]:
    """The tables in which some column holds the text, sessions included."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.all():
            values = [str(getattr(row, field.attname)) for field in model._meta.fields]
            if hasattr(row, "get_decoded"):
                values.append(str(row.get_decoded()))
            if any(text in value for value in values):
                found.append(model.__name__)
    return found
