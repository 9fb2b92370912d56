"""A small site for interviews: spoken questions, a pool, and cards to repair; and ways through an interview."""

from __future__ import annotations

import json
from datetime import timedelta

from django.utils import timezone

from cards.models import Card
from quizzes.interviews import actions
from quizzes.interviews.models import Interview, Item, Kind, SpokenQuestion
from quizzes.interviews.planning import Wish
from sandbox.judgements import content_hash
from sandbox.models import Proof, State, Submission
from tests.quizzes import questions

GOAL = "- claim: It answers\n  connect: {from: pod/client, to: web, port: 80}\n  expect: answered\n"
OWN = ("kind: Service\n", "- claim: It is there\n  object: service/web\n  expect: {object.kind: Service}\n")


def spoken(number: int, *, topic: str = "endpoints", level: int = 2, minutes: float = 2) -> SpokenQuestion:
    """Its first point is shown by a card, the second by a run of its own, the others by the card again."""
    points = [
        {"say": f"Point {place} of `{topic}`-{number}", "card": "shown-by-this", "runs": [1]} for place in range(4)
    ]
    points[1] = {"say": f"An own point of {topic}-{number}", "manifests": OWN[0], "claims": OWN[1]}
    return SpokenQuestion.objects.create(
        id=f"spoken-{topic}-{number}",
        slug=f"{topic}-{number}",
        question=f"How does `{topic}` number {number} work?",
        topic=topic,
        level=level,
        minutes=minutes,
        answer="A **model** answer.",
        points=points,
        follow_ups=[{"ask": "And then?", "answer": "Then this follows."}],
        links=[{"title": "Service", "url": "https://kubernetes.io/docs/concepts/services-networking/service/"}],
        content_hash="x",
    )


def card(slug: str, *, goal: str = GOAL, topic: str = "endpoints", difficulty: int = 2) -> Card:
    """A card with a goal, unless it is told otherwise."""
    return Card.objects.create(
        id=f"card-{slug}",
        slug=slug,
        topic=topic,
        question=f"Why is {slug} refused?",
        answer="Because.",
        difficulty=difficulty,
        manifests="kind: Service\nmetadata: {name: web}\n",
        claims="- claim: It is refused\n  connect: {from: pod/client, to: web, port: 80}\n  expect: refused\n",
        goal=goal,
        content_hash="x",
    )


def proof(manifests: str, claims: str, title: str) -> None:
    """The run of some content, as it was carried out at loading."""
    verdict = json.loads(json.dumps(questions.VERDICT))
    verdict["claims"][0] |= {"title": title, "holds": True, "summary": f"The run of: {title}"}
    Proof.objects.create(
        content_hash=content_hash(manifests, claims), engine="of this test", verdict_json=json.dumps(verdict)
    )


def content(each: int = 4) -> None:
    """So many spoken questions of each level on two topics, a pool, two cards to repair and the runs."""
    shown = card("shown-by-this", goal="")
    proof(shown.manifests, shown.claims, "A card's claim")
    proof(*OWN, "An own claim")
    for level in (1, 2, 3):
        for topic in ("endpoints", "dns"):
            for number in range(each):
                spoken(level * 100 + number, topic=topic, level=level)
    for topic in ("endpoints", "dns"):
        questions.pool(8, topic=topic, difficulty=2)
    card("mend-one")
    card("mend-two", topic="dns", difficulty=1)


def begin(visitor: str = "me", minutes: int = 15, level: int = 2, *topics: str, seed: int = 1) -> Interview:
    return actions.begin(visitor, Wish(minutes, level, topics), seed=seed)


def waiting(interview: Interview) -> Item:
    """The item whose turn it is."""
    return interview.items.filter(done=None).order_by("number")[0]


def submission(item: Item, *, holds: bool | None = True, owner: str = "me") -> Submission:
    """A finished submission to the card of a repair; with None it still waits."""
    assert item.card is not None
    verdict = questions.VERDICT | {"holds": holds}
    return Submission.objects.create(
        owner=owner,
        card=item.card.pk,
        manifests="kind: Service\n",
        claims=item.card.goal,
        content_hash="x",
        enqueued=timezone.now(),
        state=State.QUEUED if holds is None else State.DONE,
        verdict_json="" if holds is None else json.dumps(verdict),
    )


def answer(item: Item, *, is_good: bool = True) -> Item:
    """As well as can be, or as badly."""
    if item.kind == Kind.SPOKEN:
        actions.show(item, "my notes")
        return actions.rate(item, range(4) if is_good else [0], 4 if is_good else 2)
    if item.kind == Kind.QUIZ:
        assert item.question is not None
        return actions.choose(item, questions.right(item.question) if is_good else questions.wrong(item.question))
    actions.hand_in(item, submission(item, holds=is_good, owner=item.interview.visitor))
    return actions.go_on(item)


def through(interview: Interview, *, is_good: bool = True) -> Interview:
    """All of it, to the end."""
    while not Interview.objects.get(pk=interview.pk).finished:
        answer(waiting(interview), is_good=is_good)
    return Interview.objects.get(pk=interview.pk)


def earlier(interview: Interview, **ago: float) -> None:
    """As if it, and the item whose turn it is, had begun so long ago."""
    Interview.objects.filter(pk=interview.pk).update(started=interview.started - timedelta(**ago))
    for item in interview.items.exclude(opened=None):
        assert item.opened is not None
        assert item.deadline is not None
        opened, deadline = item.opened - timedelta(**ago), item.deadline - timedelta(**ago)
        Item.objects.filter(pk=item.pk).update(opened=opened, deadline=deadline)
