"""Whoever guesses passwords has to wait, is told how long, and learns of no account by it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from config.accounts.holdup import forget_failures
from tests.config.accounts.people import ALICE, PASSWORD, get, log_in, log_out, post, sign_up, tokens

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _alice() -> None:
    sign_up(Client())


def guess(client: Client, times: int, email: str = ALICE):
    for _ in range(times):
        answer = log_in(client, email, "guess")
    return answer


def is_in(client: Client) -> bool:
    return get(client, "account/").json()["email"] is not None


def test_five_wrong_passwords_hold_up_and_the_page_says_for_how_long(client):
    assert guess(client, 4).status_code == 200
    page = guess(client, 1)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "900")
    assert "Try again in 15 minutes." in page.content.decode()
    assert log_in(client).status_code == 429  # not even with the right one
    assert not is_in(client)


def test_the_time_that_was_said_is_the_time_that_it_takes(client, monkeypatch):
    guess(client, 5)
    import time

    now = time.time()
    monkeypatch.setattr("config.accounts.holdup.time.time", lambda: now + 800)
    page = guess(client, 1)
    assert 90 <= int(page.headers["Retry-After"]) <= 100
    assert "in 2 minutes" in page.content.decode()


def test_an_address_without_an_account_is_treated_alike(client):
    known, unknown = guess(client, 1), guess(Client(), 1, "nobody@example.org")
    words = "No account has this e-mail address with this password."
    assert words in known.content.decode()
    assert words in unknown.content.decode()
    assert guess(client, 4).status_code == guess(client, 4, "nobody@example.org").status_code == 429


def test_pages_and_rest_count_together(client):
    guess(client, 3)
    for _ in range(2):
        answer = post(client, "token/", {"email": ALICE.upper(), "password": "guess"})
    assert answer.status_code == 429
    assert "Try again in 15 minutes" in answer.json()["detail"]
    assert answer.headers["Retry-After"] == "900"
    assert post(client, "token/", {"email": ALICE, "password": PASSWORD}).status_code == 429


def test_the_right_password_begins_anew(client):
    guess(client, 4)
    log_in(client)
    assert is_in(client)
    log_out(client)
    assert guess(client, 4).status_code == 200
    assert post(client, "token/", {"email": ALICE, "password": PASSWORD}).status_code == 200
    assert guess(client, 4).status_code == 200


def test_another_hold_is_as_long_as_the_first(client, monkeypatch):
    guess(client, 5)
    import time

    now = time.time()
    monkeypatch.setattr("config.accounts.holdup.time.time", lambda: now + 600)
    elsewhere = Client()
    elsewhere.force_login(User.objects.get(email=ALICE))
    forget_failures(RequestFactory().get("/"), ALICE)
    assert guess(client, 4).status_code == 200
    assert guess(client, 1).headers["Retry-After"] == "900"


def test_each_account_has_a_limit_of_its_own_and_guests_share_that_of_their_address(client, monkeypatch):
    sign_up(Client(), "bob@example.org")
    alices, bobs = tokens(client)["access"], tokens(client, "bob@example.org")["access"]
    monkeypatch.setattr("sandbox.rest.RequestThrottle.most", 2)
    monkeypatch.setattr("sandbox.rest.time.time", lambda: 1_800_000_000.0)
    assert [get(Client(), "account/", alices).status_code for _ in range(3)] == [200, 200, 429]
    assert get(Client(), "account/", bobs).status_code == 200
    assert [get(Client(), "account/").status_code for _ in range(3)] == [200, 200, 429]


def test_others_and_other_places_are_not_held_up(client):
    sign_up(Client(), "bob@example.org")
    guess(client, 5)
    log_in(client, "bob@example.org")
    assert is_in(client)
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    log_in(elsewhere)
    assert is_in(elsewhere)


def test_deleting_the_account_is_no_way_to_guess(client):
    log_in(client)
    for _ in range(5):
        page = client.post("/account/delete/", {"password": "guess"})
    assert page.status_code == 429
    assert client.post("/account/delete/", {"password": PASSWORD}).status_code == 429


def test_who_signs_up_or_in_too_often_waits_a_minute(client, settings, monkeypatch):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/m/ip", "login": "2/m/ip"}
    for number in range(2):
        sign_up(Client(), f"{number}@example.org")
    page = sign_up(Client(), "3@example.org")
    assert (page.status_code, "That was too often" in page.content.decode()) == (429, True)
    monkeypatch.setattr("config.accounts.api.SignInThrottle.most", 2)
    answers = [post(client, "token/refresh/", {"refresh": "x"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60


def test_nobody_is_let_in_while_nothing_can_be_counted(client, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    page = log_in(client)
    assert (page.status_code, "try again in a minute" in page.content.decode()) == (503, True)
    answer = post(client, "token/", {"email": ALICE, "password": PASSWORD})
    assert (answer.status_code, list(answer.json())) == (503, ["detail"])
    assert not is_in(client)
