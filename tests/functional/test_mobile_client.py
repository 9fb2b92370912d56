"""A phone's program, generated from docs/openapi.yaml alone, against a whole site.

Every answer is compared with its description, parsed into the generated types, and has to come out of them again with
nothing lost and nothing that the description does not name.
"""

from __future__ import annotations

import importlib
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import pytest
import schemathesis

from config import state
from tests.sandbox.manifests import REACHES, TYPO

DESCRIPTION = state.ROOT / "docs" / "openapi.yaml"
PACKAGE = "generated_kubedrill"
ROOM_OF_NOTHING = "never-there"
described = schemathesis.openapi.from_path(DESCRIPTION)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The generated client, as a package that can be imported."""
    folder = tmp_path_factory.mktemp("generated")
    program = Path(sys.executable).with_name("openapi-python-client")
    command = [str(program), "generate", "--path", str(DESCRIPTION), "--meta", "none", "--output-path", PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Unable to" not in done.stdout + done.stderr, done.stdout
    sys.path.insert(0, str(folder))
    yield PACKAGE
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


class Phone:
    """One device. It knows an account's tokens, and asks by the names of operations."""

    def __init__(self, url: str, access: str = "") -> None:
        self.url = url
        self.models = importlib.import_module(f"{PACKAGE}.models")
        made = importlib.import_module(f"{PACKAGE}.client")
        self.client = made.Client(
            base_url=url, raise_on_unexpected_status=True, timeout=httpx.Timeout(30), follow_redirects=False
        )
        if access:
            self.signs_in(access)

    def signs_in(self, access: str) -> None:
        self.client = self.client.with_headers({"Authorization": f"Bearer {access}"})

    def asks(self, operation: str, status: int = 200, *args: Any, **words: Any) -> Any:
        """The parsed answer of an operation (`cards.cards_list`)."""
        return self.hears(operation, status, *args, **words).parsed

    def hears(self, operation: str, status: int = 200, *args: Any, **words: Any) -> Any:
        """The whole answer, once it was found to be as it is described."""
        module = importlib.import_module(f"{PACKAGE}.api.{operation}")
        raw: list[httpx.Response] = []

        def heard(answer: httpx.Response) -> None:
            answer.read()
            raw.append(answer)

        self.client.get_httpx_client().event_hooks = {"response": [heard]}
        answer = module.sync_detailed(*args, client=self.client, **words)
        assert answer.status_code == status, answer.content
        described.find_operation_by_id(operation.rpartition(".")[2]).validate_response(raw[-1])
        if hasattr(answer.parsed, "to_dict"):
            assert same(answer.parsed.to_dict(), raw[-1].json())
            assert_all_is_named(answer.parsed)
        return answer

    def body(self, name: str, **values: Any) -> Any:
        return getattr(self.models, name).from_dict(values)

    def waits(self, operation: str, *args: Any) -> Any:
        """An operation's answer once its state says that it has come to an end."""
        deadline = time.monotonic() + 45
        tag = ""
        while True:
            words = {"if_none_match": tag} if tag else {}
            module = importlib.import_module(f"{PACKAGE}.api.{operation}")
            answer = module.sync_detailed(*args, client=self.client, **words)
            if answer.status_code == 200:
                tag = answer.headers["ETag"]
                if answer.parsed.state.value not in ("queued", "running"):
                    return self.asks(operation, 200, *args)
            assert answer.status_code in (200, 304)
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def pages(self, operation: str, *args: Any, **words: Any) -> list[Any]:
        """All rows of a list, read page by page; and backwards it is the same."""
        page = self.asks(operation, 200, *args, **words)
        rows = list(page.results)
        count = 1
        while page.next_:
            cursor = parse_qs(urlsplit(page.next_).query)["cursor"][0]
            before, page = page, self.asks(operation, 200, *args, cursor=cursor, **words)
            back = parse_qs(urlsplit(page.previous).query).get("cursor", [""])[0]
            if count < 3:
                again = self.asks(operation, 200, *args, cursor=back, **words)
                assert again.to_dict()["results"] == before.to_dict()["results"]
            rows += page.results
            count += 1
        return rows


def same(parsed: Any, sent: Any) -> bool:
    """Equal, up to how an instant is written."""
    if isinstance(parsed, dict) and isinstance(sent, dict):
        return parsed.keys() == sent.keys() and all(same(parsed[name], sent[name]) for name in sent)
    if isinstance(parsed, list) and isinstance(sent, list):
        return len(parsed) == len(sent) and all(map(same, parsed, sent))
    if isinstance(parsed, str) and isinstance(sent, str) and parsed != sent:
        return datetime.fromisoformat(parsed) == datetime.fromisoformat(sent)
    return bool(parsed == sent)


