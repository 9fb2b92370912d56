"""From a sheet to the quiz, the labs and the diagrams about the same things, and from a diagram to its sheets.

The slugs of a sheet, of its quiz and of its topic of cards are chosen by hand; the tests hold each against the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse

from cards.diagrams.content import published
from sandbox.labs.models import Lab


class Onward(NamedTuple):
    """What there is beside a sheet. `topic` is that of its cards; empty where the sheet is about all of them."""

    quiz: str
    topic: str
    labs: tuple[str, ...] = ()
    diagrams: tuple[str, ...] = ()


class Way(NamedTuple):
    """A link with its words."""

    words: str
    path: str


class Group(NamedTuple):
    """Links of one kind."""

    title: str
    ways: list[Way]


ONWARD: dict[str, Onward] = {
    "foundations": Onward("first-steps", "foundations", ("a-service-of-your-own",), ("cluster-ip",)),
    "types": Onward(
        "kinds-of-service",
        "types",
        ("open-to-the-outside", "an-address-for-the-world", "a-name-for-somebody-else", "every-pod-by-itself"),
        ("cluster-ip", "node-port", "load-balancer", "external-name", "headless", "headless-stateful-set"),
    ),
    "endpoints": Onward(
        "endpoints",
        "endpoints",
        ("nobody-answers", "never-ready", "the-database-moves-in"),
        ("not-ready", "without-endpoints", "without-selector"),
    ),
    "dns": Onward(
        "names",
        "dns",
        ("a-pod-that-cannot-ask", "from-another-namespace", "peers-by-name"),
        ("search-path", "outside-name", "headless", "external-name"),
    ),
    "ports": Onward("ports", "ports", ("the-wrong-door", "an-address-for-the-world"), ("wrong-target-port",)),
    "affinity": Onward("affinity", "affinity", ("always-the-same-pod",), ("session-affinity",)),
    "traffic-policy": Onward(
        "traffic-policies",
        "traffic-policy",
        ("who-is-calling",),
        ("load-balancer-local", "internal-local", "source-ranges"),
    ),
    "kube-proxy": Onward("kube-proxy", "kube-proxy", (), ("cluster-ip", "hairpin", "external-ips")),
    "troubleshooting": Onward(
        "trouble",
        "troubleshooting",
        ("nobody-answers", "the-wrong-door", "never-ready", "pending-for-ever"),
        ("without-endpoints", "wrong-target-port", "not-ready"),
    ),
    "best-practices": Onward("good-habits", "best-practices", ("blue-and-green", "one-in-four")),
    "myths": Onward("believed-and-wrong", "myths"),
    "interview": Onward("asked-in-interviews", "interview"),
    "everything": Onward("first-steps", ""),
}


def from_sheet(slug: str) -> list[Group]:
    """The groups of links of a sheet, none of them empty: one query. A sheet that is not listed has none."""
    found = ONWARD.get(slug)
    if not found:
        return []
    labs = dict(Lab.objects.filter(slug__in=found.labs, is_retired=False).values_list("slug", "title"))
    titles = {one.slug: one.title for one in published()}
    labs = {slug: labs[slug] for slug in found.labs if slug in labs}
    groups = [
        Group("Answer", [Way("Take the quiz", reverse("quizzes:quiz", args=[found.quiz]))]),
        Group("Study", [Way("Read the cards", _cards(found.topic))]),
        Group("Mend it in a lab", [Way(title, reverse("labs:lab", args=[one])) for one, title in labs.items()]),
        Group("See it", [Way(titles[one], _diagram(one)) for one in found.diagrams if one in titles]),
    ]
    return [group for group in groups if group.ways]


def from_diagram(slug: str) -> Iterator[tuple[str, str, str]]:
    """Of each sheet that names the diagram: its slug, the slug of its quiz, and the address of its cards."""
    for sheet, found in ONWARD.items():
        if slug in found.diagrams:
            yield sheet, found.quiz, _cards(found.topic)


def _cards(topic: str) -> str:
    return reverse("cards:index") + (f"?topic={topic}" if topic else "")


def _diagram(slug: str) -> str:
    return reverse("diagrams:diagram", args=[slug])
