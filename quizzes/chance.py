"""Chance that repeats: what is picked follows from a seed and from what it is picked for."""

import random


def seeded(*words: object) -> random.Random:
    """A source of picks; equal words give equal picks, on every machine and in every version of Python."""
    return random.Random("/".join(map(str, words)))  # noqa: S311 - names and orders of options, no secrets