def assert_all_is_named(parsed: Any) -> None:
    """No field came that the description does not name, but in what is described as free in its fields."""
    if isinstance(parsed, list):
        for one in parsed:
            assert_all_is_named(one)
    if not hasattr(parsed, "__attrs_attrs__"):
        return
    names = [field.name for field in parsed.__attrs_attrs__ if field.name != "additional_properties"]
    if names and type(parsed).__name__ != "Problems":
        assert not parsed.additional_properties, (type(parsed).__name__, parsed.additional_properties)
    for name in names:
        assert_all_is_named(getattr(parsed, name))


@pytest.fixture
def phone(site, package) -> Phone:
    """A device whose user has signed up just now."""
    device = Phone(site.url)
    who = device.body("CredentialsRequest", email=f"{uuid4().hex}@example.org", password="long and not common 9")
    opened = device.asks("account.account_create", 201, body=who)
    device.signs_in(opened.access)
    device.refresh = opened.refresh  # type: ignore[attr-defined]
    return device


def test_content_is_read_page_by_page_and_not_again_while_it_is_unchanged(phone) -> None:
    lists = {
        "cards.cards_list": "cards.cards_read",
        "sheets.sheets_list": "sheets.sheets_read",
        "labs.labs_list": "labs.labs_read",
        "quizzes.quizzes_list": "quizzes.quizzes_read",
        "diagrams.diagrams_list": "diagrams.diagrams_read",
    }
    for listed, read in lists.items():
        rows = phone.pages(listed, page_size=7)
        slugs = [row.slug for row in rows]
        assert len(set(slugs)) == len(slugs) >= 12, listed
        for slug in random.Random(1).sample(slugs, 6):
            tag = phone.hears(read, 200, slug).headers["ETag"]
            phone.asks(read, 304, slug, if_none_match=tag)
        assert phone.asks(read, 404, ROOM_OF_NOTHING).detail
        assert phone.asks(listed, 400, page_size=1000).additional_properties["page_size"]
    for whole in ("map_.map_read", "troubleshooting.troubleshooting_read"):
        phone.asks(whole, 304, if_none_match=phone.hears(whole).headers["ETag"])
    card = phone.asks("cards.cards_list", kind=phone.models.CardsListKind("predict")).results[0]
    choices = phone.asks("cards.cards_read", 200, card.slug).ask.choices
    judged = phone.asks(
        "cards.cards_answer", 200, card.slug, body=phone.body("NewAnswerRequest", answer=[choices[0].value])
    )
    assert judged.right == (judged.right_answer == [choices[0].value])


def test_yaml_is_submitted_and_its_verdict_comes(phone) -> None:
    body = phone.body("NewSubmissionRequest", manifests=TYPO, claims=REACHES)
    key = uuid4().hex
    accepted = phone.asks("submissions.submissions_create", 202, body=body, idempotency_key=key)
    again = phone.asks("submissions.submissions_create", 202, body=body, idempotency_key=key)
    assert again.id == accepted.id
    found = phone.waits("submissions.submissions_read", accepted.id)
    assert found.verdict.holds is False
    assert found.verdict.claims[0].because[0].line
    wrong = phone.asks("submissions.submissions_create", 400, body=phone.body("NewSubmissionRequest", manifests=""))
    assert wrong.additional_properties["claims"]


def test_a_quiz_is_taken(phone) -> None:
    quiz = phone.asks("quizzes.quizzes_list").results[0]
    attempt = phone.asks("quizzes.attempts_create", 201, quiz.slug, body=phone.body("NewAttemptRequest"))
    for _ in range(2):
        chosen = phone.body("ChosenAnswerRequest", question=attempt.question.id, chosen=[0], elapsed_ms=900)
        given = phone.asks("attempts.answers_create", 200, attempt.id, body=chosen)
        assert phone.asks("attempts.answers_create", 200, attempt.id, body=chosen).is_right == given.is_right
        attempt = given.attempt
    assert phone.asks("attempts.attempts_finish", 200, attempt.id).finished
    assert phone.asks("attempts.attempts_read", 200, attempt.id).question is None


