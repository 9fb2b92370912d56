"""A learner's own day: it begins at an hour of their choice, in their time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """The names of time zones that can be chosen."""
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC") - {"Factory"}


@dataclass(frozen=True)
class Calendar:
    """Instants to days and back. A day begins when the clock on the wall says so, whatever is done to the clock."""

    zone: ZoneInfo
    begins: int  # the hour, 0 to 23

    def day(self, at: datetime) -> date:
        """The day to which an instant belongs."""
        day = at.astimezone(self.zone).date()
        while at < self.start(day):
            day -= timedelta(days=1)
        return day

    def start(self, day: date) -> datetime:
        """The first instant of a day, in UTC. An hour that the clock skips begins when it is skipped."""
        return datetime.combine(day, time(self.begins), self.zone).astimezone(UTC)

    def end(self, day: date) -> datetime:
        """The first instant that no longer belongs to a day, in UTC."""
        return self.start(day + timedelta(days=1))
