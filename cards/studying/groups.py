"""How far a learner is with each topic and each tag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cards.scheduling import Phase
from cards.studying.models import Schedule


@dataclass
class Retention:
    """Of the reviews that came a day or more after the one before, how many were known."""

    known: int = 0
    asked: int = 0

    @property
    def percent(self) -> int | None:
        """Rounded; None where nothing was asked."""
        return round(100 * self.known / self.asked) if self.asked else None


@dataclass
class Group:
    """The cards of a topic or a tag, and what a learner did with them."""

    name: str
    cards: int = 0
    seen: int = 0
    known: int = 0  # beyond the steps of minutes
    due: int = 0
    lapses: int = 0
    retention: Retention = field(default_factory=Retention)
    recalls: list[float] = field(default_factory=list)

    @property
    def recall(self) -> int | None:
        """The share of the seen cards that the learner knows by now, in percent; None where none was seen."""
        return round(100 * sum(self.recalls) / len(self.recalls)) if self.recalls else None

    @property
    def known_percent(self) -> float:
        """Of all its cards, those that are known."""
        return 100 * self.known / self.cards if self.cards else 0

    @property
    def seen_percent(self) -> float:
        """Of all its cards, those that were seen."""
        return 100 * self.seen / self.cards if self.cards else 0


def groups(
    members: Iterable[tuple[str, str]],
    seen: Mapping[str, Schedule],
    recalls: Mapping[str, float],
    retention: Mapping[str, Retention],
    until: datetime,
) -> list[Group]:
    """The groups that pairs of (name, card) make, by name. What is due before `until` is due."""
    found: dict[str, Group] = {}
    cards: dict[str, list[str]] = defaultdict(list)
    for name, card in members:
        cards[name].append(card)
    for name, own in sorted(cards.items()):
        group = found[name] = Group(name, cards=len(own))
        for card in own:
            if schedule := seen.get(card):
                group.seen += 1
                group.known += schedule.phase == Phase.KNOWN
                group.due += schedule.due < until and not schedule.is_set_aside
                group.lapses += schedule.lapses
                group.recalls.append(recalls[card])
            if asked := retention.get(card):
                group.retention.known += asked.known
                group.retention.asked += asked.asked
    return list(found.values())
