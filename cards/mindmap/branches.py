"""What grows on the map, in its order."""

from __future__ import annotations

from itertools import groupby

from django.urls import reverse

from cards.decks.pool import SITE
from cards.diagrams import content as diagram_files
from cards.mindmap.tree import Branch, Node
from cards.models import Card
from cards.studying.sessions import TOPICS
from cards.troubleshooting import chart as chart_file

_LONG = 24  # a topic with more cards than that is divided by tag
_NOT_A_SUBJECT = {"repair", "interview", "myth"}  # tags that say what kind of card it is


def cards() -> list[Node]:
    """Topics in the order of teaching, and the cards of each; a long topic is divided by tag. Two queries."""
    rows = list(
        Card.objects.filter(SITE, is_retired=False)
        .only("slug", "topic", "question", "difficulty")
        .prefetch_related("tags")
        .order_by("topic", "difficulty", "slug")
    )
    order = {topic: place for place, topic in enumerate(TOPICS)}
    rows.sort(key=lambda card: (order.get(card.topic, len(order)), card.topic))
    return [_topic(topic, list(members)) for topic, members in groupby(rows, key=lambda card: card.topic)]


def _topic(topic: str, members: list[Card]) -> Node:
    title = topic.replace("-", " ")
    address = f"{reverse('cards:index')}?topic={topic}"
    if len(members) <= _LONG:
        return Node(topic, title, address, tuple(map(_card, members)))
    counts: dict[str, int] = {}
    for card in members:
        for tag in card.tags.all():
            counts[tag.name] = counts.get(tag.name, 0) + 1
    groups: dict[str, list[Card]] = {}
    for card in members:
        groups.setdefault(_tag_of(card, counts, len(members)), []).append(card)
    for single in [name for name, some in groups.items() if name and len(some) == 1]:
        groups.setdefault("", []).extend(groups.pop(single))
    children = [
        Node(
            tag or "other",
            tag or "and more",
            f"{reverse('cards:index')}?topic={topic}&tag={tag}" if tag else "",
            tuple(map(_card, some)),
        )
        for tag, some in sorted(groups.items(), key=lambda pair: (not pair[0], -len(pair[1]), pair[0]))
    ]
    return Node(topic, title, address, tuple(children))


def _tag_of(card: Card, counts: dict[str, int], size: int) -> str:
    """The tag that divides a topic best: shared by several of its cards, and not by more than half of them."""
    tags = [tag.name for tag in card.tags.all() if tag.name not in _NOT_A_SUBJECT and 2 <= counts[tag.name] <= size / 2]
    return max(tags, key=lambda tag: (counts[tag], tag), default="")


def _card(card: Card) -> Node:
    return Node(card.slug, plain(card.question), reverse("cards:card", args=[card.slug]))


def plain(markdown: str) -> str:
    """One line of Markdown without its marks."""
    return " ".join(markdown.replace("`", "").replace("**", "").replace("*", "").split())


def all_diagrams() -> list[Node]:
    """Diagrams by group. No query."""
    groups = tuple(
        Node(
            group,
            diagram_files.GROUPS[group],
            f"{reverse('diagrams:index')}#group-{group}",
            tuple(Node(one.slug, plain(one.title), reverse("diagrams:diagram", args=[one.slug])) for one in members),
        )
        for group, members in groupby(diagram_files.published(), key=lambda one: one.group)
    )
    return [Node("diagrams", "Diagrams", reverse("diagrams:index"), groups)]


def faults() -> list[Node]:
    """The ends of the troubleshooting chart, by the answer that leaves its trunk. No query."""
    found = chart_file.published()
    groups: dict[str, list[Node]] = {}
    for end in found.ends.values():
        question, answer = found.leaves_trunk_at(end.id)
        leaf = Node(end.id, end.fault, reverse("troubleshooting:end", args=[end.id]))
        groups.setdefault(f"{question.ask} {answer.says}", []).append(leaf)
    address = reverse("troubleshooting:chart")
    children = tuple(
        ends[0] if len(ends) == 1 else Node(f"like-{ends[0].name}", title, address, tuple(ends))
        for title, ends in groups.items()
    )
    return [Node("faults", "Faults, and how to find them", address, children)]


BRANCHES: list[Branch] = [cards, all_diagrams, faults]
