"""The site's topics as decks that everybody has: derived from the cards, without rows of their own."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from cards.models import Card
from cards.studying.sessions import TOPICS

SENTENCES = {
    "foundations": "What a Service is, and what happens between a name and an answer.",
    "types": "ClusterIP, NodePort, LoadBalancer, ExternalName and headless, and what each adds.",
    "endpoints": "Which pods a Service leads to, and why one of them is missing.",
    "dns": "The names that Services and pods have, and how a pod asks for them.",
    "ports": "port, targetPort, nodePort and names of ports.",
    "traffic-policy": "Where packets may go, and which source address arrives.",
    "affinity": "One client, one pod, for how long.",
    "kube-proxy": "What the rules on each node do to a packet.",
    "troubleshooting": "Symptoms, and the shortest way to their cause.",
    "best-practices": "What pays off once other people depend on it.",
    "myths": "What is often taught and does not happen.",
    "interview": "Questions as they are asked, with what an interviewer listens for.",
}


@dataclass(frozen=True)
class Topic:
    """A deck of the site."""

    slug: str
    title: str
    sentence: str
    count: int


def topics() -> list[Topic]:
    """All topics that have cards, in the order in which they are taught: one query."""
    rows = Card.objects.filter(deck=None, is_retired=False).order_by("topic").values_list("topic").annotate(Count("pk"))
    order = {slug: place for place, slug in enumerate(TOPICS)}
    found = sorted(rows, key=lambda row: (order.get(row[0], len(order)), row[0]))
    return [Topic(slug, title(slug), SENTENCES.get(slug, ""), count) for slug, count in found]


def title(slug: str) -> str:
    """The name of a topic, as a heading."""
    words = slug.replace("-", " ")
    return {"dns": "DNS", "kube-proxy": "kube-proxy"}.get(slug, words[:1].upper() + words[1:])
