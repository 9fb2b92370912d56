"""Two devices that are offline for as long as they like: no review is lost or counted twice, whatever comes when.

Over the real REST views and the database. A device keeps what it heard of the log, and what it did itself and has not
sent; it sends any part of that, any number of times, and reads on from its cursor.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cards import scheduling
from cards.studying.models import Review
from tests.cards.studying import cards

NOON = datetime(2020, 3, 2, 12, tzinfo=UTC)
IDS = [f"card-selectors-{number:03}" for number in range(3)]
Event = dict[str, Any]


@dataclass
class Device:
    """A phone or a laptop of one learner."""

    client: Client
    done: dict[str, Event] = field(default_factory=dict)  # its own, whether they were sent or not
    log: dict[str, Event] = field(default_factory=dict)  # what it read of the site's
    schedules: dict[str, Event] = field(default_factory=dict)
    cursor: int = 0
    schedules_cursor: int = 0

    def does(self, kind: str, at: datetime, **said: Any) -> None:
        name = str(uuid.uuid4())
        self.done[name] = {"client_id": name, "kind": kind, "at": at.isoformat(), **said}

    def knows(self) -> list[str]:
        """All that could be taken back, of either device; what it did last comes first."""
        return [*{**self.log, **self.done}][::-1]

    def sends(self, names: list[str]) -> None:
        answer = self.client.post(
            "/api/v1/reviews/", {"events": [self.done[name] for name in names]}, content_type="application/json"
        )
        assert answer.status_code == 200, answer.content

    def reads_a_page(self) -> bool:
        """Of the log and of the schedules; whether there is more of either."""
        page = self.client.get(f"/api/v1/reviews/?since={self.cursor}").json()
        for event in page["events"]:
            assert event["client_id"] not in self.log, "read twice"
            self.log[event["client_id"]] = event
        self.cursor = page["cursor"]
        changed = self.client.get(f"/api/v1/study/schedules/?since={self.schedules_cursor}").json()
        self.schedules |= {one["card"]: one for one in changed["schedules"]}
        for card in changed["removed"]:
            self.schedules.pop(card, None)
        self.schedules_cursor = changed["cursor"]
        return bool(page["has_more"] or changed["has_more"])

    def reads_all(self) -> None:
        while self.reads_a_page():
            pass


def folded(log: list[Event]) -> dict[str, Any]:
    """The schedules that follow from a log in any order: what was taken back is left out, the rest goes by its instant."""
    taken_back = {event["undoes"] for event in log if event["kind"] == "undo"}
    events: dict[str, list[Event]] = defaultdict(list)
    for event in sorted(log, key=lambda event: (event["at"], event["client_id"])):
        if event["kind"] != "undo" and event["client_id"] not in taken_back:
            events[event["card"]].append(event)
    found = {}
    for card, said in events.items():
        memory = scheduling.fold(
            card,
            [
                scheduling.Event(
                    datetime.fromisoformat(one["at"]), scheduling.Rating(one["rating"]) if one["rating"] else None
                )
                for one in said
            ],
        )
        if memory:
            found[card] = (memory.due, memory.stability, memory.reviews, memory.lapses)
    return found


rates = st.tuples(st.just("rates"), st.sampled_from(IDS), st.integers(1, 4), st.integers(0, 20 * 24 * 60))
resumes = st.tuples(st.just("resumes"), st.sampled_from(IDS), st.just(0), st.integers(0, 20 * 24 * 60))
takes_back = st.tuples(st.just("takes back"), st.integers(0, 4), st.just(0), st.just(0))
sends = st.tuples(
    st.just("sends"),
    st.one_of(st.just(2**12 - 1), st.integers(0, 2**12 - 1)),
    st.randoms(use_true_random=False),
    st.just(0),
)
reads = st.tuples(st.just("reads"), st.just(0), st.just(0), st.just(0))
steps = st.lists(
    st.tuples(st.integers(0, 1), st.one_of(rates, rates, resumes, takes_back, takes_back, sends, sends, reads)),
    min_size=10,
    max_size=30,
)


class TestTwoDevices(TestCase):
    """Each example in a transaction of its own."""

    def devices(self) -> list[Device]:
        first, second = Client(), Client()
        first.post("/api/v1/reviews/", {"events": []}, content_type="application/json")
        second.cookies = first.cookies
        return [Device(first), Device(second)]

    def live(self, devices: list[Device], done: list[Any]) -> None:
        minutes = 0
        for which, (verb, what, how, gap) in done:
            device = devices[which]
            minutes += gap
            at = NOON + timedelta(minutes=minutes)
            if verb == "rates":
                device.does("review", at, card=what, rating=how)
            elif verb == "resumes":
                device.does("resume", at, card=what)
            elif verb == "takes back" and device.knows():
                device.does("undo", at, undoes=device.knows()[what % len(device.knows())])
            elif verb == "sends":
                names = [name for place, name in enumerate(device.done) if what >> (place % 12) & 1]
                names += names[:2]  # the answer to the first try was lost
                how.shuffle(names)
                device.sends(names)
            elif verb == "reads":
                device.reads_a_page()

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps, st.data())
    def test_end_with_the_same_log_and_the_same_schedules(self, done, data):
        cards.make(3)
        devices = self.devices()
        self.live(devices, done)
        for device in data.draw(st.permutations(devices * 2)):
            names = data.draw(st.permutations(list(device.done)))
            device.sends(names)
            device.reads_all()
        for device in devices:
            device.reads_all()

        said = devices[0].done | devices[1].done
        first, second = (device.log for device in devices)
        assert first == second
        assert first.keys() == said.keys()
        assert Review.objects.count() == len(said)
        for name, event in said.items():
            for what in ("kind", "rating", "undoes"):
                assert first[name][what] == event.get(what), (name, what)
            assert datetime.fromisoformat(first[name]["at"]) == datetime.fromisoformat(event["at"])

        expected = folded(data.draw(st.permutations(list(first.values()))))
        for device in devices:
            assert {
                card: (datetime.fromisoformat(one["due"]), one["stability"], one["reviews"], one["lapses"])
                for card, one in device.schedules.items()
            } == expected
