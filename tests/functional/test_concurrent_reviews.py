"""Reviews that several devices send at the same moment, on a whole site with both databases."""

from __future__ import annotations

import json
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.whole_site import WholeSite

THREADS = 6


def ask(site: WholeSite, path: str, cookie: str = "", body: Any = None) -> tuple[Any, str]:
    """The answer, and the visitor's cookie."""
    headers = {"Content-Type": "application/json", "Cookie": cookie}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{site.url}/api/v1/{path}", data, headers)
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.loads(response.read()), (response.headers["Set-Cookie"] or "").partition(";")[0]


def test_reviews_sent_at_once_are_each_kept_once_and_readers_miss_none(site) -> None:
    slugs, _ = ask(site, "cards/?page_size=5")
    ids = [card["id"] for card in slugs["results"]]
    _, cookie = ask(site, "reviews/", body={"events": []})
    events = [
        {
            "client_id": str(uuid.uuid4()),
            "card": ids[number % 5],
            "rating": 1 + number % 4,
            "at": f"2025-03-{number:02}T12:00Z",
        }
        for number in range(1, 29)
    ]

    def send(device: int) -> None:
        """Each sends most of them, in an order of its own, a few at a time."""
        mine = events[device:] + events[: device - 2]
        for start in range(0, len(mine), 4):
            ask(site, "reviews/", cookie, {"events": mine[start : start + 4]})

    def read() -> list[str]:
        """What a device sees that reads on from its cursor meanwhile."""
        found: list[str] = []
        cursor = 0
        while len(found) < len(events) and reading:
            page, _ = ask(site, f"reviews/?since={cursor}", cookie)
            cursor = page["cursor"]
            found += [event["client_id"] for event in page["events"]]
        page, _ = ask(site, f"reviews/?since={cursor}", cookie)
        return found + [event["client_id"] for event in page["events"]]

    reading = [True]
    with ThreadPoolExecutor(THREADS + 1) as threads:
        reader = threads.submit(read)
        list(threads.map(send, range(THREADS)))
        reading.clear()
        seen = reader.result()
    log, _ = ask(site, "reviews/", cookie)
    assert sorted(seen) == sorted(event["client_id"] for event in events)
    assert sorted(event["client_id"] for event in log["events"]) == sorted(seen)
    schedules, _ = ask(site, "study/schedules/", cookie)
    assert sum(one["reviews"] for one in schedules["schedules"]) == len(events)
