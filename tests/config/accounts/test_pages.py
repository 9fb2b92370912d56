"""The pages of accounts, with mail and without it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from config.accounts.holdup import address_of
from tests.config.accounts.people import ALICE, PASSWORD, get, log_in, log_out, said, sign_up

pytestmark = pytest.mark.django_db

NEW = "ten kinder otters"
OTHER = "alice@example.net"
LINK = re.compile(r"https?://testserver(/\S+)")


@pytest.fixture
def has_mail(settings) -> None:
    settings.HAS_MAIL = settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"


def set_password(client: Client, link: str, password: str = NEW):
    page = client.get(link, follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True)


def change(client: Client, email: str = "alice@example.net", password: str = PASSWORD):
    return client.post("/account/email/", {"email": email, "password": password}, follow=True)


def confirm(client: Client, message: Any = None) -> None:
    """Follow the link of a message, by default of the last."""
    link = LINK.search(str((message or mail.outbox[-1]).body))
    assert link
    client.post(link[1])


def is_in(client: Client) -> bool:
    return get(client, "account/").json()["email"] is not None


def test_signing_up_logs_in_and_leads_to_where_one_came_from(client):
    page = sign_up(client, next="/study/settings/")
    assert page.request["PATH_INFO"] == "/study/settings/"
    assert is_in(client)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_logging_in_leads_to_no_other_site(client, elsewhere):
    sign_up(Client())
    page = log_in(client, next=elsewhere)
    assert page.request["PATH_INFO"] == "/account/"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "no address"}, "Enter a valid email address"),
        ({"password2": "another one"}, "You must type the same password each time"),
        ({"password1": "short", "password2": "short"}, "This password is too short"),
        ({"password1": "password123", "password2": "password123"}, "This password is too common"),
    ],
)
def test_what_is_wrong_with_a_sign_up_stands_at_its_field(client, wrong, words):
    page = client.post("/account/signup/", {"email": ALICE, "password1": PASSWORD, "password2": PASSWORD} | wrong)
    text = page.content.decode()
    assert words in text
    assert 'aria-invalid="true"' in text
    assert not User.objects.exists()


def test_a_new_password_counts_and_the_old_one_does_not(client):
    sign_up(client)
    other = Client()
    log_in(other)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    page = client.post("/account/password/change/", form, follow=True)
    assert "The password is changed." in said(page)
    assert is_in(client)
    assert not is_in(other)
    log_in(other)
    assert not is_in(other)
    log_in(other, password=NEW)
    assert is_in(other)


def test_changing_the_password_asks_for_the_one_until_now(client):
    sign_up(client)
    form = {"oldpassword": "guess", "password1": NEW, "password2": NEW}
    page = client.post("/account/password/change/", form)
    assert "This is not your current password." in page.content.decode()


def test_a_link_out_of_date_is_said_and_a_strangers_page_asks_to_log_in(client):
    assert "This link is used up" in client.get("/account/password/reset/key/1-abc-def/").content.decode()
    for path in ("/account/password/change/", "/account/email/", "/account/reauthenticate/"):
        assert client.get(path).headers["Location"].startswith("/account/login/?next=")


def test_logging_out_takes_a_post(client):
    sign_up(client)
    assert client.get("/account/logout/").status_code == 200
    assert is_in(client)
    assert "You are logged out." in said(log_out(client))
    assert not is_in(client)


@pytest.mark.usefixtures("has_mail")
class TestWithMail:
    def test_a_sign_up_works_at_once_and_its_address_is_confirmed_by_a_link(self, client) -> None:
        sign_up(client)
        assert is_in(client)
        [message] = mail.outbox
        assert (message.subject, message.to) == ("Confirm your e-mail address for Kubedrill", [ALICE])
        assert "not confirmed yet" in client.get("/account/").content.decode()
        link = LINK.search(str(message.body))
        assert link
        assert f"Is {ALICE} your e-mail address?" in client.get(link[1]).content.decode()
        client.post(link[1])
        assert "it is confirmed" in client.get("/account/").content.decode()

    def test_a_forgotten_password_is_set_anew_by_a_link_that_is_good_once(self, client) -> None:
        sign_up(Client())
        mail.outbox.clear()
        page = client.post("/account/password/reset/", {"email": ALICE}, follow=True)
        assert "If there is an account with this address" in page.content.decode()
        [message] = mail.outbox
        assert message.subject == "A new password for Kubedrill"
        link = LINK.search(str(message.body))
        assert link
        set_password(client, link[1])
        assert is_in(client)
        assert mail.outbox[-1].subject == "Your password for Kubedrill was changed"
        assert "This link is used up" in Client().get(link[1], follow=True).content.decode()
        other = Client()
        log_in(other, password=NEW)
        assert is_in(other)

    def test_an_address_without_an_account_gets_the_same_page_and_no_mail(self, client) -> None:
        sign_up(Client())
        mail.outbox.clear()
        known = client.post("/account/password/reset/", {"email": ALICE}, follow=True)
        unknown = Client().post("/account/password/reset/", {"email": "nobody@example.org"}, follow=True)
        assert main_of(known) == main_of(unknown)
        assert [message.to for message in mail.outbox] == [[ALICE]]

    def test_another_address_is_confirmed_anew_and_the_old_one_is_told(self, client) -> None:
        sign_up(client)
        confirm(client)
        mail.outbox.clear()
        change(client)
        confirmation, note = mail.outbox
        assert (confirmation.to, note.to) == ([OTHER], [ALICE])
        assert f"from {ALICE} to {OTHER}" in note.body
        assert "not confirmed yet" in client.get("/account/").content.decode()
        confirm(client, confirmation)
        assert "it is confirmed" in client.get("/account/").content.decode()
        assert User.objects.get().email == OTHER

    def test_the_link_that_confirms_is_sent_again_but_not_at_once(self, client, monkeypatch) -> None:
        sign_up(client)
        page = client.post("/account/email/confirm/", follow=True)
        assert "within the last three minutes" in said(page)
        assert len(mail.outbox) == 1
        import time

        now = time.time()
        monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: now + 200)
        client.post("/account/email/confirm/")
        assert len(mail.outbox) == 2

    def test_mail_that_cannot_be_sent_stops_nobody(self, client, settings) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
        sign_up(client)
        assert is_in(client)


class TestWithoutMail:
    def test_another_address_counts_at_once_and_sets_the_old_one_free(self, client) -> None:
        sign_up(client)
        change(client)
        log_in(other := Client(), OTHER)
        assert is_in(other)
        sign_up(third := Client())
        assert is_in(third)
        assert set(User.objects.values_list("username", flat=True)) == {ALICE, OTHER}

    def test_another_address_takes_the_password_and_is_nobody_elses(self, client) -> None:
        sign_up(Client(), OTHER)
        sign_up(client)
        assert "This is not your password." in change(client, "carol@example.org", "guess").content.decode()
        assert "There is an account with this e-mail address already" in change(client, OTHER.upper()).content.decode()
        assert set(User.objects.values_list("email", flat=True)) == {ALICE, OTHER}

    def test_nothing_is_sent_and_nothing_is_asked_for(self, client) -> None:
        page = sign_up(client)
        assert is_in(client)
        assert mail.outbox == []
        assert "confirmed" not in page.content.decode()

    def test_the_page_of_a_forgotten_password_says_so(self, client) -> None:
        text = client.get("/account/password/reset/").content.decode()
        assert "This site sends no mail" in text
        assert 'name="email"' not in text
        client.post("/account/password/reset/", {"email": ALICE})
        assert mail.outbox == []

    def test_whoever_runs_the_site_makes_the_link(self, client, capsys) -> None:
        sign_up(Client())
        call_command("password_link", ALICE, "--site", "http://testserver/")
        link = LINK.search(capsys.readouterr().out)
        assert link
        set_password(client, link[1])
        assert is_in(client)
        with pytest.raises(CommandError, match="no account"):
            call_command("password_link", "nobody@example.org")


def test_the_pages_take_as_many_queries_for_much_as_for_little(client, django_assert_max_num_queries):
    from cards.studying import actions
    from tests.cards.studying import cards
    from tests.config.accounts.people import account, tokens

    cards.make(1)
    sign_up(client)
    for _ in range(5):
        tokens(Client())
    key = account().visitor
    actions.record(key, [actions.Said(card="card-selectors-000", rating=3) for _ in range(50)])
    with django_assert_max_num_queries(24):  # a few of each room
        assert b"50</dd>" in client.get("/account/").content
    with django_assert_max_num_queries(24):
        client.get("/account/export/")


def test_a_guest_is_looked_up_nowhere(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/account/")


def test_where_somebody_comes_from_is_believed_as_far_as_the_proxies(rf, settings):
    request = rf.get("/", headers={"X-Forwarded-For": "192.0.2.1, 192.0.2.2"})
    assert address_of(request) == "127.0.0.1"
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"NUM_PROXIES": 1}
    assert address_of(request) == "192.0.2.2"


def main_of(page: Any) -> str:
    return str(page.content.decode().partition("<main")[2])
