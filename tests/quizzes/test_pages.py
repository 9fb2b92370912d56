"""The pages, as a browser without any script sees them."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cards.models import Card
from quizzes.models import Answer, Attempt
from tests.cards.studying import cards
from tests.quizzes import questions

pytestmark = pytest.mark.django_db


def text(client: Client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


def begin(client: Client, slug: str = "selectors") -> str:
    """The address of the first question."""
    return client.post(f"/quiz/{slug}/", follow=True).redirect_chain[-1][0]


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("path", ["/quiz/", "/quiz/endless/"])
def test_page_stands_without_content_and_sets_no_cookie(client, path) -> None:
    assert client.get(path).status_code == 200
    assert "visitor" not in client.cookies
    assert not Attempt.objects.exists()


def test_list_shows_quizzes_and_where_one_stands(client) -> None:
    questions.quiz(2)
    assert "About selectors" in text(client, "/quiz/")
    first = begin(client)
    client.post(first, {"chosen": ["0"]})
    assert "go on: 1 of 2 answered" in text(client, "/quiz/")
    client.post(first.replace("/1/", "/2/"), {"chosen": ["2"]})
    assert "of 2 right last time" in text(client, "/quiz/")


def test_question_shows_no_answer_before_it_is_given(client) -> None:
    questions.quiz(2)
    page = text(client, begin(client))
    assert 'type="radio"' in page
    assert "It selects nobody" not in page
    assert "An author’s" not in page
    assert "it may answer" not in page
    assert "No pod &lt;answers&gt;" in page
    assert 'id="line-2"' in page


def test_answer_is_told_with_its_reason_and_leads_on(client) -> None:
    questions.quiz(2)
    first = begin(client)
    response = client.post(first, {"chosen": ["2"], "shown": "1"})
    assert (response.status_code, response["Location"]) == (302, first)
    page = text(client, first)
    assert "<strong>Wrong:</strong>" in page
    assert "no pod matches" in page
    assert "It selects nobody" in page
    assert "An author's <em>note</em>" in page
    assert "Right, and not chosen" in page
    assert "Next question" in page
    assert 'type="radio"' not in page


def test_whole_quiz_ends_with_its_result_and_cards_of_the_topic(client) -> None:
    questions.quiz(2)
    cards.make(5, topic="selectors")
    first = begin(client)
    client.post(first, {"chosen": ["2"]})
    second = client.get(first.rsplit("/", 2)[0] + "/")["Location"]
    assert second.endswith("/2/")
    client.post(second, {"chosen": ["0"]})
    page = text(client, first.rsplit("/", 2)[0] + "/")
    assert "1 of 2 right" in page
    assert "Cards that teach it" in page
    assert page.count('class="card-link"') == 3
    assert "Begin again" in page


def test_several_may_be_chosen_where_several_are_right(client) -> None:
    questions.quiz(3)
    first = begin(client)
    third = first.replace("/1/", "/3/")
    assert 'type="checkbox"' in text(client, third)
    client.post(third, {"chosen": ["0", "1"]})
    assert "<strong>Right:</strong>" in text(client, third)


@pytest.mark.parametrize("chosen", [[], ["x"], ["77"], ["-1"], ["0", "1"], ["9" * 40]])
def test_what_is_no_answer_is_said_and_keeps_the_question(client, chosen) -> None:
    questions.quiz(1)
    response = client.post(begin(client), {"chosen": chosen})
    assert response.status_code == 422
    assert 'id="problem"' in response.content.decode()
    assert not Answer.objects.exclude(is_right=None).exists()


def test_leaving_and_coming_back_goes_on_at_the_same_question(client) -> None:
    questions.quiz(3)
    client.post(begin(client), {"chosen": ["0"]})
    assert begin(client).endswith("/2/")


def test_attempts_of_others_are_not_found(client) -> None:
    questions.quiz(2)
    first = begin(client)
    stranger = Client()
    for path in (first, first.replace("/1/", "/"), first.replace("/1/", "/result/")):
        assert stranger.get(path).status_code == 404
    assert stranger.post(first, {"chosen": ["0"]}).status_code == 404
    assert stranger.post(first.replace("/1/", "/finish/")).status_code == 404


def test_endless_goes_on_until_it_is_stopped(client) -> None:
    questions.pool(12)
    here = client.post("/quiz/endless/", {"topic": "nonsense", "difficulty": "9"}, follow=True).redirect_chain[-1][0]
    for number in range(1, 4):
        client.post(re.sub(r"/\d+/$", f"/{number}/", here), {"chosen": ["0"]})
    page = client.post(re.sub(r"/\d+/$", "/finish/", here), follow=True).content.decode()
    assert re.search(r"\d of 3 right", page)
    assert Answer.objects.count() == 3


def test_empty_pool_says_so(client) -> None:
    page = client.post("/quiz/endless/", {}, follow=True).content.decode()
    assert "You have seen all that were ready" in page
    questions.pool(1)
    attempt = Attempt.objects.get()
    assert "Question 1" in client.post(attempt.get_absolute_url(), follow=True).content.decode()


def test_number_of_queries_does_not_grow(client) -> None:
    questions.quiz(2, slug="few")
    few = begin(client, "few")
    counts = [queries(client, path) for path in ("/quiz/", few, few.replace("/1/", "/result/"))]
    for number in range(8):
        questions.quiz(10, slug=f"many-{number}")
    cards.make(20, topic="many-0")
    many = begin(client, "many-0")
    for number in range(1, 9):
        client.post(many.replace("/1/", f"/{number}/"), {"chosen": ["2"]})
    after = [queries(client, path) for path in ("/quiz/", many.replace("/1/", "/9/"), many.replace("/1/", "/result/"))]
    assert after[:2] == counts[:2]
    assert after[2] <= counts[2] + 1  # the cards of what went wrong
    assert max(after) <= 8
    assert Card.objects.count() == 20
