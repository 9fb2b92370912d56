"""A learner's own day, through time zones and changed clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.studying.days import Calendar, zones

WINDOWS = [date(2026, 3, 27), date(2026, 10, 23), date(2011, 12, 28)]


@pytest.mark.parametrize(
    ("zone", "begins", "at", "day"),
    [
        ("UTC", 4, "2026-03-02T03:59:59", date(2026, 3, 1)),
        ("UTC", 4, "2026-03-02T04:00:00", date(2026, 3, 2)),
        ("UTC", 0, "2026-03-02T00:00:00", date(2026, 3, 2)),
        ("Asia/Tokyo", 4, "2026-03-01T18:59:59", date(2026, 3, 1)),
        ("Asia/Tokyo", 4, "2026-03-01T19:00:00", date(2026, 3, 2)),
        ("America/New_York", 4, "2026-03-02T08:30:00", date(2026, 3, 1)),
        # Berlin's clocks go from 2:00 to 3:00 on 29 March 2026, and from 3:00 back to 2:00 on 25 October.
        ("Europe/Berlin", 4, "2026-03-29T01:59:59", date(2026, 3, 28)),
        ("Europe/Berlin", 4, "2026-03-29T02:00:00", date(2026, 3, 29)),
        ("Europe/Berlin", 4, "2026-10-25T02:30:00", date(2026, 10, 24)),
        ("Europe/Berlin", 4, "2026-10-25T03:00:00", date(2026, 10, 25)),
        ("Europe/Berlin", 2, "2026-03-29T00:59:59", date(2026, 3, 28)),  # 2:00 is skipped: the day begins with 3:00
        ("Europe/Berlin", 2, "2026-03-29T01:00:00", date(2026, 3, 29)),
        ("Europe/Berlin", 2, "2026-10-25T00:00:00", date(2026, 10, 25)),  # 2:00 comes twice: with the first
        ("Europe/Berlin", 2, "2026-10-25T01:00:00", date(2026, 10, 25)),
    ],
)
def test_instant_belongs_to_a_day(zone, begins, at, day):
    assert Calendar(ZoneInfo(zone), begins).day(datetime.fromisoformat(at).replace(tzinfo=UTC)) == day


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 23), (date(2026, 10, 24), 25), (date(2026, 7, 1), 24)])
def test_day_is_as_long_as_the_clocks_make_it(day, hours):
    calendar = Calendar(ZoneInfo("Europe/Berlin"), 4)
    assert calendar.end(day) - calendar.start(day) == timedelta(hours=hours)


@given(
    st.sampled_from(
        ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata"]
    ),
    st.integers(0, 23),
    st.sampled_from(WINDOWS),
    st.integers(0, 5 * 24 * 3600),
)
def test_every_instant_lies_in_exactly_one_day(zone, begins, window, seconds):
    calendar = Calendar(ZoneInfo(zone), begins)
    at = datetime(window.year, window.month, window.day, tzinfo=UTC) + timedelta(seconds=seconds)
    day = calendar.day(at)
    assert calendar.start(day) <= at < calendar.end(day)


def test_zones_are_those_of_places():
    assert {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"} <= zones()
    assert all(ZoneInfo(name) for name in zones())
