"""The pages of interviews, as a browser without any script sees them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes.interviews.models import Interview, Item, Kind
from sandbox.models import Submission
from tests.quizzes.interviews import world

pytestmark = pytest.mark.django_db


def begin(client: Client, **wishes: object) -> Interview:
    client.post("/interview/", {"minutes": "15", "level": "2"} | wishes)
    return Interview.objects.get(finished=None)


def text(client: Client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def onward(client: Client, kind: str) -> Item:
    """To the first item of a kind, with good answers on the way."""
    interview = Interview.objects.get(finished=None)
    while (item := world.waiting(interview)).kind != kind:
        world.answer(item)
    return item


@pytest.mark.parametrize("path", ["/interview/", "/interview/questions/"])
def test_page_stands_without_content_and_sets_no_cookie(client, path) -> None:
    assert client.get(path).status_code == 200
    assert "visitor" not in client.cookies


def test_beginning_without_content_says_so(client) -> None:
    response = client.post("/interview/", {"minutes": "15", "level": "2"})
    assert response.status_code == 409
    assert "There is nothing to ask yet" in response.content.decode()


def test_form_begins_what_was_wished(client) -> None:
    world.content()
    made = begin(client, minutes="30", level="3", topics=["dns", "cooking"])
    assert (made.minutes, made.level, made.topics) == (30, 3, ["dns"])
    assert "Go on with your interview" in text(client, "/interview/")


def test_links_lead_here_from_quizzes_and_from_the_start(client) -> None:
    for path in ("/quiz/", "/"):
        assert 'href="/interview/"' in text(client, path)


def test_spoken_question_stands_alone_until_its_points_are_shown(client) -> None:
    world.content()
    item = world.waiting(begin(client))
    address = f"/interview/{item.interview.permalink}/{item.number}/"
    page = text(client, address)
    assert "How does <code>" in page
    assert "Point 0 of" not in page
    assert "model" not in page
    assert "about 2 minutes left" in page
    response = client.post(address, {"do": "show", "notes": "my <notes>"})
    assert (response.status_code, response["Location"]) == (302, address)
    page = text(client, address)
    assert "Point 0 of" in page
    assert "The run of: A card&#x27;s claim" in page
    assert "my &lt;notes&gt;" in page
    assert "Then this follows" in page
    unrated = client.post(address, {"do": "rate", "said": ["0"]})
    assert unrated.status_code == 422
    assert 'value="0" id="said-0" data-key="1" data-draft checked' in unrated.content.decode()
    client.post(address, {"do": "rate", "said": ["0", "2"], "rating": "3"})
    item.refresh_from_db()
    assert (item.said, item.rating, item.notes) == ([0, 2], 3, "my <notes>")


def test_quiz_question_is_answered_without_telling_the_answer(client) -> None:
    world.content()
    begin(client)
    item = onward(client, Kind.QUIZ)
    address = f"/interview/{item.interview.permalink}/{item.number}/"
    page = text(client, address)
    assert "It selects nobody" not in page
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"chosen": ["0"]}).status_code == 302
    item.refresh_from_db()
    assert item.chosen == [0]
    assert client.get(address)["Location"] == item.interview.get_absolute_url()


def test_repair_is_submitted_with_the_goal_and_shows_its_verdict(client) -> None:
    world.content()
    begin(client)
    item = onward(client, Kind.REPAIR)
    address = f"/interview/{item.interview.permalink}/{item.number}/"
    assert "Change the YAML until this holds" in text(client, address)
    assert client.post(address, {"manifests": "kind: Pod\n"}).status_code == 302
    made = Submission.objects.get(owner=item.interview.visitor, manifests="kind: Pod\n")
    assert (made.card, made.claims) == (item.card_id, world.GOAL)
    page = text(client, address)
    assert "kind: Pod" in page
    assert "waits for a worker" in page
    part = client.post(address, {"manifests": "kind: Node\n"}, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert b"<html" not in part.content
    client.post(address, {"do": "leave"})
    item.refresh_from_db()
    assert item.is_done


def test_leaving_and_coming_back_finds_the_item_and_less_time(client) -> None:
    world.content()
    interview = begin(client)
    world.earlier(interview, minutes=3)
    page = text(client, interview.get_absolute_url())
    assert "time is over" in page
    assert "about 12 minutes left" in page


def test_whole_interview_ends_with_its_report(client) -> None:
    world.content()
    interview = begin(client)
    world.through(interview, is_good=False)
    page = text(client, interview.get_absolute_url())
    assert "0 of 3 tasks are right" in page
    assert "Missed." in page
    assert 'href="/cards/shown-by-this/"' in page
    assert "no pod matches" in page
    assert "my notes" in page
    response = client.post(f"/interview/{interview.permalink}/deck/")
    assert response["Location"].startswith("/decks/")


def test_report_is_for_everybody_and_the_interview_is_not(client) -> None:
    world.content()
    interview = begin(client)
    world.answer(world.waiting(interview))
    stranger = Client()
    page = text(stranger, f"/interview/{interview.permalink}/")
    assert "points were said" in page
    assert "my notes" not in page
    assert "Make a deck" not in page
    assert stranger.get(f"/interview/{interview.permalink}/2/").status_code == 404
    for verb in ("finish", "deck"):
        assert stranger.post(f"/interview/{interview.permalink}/{verb}/").status_code == 404
    assert not Interview.objects.get().finished


def test_report_tells_nothing_about_what_is_not_answered(client) -> None:
    world.content()
    interview = begin(client)
    page = text(client, f"/interview/{interview.permalink}/report/")
    assert "Nothing was answered" in page
    assert "Point 0" not in page
    client.post(f"/interview/{interview.permalink}/finish/")
    assert Interview.objects.get().finished


def test_question_page_has_answer_points_and_links(client) -> None:
    world.content()
    assert "/interview/questions/dns-200/" in text(client, "/interview/questions/")
    page = text(client, "/interview/questions/dns-200/")
    for said in ("A <strong>model</strong> answer", "An own claim", "And then?", "kubernetes.io/docs", 'id="point-2"'):
        assert said in page


def test_number_of_queries_does_not_grow_with_the_interview(client) -> None:
    world.content(each=8)
    short = begin(client)
    report = f"/interview/{short.permalink}/report/"
    world.through(short, is_good=False)
    few = queries(client, report)
    long = begin(client, minutes="45", level="3")
    first = queries(client, f"/interview/{long.permalink}/1/")
    world.through(long, is_good=False)
    assert long.items.count() > 2 * short.items.count()
    assert queries(client, f"/interview/{long.permalink}/report/") <= few <= 12
    assert first <= 8
