"""Seconds as people read them."""

from django import template

from quizzes.interviews.wording import about as _about
from quizzes.interviews.wording import minutes as _minutes

register = template.Library()


@register.filter
def minutes(seconds: int | None) -> str:
    """2:05."""
    return _minutes(seconds or 0)


@register.filter
def about(left: int) -> str:
    """What is left, in whole minutes: for pages that no script keeps up to date."""
    return _about(left)
