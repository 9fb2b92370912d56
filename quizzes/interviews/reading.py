"""What became of an interview, and the runs behind what is listened for; nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from cards.models import Card
from cards.sheets import evidence
from cards.sheets.evidence import Run
from quizzes import explaining
from quizzes.explaining import Choice
from quizzes.interviews.models import Interview, Item, Kind, SpokenQuestion


@dataclass(frozen=True)
class Point:
    """Something that an interviewer listens for, with what shows that it is so."""

    place: int
    say: str
    address: str  # of the page whose run shows it
    source: str  # what that page is
    runs: list[Run]
    card: Card | None
    is_said: bool = False

    @property
    def number(self) -> int:
        return self.place + 1


@dataclass(frozen=True)
class Line:
    """An item in a report. `share` is how much of it was right, from 0 to 1; None where it was not answered."""

    item: Item
    share: float | None
    points: list[Point] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    told: str = ""
    asked: str = ""
    sentence: str = ""

    @property
    def missed(self) -> list[Point]:
        """Points of an answer that was given without them."""
        return [point for point in self.points if not point.is_said] if self.item.is_done else []

    @property
    def said(self) -> int:
        return sum(point.is_said for point in self.points)

    @property
    def chosen(self) -> list[str]:
        return [_words(choice) for choice in self.choices if choice.is_chosen]

    @property
    def right(self) -> list[str]:
        return [_words(choice) for choice in self.choices if choice.mark in ("right", "missed")]


@dataclass(frozen=True)
class Part:
    """A part of an interview: the spoken questions, the tasks, those on a topic."""

    name: str
    shares: list[float]

    @property
    def percent(self) -> int:
        """Whole percents of what was answered."""
        return round(100 * sum(self.shares) / len(self.shares)) if self.shares else 0

    @property
    def count(self) -> int:
        return len(self.shares)


@dataclass(frozen=True)
class Report:
    """All of it. `lines` are the items in their order, those without an answer among them."""

    interview: Interview
    lines: list[Line]
    kubernetes: str

    @property
    def answered(self) -> list[Line]:
        return [line for line in self.lines if line.item.is_done]

    @property
    def spoken(self) -> list[Line]:
        return [line for line in self.answered if line.item.kind == Kind.SPOKEN]

    @property
    def tasks(self) -> list[Line]:
        return [line for line in self.answered if line.item.kind != Kind.SPOKEN]

    @property
    def whole(self) -> Part:
        return _part("overall", self.answered)

    @property
    def by_part(self) -> list[Part]:
        parts = (_part("spoken questions", self.spoken), _part("tasks", self.tasks))
        return [part for part in parts if part.count]

    @property
    def by_topic(self) -> list[Part]:
        topics = sorted({line.item.topic for line in self.answered})
        return [_part(topic, [line for line in self.answered if line.item.topic == topic]) for topic in topics]

    @property
    def said(self) -> int:
        return sum(line.said for line in self.spoken)

    @property
    def listened_for(self) -> int:
        return sum(len(line.points) for line in self.spoken)

    @property
    def right(self) -> int:
        return sum(line.share == 1 for line in self.tasks)

    @property
    def planned(self) -> int:
        """Seconds, of what was answered."""
        return sum(line.item.seconds for line in self.answered)

    @property
    def used(self) -> int:
        """Seconds."""
        return sum(line.item.elapsed or 0 for line in self.answered)

    @property
    def missed(self) -> list[Line]:
        """Spoken answers without some of their points."""
        return [line for line in self.spoken if line.missed]


def _part(name: str, lines: Iterable[Line]) -> Part:
    return Part(name, [line.share for line in lines if line.share is not None])


def _words(choice: Choice) -> str:
    return f"Output {choice.letter}" if choice.form == "table" else choice.text


def is_repaired(item: Item) -> bool:
    """What was handed in has reached the goal; False while nobody knows."""
    verdict = item.submission.verdict if item.submission else None
    return bool(verdict and verdict["holds"] is True)


def items_of(interview: Interview) -> QuerySet[Item]:
    """In their order, with all that a report shows of them."""
    return interview.items.select_related("question", "card", "submission", "spoken").order_by("number")


def report(interview: Interview) -> Report:
    """How it went, so far or at its end: a number of queries that does not grow with it."""
    items = list(items_of(interview))
    answered = [item for item in items if item.is_done]
    points, kubernetes = _points([item for item in answered if item.kind == Kind.SPOKEN])
    lines = []
    for item in items:
        if not item.is_done:
            lines.append(Line(item, None))
        elif item.kind == Kind.SPOKEN:
            mine = points[item.number]
            lines.append(Line(item, sum(point.is_said for point in mine) / len(mine), points=mine))
        elif item.kind == Kind.REPAIR or item.question is None:
            lines.append(Line(item, float(bool(item.is_right) or is_repaired(item))))
        else:
            told, asked = explaining.story(item.question.prompt)
            lines.append(
                Line(
                    item,
                    float(bool(item.is_right)),
                    choices=explaining.choices(item),
                    told=told,
                    asked=asked,
                    sentence=explaining.explain(item.question).sentence,
                )
            )
            kubernetes = kubernetes or item.question.verdict["kubernetes"]
    return Report(interview, lines, kubernetes)


def to_study(found: Report) -> list[Card]:
    """The cards that show what was missed, each once, in the order in which it was; those of wrong tasks among them."""
    cards: dict[str, Card] = {}
    topics: list[str] = []
    for line in found.answered:
        for point in line.missed:
            if point.card and not point.card.is_retired:
                cards.setdefault(point.card.pk, point.card)
        if line.share == 0 and line.item.card and not line.item.card.is_retired:
            cards.setdefault(line.item.card.pk, line.item.card)
        elif line.share == 0 and line.item.question:
            topics.append(line.item.topic)
    if topics:
        easiest: dict[str, Card] = {}
        rows = Card.objects.filter(deck=None, is_retired=False, topic__in=topics).exclude(pk__in=cards)
        for card in rows.order_by("difficulty", "slug").only("slug", "topic", "question", "is_retired"):
            easiest.setdefault(card.topic, card)
        cards |= {card.pk: card for card in easiest.values()}
    return list(cards.values())


def points_of(item: Item) -> list[Point]:
    """What is listened for in one spoken answer, with the runs."""
    return _points([item])[0][item.number]


def points_of_question(question: SpokenQuestion) -> list[Point]:
    """The same without an interview."""
    item = Item(number=1, kind=Kind.SPOKEN, spoken=question, asked={"points": question.points})
    return points_of(item)


def _points(items: list[Item]) -> tuple[dict[int, list[Point]], str]:
    """The points of each item, by its number; and the version that the runs are about."""
    slugs = {point["card"] for item in items for point in item.points if "card" in point}
    cards = {card.slug: card for card in Card.objects.filter(slug__in=slugs, deck=None).defer("answer", "links")}
    wanted = {
        content: frozenset[int]()
        for item in items
        for point in item.points
        if (content := _content(point, cards)) is not None
    }
    findings = evidence.findings_on(wanted)
    found: dict[int, list[Point]] = {}
    for item in items:
        found[item.number] = [_point(item, place, point, cards, findings) for place, point in enumerate(item.points)]
    return found, next((finding.kubernetes for finding in findings.values()), "")


def _content(point: dict[str, Any], cards: dict[str, Card]) -> evidence.Content | None:
    """Manifests and claims of the run that shows a point; None where its card is gone."""
    if "claims" in point:
        return point["manifests"], point["claims"]
    card = cards.get(point["card"])
    return (card.manifests, card.claims) if card else None


def _point(
    item: Item,
    place: int,
    point: dict[str, Any],
    cards: dict[str, Card],
    findings: dict[evidence.Content, evidence.Finding],
) -> Point:
    content = _content(point, cards)
    finding = findings.get(content) if content else None
    runs = list(finding.runs) if finding else []
    card = cards.get(point.get("card", ""))
    if card:
        steps = card.claim_steps
        wanted = {sum("expect" in step for step in steps[:number]) - 1 for number in point["runs"]}
        runs = [run for position, run in enumerate(runs) if position in wanted]
        address, source = reverse("cards:card", args=[card.slug]), card.question
    else:
        slug = item.spoken.slug if item.spoken else ""
        address, source = f"{reverse('interviews:question', args=[slug])}#point-{place + 1}", item.spoken.question  # type: ignore[union-attr]
    return Point(place, point["say"], address, source, runs, card, place in item.said)
