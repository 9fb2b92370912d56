"""Start page, list of cards and a card's page, as a browser without any script sees them."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cards import views
from cards.models import Card, Tag
from sandbox.models import State, Submission
from tests.sandbox import verdicts

pytestmark = pytest.mark.django_db

CLAIMS = "- claim: The connection is refused\n  connect: {from: pod/client, to: web, port: 80}\n  expect: refused\n"
GOAL = "- claim: A pod answers\n  connect: {from: pod/client, to: web, port: 80}\n  expect: answered\n"


def card(slug="refused", **columns) -> Card:
    tags = columns.pop("tags", ["selector"])
    made = Card.objects.create(
        **{
            "id": f"card-{slug}",
            "slug": slug,
            "topic": "selectors",
            "question": "Why does `curl web` say *refused*?",
            "answer": "Because of the **selector**.",
            "difficulty": 1,
            "manifests": "kind: Service\n",
            "claims": CLAIMS,
            "goal": GOAL,
            "content_hash": "x",
            "links": [{"title": "Service", "url": "https://kubernetes.io/docs/concepts/services-networking/service/"}],
        }
        | columns
    )
    made.tags.set([Tag.objects.get_or_create(name=tag)[0] for tag in tags])
    return made


def test_start_page_offers_one_card_to_carry_out(client):
    card()
    page = client.get("/").content.decode()
    assert "Why does <code>curl web</code> say <em>refused</em>?" in page
    assert 'method="post" action="/cards/refused/#result"' in page


def test_start_page_shows_the_rooms_that_there_are_and_the_topics(client):
    card()
    page = client.get("/").content.decode()
    for room in views.ROOMS:
        assert (f">{room.name}</b>" in page) == bool(room.address)
    assert "/study/" in re.findall(r'class="room-link" href="([^"]+)"', page)
    assert 'href="/cards/?topic=selectors"' in page


@pytest.mark.parametrize("path", ["/", "/cards/", "/cards/refused/"])
def test_page_takes_as_many_queries_for_many_cards_as_for_few(client, path):
    counts = []
    for number in (1, 40):
        for place in range(number):
            slug = "refused" if number == 1 else f"card-{place}"
            card(slug, topic=f"topic-{place}", tags=["a", f"tag-{place}"])
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 5


def test_start_page_and_list_stand_without_cards(client):
    assert client.get("/").status_code == 200
    assert "There are no cards yet" in client.get("/cards/").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"refused", "headless"}),
        ("q=selector", {"refused"}),
        ("q=dns+headless", {"headless"}),
        ("q=zzz", set()),
        ("tag=dns", {"headless"}),
        ("topic=selectors", {"refused"}),
        ("difficulty=3", {"headless"}),
        ("difficulty=x", {"refused", "headless"}),
    ],
)
def test_list_is_narrowed_by_each_field(client, query, found):
    card()
    card(
        "headless",
        topic="dns",
        question="What does headless mean?",
        answer="No address.",
        difficulty=3,
        tags=["dns", "headless"],
    )
    page = client.get(f"/cards/?{query}").content.decode()
    assert set(re.findall(r'class="card-link" href="/cards/([^/]+)/', page)) == found


def test_list_takes_as_many_queries_for_fifty_cards_as_for_two(client, django_assert_max_num_queries):
    for number in range(50):
        card(f"card-{number}", tags=["a", "b"])
    with django_assert_max_num_queries(5):
        client.get("/cards/")


def test_card_has_question_yaml_claims_and_hidden_answer(client):
    card()
    page = client.get("/cards/refused/").content.decode()
    assert "<h1>Why does <code>curl web</code> say <em>refused</em>?</h1>" in page
    assert ">\nkind: Service\n</textarea>" in page
    assert "The connection is refused" in page
    assert "Repair it" in page
    assert re.search(r"<details>\s*<summary>Show the answer", page)
    assert "<strong>selector</strong>" in page


def test_html_in_an_answer_is_shown_and_does_not_run(client):
    card(
        answer="<script>alert(1)</script> [x](javascript:alert(1)) ![x](https://example.org/a.png)",
        question="<b>bold</b> `<i>`",
        goal="",
    )
    page = client.get("/cards/refused/").content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<img" not in page
    assert "<b>bold" not in page


@pytest.mark.parametrize(("aim", "claims"), [("claims", CLAIMS), ("goal", GOAL), ("", CLAIMS), ("other", CLAIMS)])
def test_card_is_submitted_with_its_own_claims_or_its_goal(client, aim, claims):
    card()
    response = client.post("/cards/refused/", {"manifests": "kind: Pod", "aim": aim, "claims": "- mine: 1"})
    made = Submission.objects.get()
    assert (made.card, made.manifests, made.claims) == ("card-refused", "kind: Pod", claims)
    assert response["Location"] == f"/cards/refused/{made.permalink}/"


def test_page_of_a_submission_to_a_card_survives_a_reload(client):
    made = _made(card(), GOAL)
    page = client.get(f"/cards/refused/{made.permalink}/").content.decode()
    assert "kind: Mine" in page
    assert "because no pod matches" in page
    assert re.search(r'value="goal" checked', page)


def test_submission_of_one_card_is_not_found_under_another(client):
    made = _made(card(), CLAIMS)
    card("other")
    assert client.get(f"/cards/other/{made.permalink}/").status_code == 404


def test_retired_card_is_not_found(client):
    card(is_retired=True)
    assert client.get("/cards/refused/").status_code == 404
    assert "curl web" not in client.get("/cards/").content.decode()


def test_theme_is_painted_by_the_server(client):
    client.cookies["theme"] = "dark"
    assert '<html lang="en" data-theme="dark">' in client.get("/").content.decode()
    client.cookies["theme"] = '"><script>'
    assert '<html lang="en">' in client.get("/").content.decode()


def test_missing_page_says_what_to_do(client):
    response = client.get("/cards/none/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


def _made(to: Card, claims: str) -> Submission:
    return Submission.objects.create(
        owner="alice",
        content_hash="x",
        enqueued=timezone.now(),
        state=State.DONE,
        card=to.id,
        claims=claims,
        manifests="kind: Mine\n",
        verdict_json=json.dumps(verdicts.verdict_refused_connection()),
    )