def test_a_lab_is_begun_and_its_hints_lead_to_its_solution(phone) -> None:
    lab = phone.asks("labs.labs_list").results[0]
    attempt = phone.asks("labs.lab_attempts_create", 201, lab.slug)
    step = attempt.steps[0].step
    about = (lab.slug, attempt.id)
    hint = "labs.lab_hints_create"
    phone.asks(hint, 409, *about, body=phone.body("NewHintRequest", step=step, number=1))

    def checked() -> Any:
        check = phone.asks("labs.lab_checks_create", 202, *about, body=phone.body("NewCheckRequest", step=step))
        return phone.waits("labs.lab_checks_read", *about, check.id)

    assert checked().verdict.holds is False
    shown = phone.asks("labs.lab_hints_read", 200, *about)
    while shown.next_:
        body = phone.body("NewHintRequest", step=step, number=shown.next_)
        shown = phone.asks(hint, 200, *about, body=body)
        assert phone.asks(hint, 200, *about, body=body).to_dict() == shown.to_dict()
    playground = attempt.playground.rstrip("/").rpartition("/")[2]
    for line in shown.hints[-1].commands:
        typed = phone.asks(
            "playgrounds.commands_create", 202, playground, body=phone.body("NewCommandRequest", line=line)
        )
        assert phone.waits("playgrounds.commands_read", playground, typed.number).exit_ == 0
    assert checked().verdict.holds is True
    assert phone.asks("labs.lab_attempts_read", 200, *about).steps[0].passed
    lines = phone.pages("playgrounds.commands_list", playground, page_size=1)
    assert [one.number for one in lines] == list(range(1, len(lines) + 1))
    assert phone.asks("playgrounds.completions_read", 200, playground, line="kubectl get serv").suggestions
    assert phone.asks("playgrounds.playgrounds_read", 200, playground).commands == len(lines)


def test_a_deck_of_ones_own_is_made_and_goes_out_in_each_format(phone) -> None:
    deck = phone.asks("decks.decks_create", 201, body=phone.body("DeckBodyRequest", title="Mine"))
    card = phone.body("CardBodyRequest", question="What is a Service?", answer="A name for pods.", tags=["own"])
    phone.asks("decks.decks_cards_create", 201, deck.id, body=card)
    site_card = phone.asks("cards.cards_list").results[0]
    phone.asks("decks.decks_cards_create", 201, deck.id, body=phone.body("CardBodyRequest", card=site_card.id))
    assert [row.is_own for row in phone.pages("decks.decks_cards_list", deck.id, page_size=1)] == [True, False]
    assert [row.id for row in phone.pages("decks.decks_list")] == [deck.id]
    assert len(phone.asks("decks.decks_export_json", 200, str(deck.id)).cards) == 2
    assert "What is a Service?" in phone.asks("decks.decks_export_csv", 200, str(deck.id))
    assert phone.asks("decks.decks_export_apkg", 200, str(deck.id)).payload.read(2) == b"PK"
    assert Phone(phone.url).asks("decks.decks_read", 404, deck.id).detail
    phone.asks("decks.decks_delete", 204, deck.id)


def test_tokens_are_changed_for_the_next_ones_and_end(phone) -> None:
    assert phone.asks("account.account_read").email
    assert phone.asks("account.account_export").account
    old = phone.body("RefreshTextRequest", refresh=phone.refresh)
    pair = phone.asks("token.token_refresh", 200, body=old)
    phone.signs_in(pair.access)
    phone.asks("token.token_revoke", 204, body=phone.body("RefreshTextRequest", refresh=pair.refresh))
    assert phone.asks("account.account_read", 401).detail
    assert phone.asks("cards.cards_list", 401).detail
    assert phone.asks("token.token_refresh", 401, body=old).detail


def test_two_devices_offline_end_with_the_same_schedules(phone, package) -> None:
    other = Phone(phone.url, phone.client._headers["Authorization"].removeprefix("Bearer "))
    cards = [row.id for row in phone.asks("cards.cards_list", page_size=4).results]
    following = phone.asks("study.study_next")
    assert following.card
    assert [one.rating for one in following.ratings] == [1, 2, 3, 4]
    chance = random.Random(7)
    begin = datetime.now(UTC) - timedelta(days=9)
    done = {
        device: [
            {
                "client_id": str(uuid4()),
                "card": chance.choice(cards),
                "rating": chance.randint(1, 4),
                "at": (begin + timedelta(hours=chance.randint(0, 200))).isoformat(),
            }
            for _ in range(6)
        ]
        for device in (phone, other)
    }
    done[other].append({"client_id": str(uuid4()), "kind": "undo", "undoes": done[phone][0]["client_id"]})
    for device in (other, phone, other, phone):
        events = chance.sample(done[device], len(done[device]))
        device.asks("reviews.reviews_create", 200, body=device.body("NewEventsRequest", events=events))
    known = []
    for device in (phone, other):
        log = device.asks("reviews.reviews_read")
        assert (len(log.events), log.has_more) == (13, False)
        assert device.asks("reviews.reviews_read", since=log.cursor).events == []
        page = device.asks("study.study_schedules")
        known.append(sorted((one.to_dict() for one in page.schedules), key=lambda one: str(one["card"])))
    assert known[0] == known[1]
    assert {one["card"] for one in known[0]} == {event["card"] for event in done[phone][1:] + done[other][:-1]}
    phone.asks("study.study_statistics")
    phone.pages("study.study_weak", page_size=2)
    wishes = phone.body("PatchedNewSettingsRequest", time_zone="Europe/Berlin")
    assert phone.asks("study.study_settings_change", 200, body=wishes).time_zone == "Europe/Berlin"
