"""Studying in words: intervals on buttons, and what a wish for retention means."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from cards import scheduling
from cards.scheduling import Rating


class Button(NamedTuple):
    """A rating as the page offers it."""

    rating: Rating
    name: str
    meaning: str
    interval: str


NAMES = {
    Rating.AGAIN: ("Again", "I did not know it"),
    Rating.HARD: ("Hard", "with much effort"),
    Rating.GOOD: ("Good", "I knew it"),
    Rating.EASY: ("Easy", "at once"),
}


def suggestion(is_right: bool | None, is_first: bool) -> dict[str, object]:
    """The rating that fits what was answered, for `study_card.html`; nothing where nobody can say."""
    if is_right is None:
        return {}
    if not is_right:
        return {"suggested": Rating.AGAIN.value, "suggestion": "That was not it, so Again fits. You decide."}
    if not is_first:
        return {"suggested": Rating.HARD.value, "suggestion": "It took more than one try, so Hard fits. You decide."}
    return {"suggested": Rating.GOOD.value, "suggestion": "Right at the first try, so Good fits. You decide."}


RETENTIONS = (0.8, 0.85, 0.9, 0.95, 0.97)


def interval(length: timedelta) -> str:
    """How long something is put off, in one number and its unit."""
    minutes = max(1, round(length.total_seconds() / 60))
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{round(minutes / 60)} h"
    days = round(minutes / 60 / 24)
    if days < 31:
        return "1 day" if days == 1 else f"{days} days"
    if days < 365:
        return f"{days / 30.44:.1f} months"
    return f"{days / 365.25:.1f} years"


def buttons(intervals: dict[Rating, timedelta]) -> list[Button]:
    """The four ratings, with what each means and how long it puts the card off."""
    return [Button(rating, *NAMES[rating], interval(intervals[rating])) for rating in Rating]


def retention(share: float) -> str:
    """What a wish for this retention means, in plain words."""
    length = scheduling.length(share)
    known = f"Of a hundred cards that come up you still know about {round(share * 100)}"
    if abs(length - 1) < 0.05:
        return f"{known}. A good balance for most people."
    if length > 1:
        return f"{known}. Cards come up after intervals {length:.1f} times as long as at 90 %."
    return f"{known}. Cards come up after {round(length * 100)} % of the interval that 90 % gives: more often."
