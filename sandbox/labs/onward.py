"""Where to read more when a lab is done: the cheat sheets about its topics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

#: Slugs of sheets by the words that labs name as their topics. A word that is missing leads nowhere.
SHEETS = {
    "ClusterIP": "types",
    "NodePort": "types",
    "LoadBalancer": "types",
    "ExternalName": "types",
    "headless": "types",
    "DNS": "dns",
    "dnsPolicy": "dns",
    "namespaces": "dns",
    "selectors": "endpoints",
    "readiness": "endpoints",
    "EndpointSlices": "endpoints",
    "ports": "ports",
    "session affinity": "affinity",
    "externalTrafficPolicy": "traffic-policy",
    "troubleshooting": "troubleshooting",
}


def sheets_on(topics: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The topics that have a sheet, each with its slug; every sheet once."""
    seen = set()
    for topic in topics:
        slug = SHEETS.get(topic)
        if slug and slug not in seen:
            seen.add(slug)
            yield topic, slug
