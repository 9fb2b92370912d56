"""The life of a token: let in, renewed once each, ended by the program, by another password, by the account's end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from config.accounts import tokens as jwt
from config.accounts.models import Grant
from tests.cards.studying import cards
from tests.config.accounts.people import ALICE, CARD, PASSWORD, account, get, post, review, sign_up, tokens

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _alice() -> None:
    cards.make(1)
    sign_up(Client())


def renew(client: Client, refresh: str):
    return post(client, "token/refresh/", {"refresh": refresh})


def works(client: Client, access: str) -> bool:
    answer = get(client, "account/", access)
    if answer.status_code == 200:
        return bool(answer.json()["email"] == ALICE)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (
        401,
        'Bearer realm="kubedrill", error="invalid_token"',
    )
    return False


class TestLettingIn:
    def test_a_token_makes_the_request_the_accounts(self, client) -> None:
        pair = tokens(client)
        assert (set(pair), pair["expires_in"]) == ({"access", "refresh", "expires_in"}, 900)
        assert review(client, token=pair["access"]).status_code == 200
        [event] = get(Client(), "reviews/", pair["access"]).json()["events"]
        assert event["card"] == CARD
        assert not client.cookies

    def test_the_case_of_the_address_does_not_matter(self, client) -> None:
        assert works(client, tokens(client, "Alice@Example.org")["access"])

    def test_wrong_passwords_and_unknown_addresses_are_answered_alike(self, client) -> None:
        wrong = post(client, "token/", {"email": ALICE, "password": "guess"})
        nobody = post(client, "token/", {"email": "nobody@example.org", "password": "guess"})
        assert wrong.status_code == nobody.status_code == 401
        assert wrong.json() == nobody.json()
        assert wrong.headers["WWW-Authenticate"] == 'Bearer realm="kubedrill"'

    def test_a_closed_account_is_let_in_no_more(self, client) -> None:
        pair = tokens(client)
        User.objects.update(is_active=False)
        assert post(client, "token/", {"email": ALICE, "password": PASSWORD}).status_code == 401
        assert not works(client, pair["access"])
        assert renew(client, pair["refresh"]).status_code == 401

    def test_what_is_missing_or_unknown_is_named(self, client) -> None:
        answer = post(client, "token/", {"email": "no address", "name": "x"})
        assert (answer.status_code, set(answer.json())) == (400, {"email", "password", "name"})

    def test_a_token_holds_nothing_about_the_person(self, client) -> None:
        payload = AccessToken(tokens(client)["access"]).payload
        assert set(payload) == {"token_type", "exp", "iat", "jti", "grant", "auth_time"}


class TestRenewal:
    def test_each_refresh_token_is_good_once_and_brings_the_next(self, client) -> None:
        first = tokens(client)
        second = renew(client, first["refresh"]).json()
        third = renew(client, second["refresh"]).json()
        assert len({pair["refresh"] for pair in (first, second, third)}) == 3
        assert works(client, third["access"])
        assert Grant.objects.count() == 1

    def test_one_that_comes_twice_ends_all_of_that_program(self, client) -> None:
        stolen, other = tokens(client), tokens(client)
        fresh = renew(client, stolen["refresh"]).json()
        assert renew(client, stolen["refresh"]).status_code == 401
        assert not works(client, fresh["access"])
        assert renew(client, fresh["refresh"]).status_code == 401
        assert works(client, other["access"])

    @pytest.mark.parametrize("text", ["x", "a.b.c", "access"])
    def test_what_is_no_refresh_token_brings_none(self, client, text) -> None:
        answer = renew(client, tokens(client)["access"] if text == "access" else text)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="kubedrill"')

    def test_a_program_that_did_not_come_for_30_days_is_forgotten(self, client) -> None:
        tokens(client)
        Grant.objects.update(used=timezone.now() - timedelta(days=31))
        tokens(client)
        assert Grant.objects.count() == 1


class TestTheEnd:
    def test_revoking_ends_both_tokens_at_once_and_may_be_repeated(self, client) -> None:
        pair, other = tokens(client), tokens(client)
        for refresh in (pair["refresh"], pair["refresh"], "nonsense"):
            assert post(client, "token/revoke/", {"refresh": refresh}).status_code == 204
        assert not works(client, pair["access"])
        assert renew(client, pair["refresh"]).status_code == 401
        assert works(client, other["access"])

    def test_another_password_ends_all(self, client) -> None:
        pair = tokens(client)
        browser = Client()
        browser.post("/account/login/", {"login": ALICE, "password": PASSWORD})
        form = {"oldpassword": PASSWORD, "password1": "ten kinder otters", "password2": "ten kinder otters"}
        assert browser.post("/account/password/change/", form).status_code == 302
        assert not works(client, pair["access"])
        assert renew(client, pair["refresh"]).status_code == 401
        assert works(client, tokens(client, password="ten kinder otters")["access"])
        assert get(browser, "account/").json()["email"] == ALICE  # the browser it was done in stays

    def test_an_expired_token_is_none(self, client) -> None:
        grant = account().grants.get(pk=RefreshToken(tokens(client)["refresh"])["grant"])
        old = AccessToken()
        old["grant"] = str(grant.pk)
        old.set_exp(lifetime=-timedelta(seconds=1))
        answer = get(client, "account/", str(old))
        assert (answer.status_code, "expired" in answer.json()["detail"]) == (401, True)

    @pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x y", "bearer é", "Bearer a.b.c"])
    def test_a_header_without_a_token_of_ours_is_401_and_nothing_is_done(self, client, header) -> None:
        body: dict[str, Any] = {"events": []}
        answer = client.post(
            "/api/v1/reviews/", body, content_type="application/json", headers={"Authorization": header}
        )
        assert answer.status_code == 401

    def test_another_scheme_is_a_guests_affair(self, client) -> None:
        answer = client.get("/api/v1/account/", headers={"Authorization": "Basic eDp5"})
        assert (answer.status_code, answer.json()["email"]) == (200, None)

    def test_a_program_is_sent_away_on_the_page(self, client) -> None:
        pair = tokens(client)
        browser = Client()
        browser.post("/account/login/", {"login": ALICE, "password": PASSWORD})
        grant = Grant.objects.get()
        stranger = Client()
        sign_up(stranger, "bob@example.org")
        stranger.post(f"/account/programs/{grant.pk}/end/")
        assert works(client, pair["access"])
        browser.post(f"/account/programs/{grant.pk}/end/")
        assert not works(client, pair["access"])

    def test_a_key_of_another_site_opens_nothing(self, client, monkeypatch) -> None:
        from rest_framework_simplejwt.state import token_backend

        monkeypatch.setattr(token_backend, "signing_key", "x" * 64)
        forged = RefreshToken()
        forged["grant"] = str(Grant.objects.create(account=account(), refresh="x", seal="", used=timezone.now()).pk)
        text = str(forged.access_token)
        monkeypatch.undo()
        assert not works(client, text)


class TestOpeningAnAccount:
    def test_rules_are_those_of_the_page(self, client) -> None:
        for email, password, field in [
            ("bob@example.org", "short", "password"),
            ("bob@example.org", "password1", "password"),
            ("bob@example.org", "bob@example.org", "password"),
            (ALICE, PASSWORD, "email"),
            (ALICE.upper(), PASSWORD, "email"),
        ]:
            answer = post(client, "account/", {"email": email, "password": password})
            assert (answer.status_code, list(answer.json())) == (400, [field])
        assert User.objects.count() == 1

    def test_it_brings_tokens_and_the_same_password_works_on_the_page(self, client) -> None:
        answer = post(client, "account/", {"email": "bob@example.org", "password": " with blanks around "})
        assert answer.json()["taken_over"] == {}
        assert get(client, "account/", answer.json()["access"]).json()["email"] == "bob@example.org"
        client.post("/account/login/", {"login": "bob@example.org", "password": " with blanks around "})
        assert get(client, "account/").json()["email"] == "bob@example.org"

    def test_an_address_has_one_account_even_if_it_comes_twice_at_once(self, client, monkeypatch) -> None:
        monkeypatch.setattr("allauth.account.forms.SignupForm.validate_unique_email", lambda form, value: value)
        answer = post(client, "account/", {"email": ALICE, "password": PASSWORD})
        assert (answer.status_code, list(answer.json())) == (400, ["email"])


def test_a_token_of_a_grant_that_is_gone_opens_nothing():
    with pytest.raises(jwt.Refused, match="invalid"):
        jwt.opened(str(AccessToken()))
