"""An account is a visitor: what a guest did goes over to it, and whoever logs out is somebody new."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cards.studying.models import Review
from config.accounts.models import Account
from sandbox.visitors import COOKIE
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
    log_out,
    post,
    review,
    said,
    sign_up,
    tokens,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cards() -> None:
    cards.make(3)


def reviewed(visitor: str) -> list[str]:
    return list(Review.objects.filter(visitor=visitor).order_by("id").values_list("card", flat=True))


def test_signing_up_keeps_what_was_done_as_a_guest(client):
    review(client)
    guest = guest_of(client)
    page = sign_up(client)
    assert reviewed(account().visitor) == [CARD]
    assert reviewed(guest) == []
    assert "Taken over from this browser: 1 review." in said(page)
    assert [event["card"] for event in get(client, "reviews/").json()["events"]] == [CARD]


def test_logging_in_takes_over_what_this_browser_did_and_says_so(client):
    sign_up(client)
    review(client)
    phone = Client()
    review(phone, OTHER)
    review(phone, OTHER, rating=1)
    page = log_in(phone)
    assert "Taken over from this browser: 2 reviews." in said(page)
    assert reviewed(account().visitor) == [CARD, OTHER, OTHER]
    assert Review.objects.exclude(visitor=account().visitor).count() == 0


def test_nothing_is_said_of_a_guest_who_did_nothing(client):
    assert said(sign_up(client)) == f"You are logged in as {ALICE}."


def test_a_guest_is_forgotten_and_the_cookie_opens_nothing_of_the_account(client):
    review(client)
    old = client.cookies[COOKIE].value
    sign_up(client)
    assert not client.cookies[COOKIE].value
    assert guest_of(client) == ""
    thief = Client()
    thief.cookies[COOKIE] = old
    assert get(thief, "reviews/").json()["events"] == []


def test_whoever_logs_out_is_a_fresh_guest(client):
    sign_up(client)
    review(client)
    log_out(client)
    assert get(client, "reviews/").json()["events"] == []
    review(client, OTHER)
    guest = guest_of(client)
    assert guest not in ("", account().visitor)
    assert reviewed(account().visitor) == [CARD]


def test_an_account_needs_no_cookie_of_a_guest(client):
    sign_up(client)
    review(client)
    assert COOKIE not in client.cookies


def test_two_accounts_on_one_browser_stay_apart(client):
    sign_up(client)
    review(client)
    log_out(client)
    sign_up(client, "bob@example.org")
    assert reviewed(account("bob@example.org").visitor) == []
    assert Account.objects.values("visitor").distinct().count() == 2


def test_an_admin_gets_an_account_when_they_log_in(client):
    User.objects.create_superuser("root", "root@example.org", PASSWORD)
    review(client)
    client.post("/admin/login/?next=/admin/", {"username": "root", "password": PASSWORD})
    assert reviewed(account("root@example.org").visitor) == [CARD]


def test_an_account_opened_over_rest_takes_over_its_guest(client):
    review(client)
    answer = post(client, "account/", {"email": ALICE, "password": PASSWORD})
    assert (answer.status_code, answer.json()["taken_over"]) == (201, {"reviews": 1})
    assert reviewed(account().visitor) == [CARD]
    assert not client.cookies[COOKIE].value
    seen = get(Client(), "reviews/", answer.json()["access"]).json()["events"]
    assert [event["card"] for event in seen] == [CARD]


def test_a_program_that_was_a_guest_claims_it_for_its_account(client):
    sign_up(Client())
    review(client)
    token = tokens(client)["access"]
    assert get(client, "reviews/", token).json()["events"] == []
    assert post(client, "account/claim/", token=token).json() == {"taken_over": {"reviews": 1}}
    assert reviewed(account().visitor) == [CARD]
    assert post(client, "account/claim/", token=token).json() == {"taken_over": {}}


def test_a_guest_has_nothing_to_claim_for(client):
    review(client)
    assert post(client, "account/claim/").status_code == 403
    assert reviewed(guest_of(client)) == [CARD]


def test_nothing_is_taken_over_where_a_room_fails(client, monkeypatch):
    sign_up(Client())
    review(client)
    guest = guest_of(client)

    def fails(old: str, new: str) -> None:
        Review.objects.filter(visitor=old).update(visitor=new)
        raise RuntimeError("a room that fails")

    monkeypatch.setattr("cards.studying.belongings.hand_over", fails)
    with pytest.raises(RuntimeError):
        log_in(client)
    assert reviewed(guest) == [CARD]


class TestWritesFromElsewhere:
    """A session's cookie does not let a page of another origin write over REST."""

    def test_another_origin_is_refused(self, client) -> None:
        sign_up(client)
        for origin in ("http://evil.testserver", "null", "https://testserver", "http://testserver:81"):
            answer = post(client, "account/claim/", Origin=origin)
            assert (answer.status_code, "another site" in answer.json()["detail"]) == (403, True)
        assert post(client, "account/claim/", **{"Sec-Fetch-Site": "same-site"}).status_code == 403

    def test_its_own_and_a_trusted_one_are_not(self, client, settings) -> None:
        settings.CSRF_TRUSTED_ORIGINS = ["https://app.example.org"]
        sign_up(client)
        for origin in ("http://testserver", "https://app.example.org"):
            assert post(client, "account/claim/", Origin=origin).status_code == 200
        assert post(client, "account/claim/", **{"Sec-Fetch-Site": "same-origin"}).status_code == 200

    def test_reading_guests_and_tokens_are_as_before(self, client) -> None:
        assert post(client, "reviews/", {"events": []}, Origin="http://evil.testserver").status_code == 200
        sign_up(client)
        assert client.get("/api/v1/reviews/", headers={"Origin": "http://evil.testserver"}).status_code == 200
        token = tokens(Client())["access"]
        assert post(client, "account/claim/", token=token, Origin="http://evil.testserver").status_code == 200
