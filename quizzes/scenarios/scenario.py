"""What a scenario and a mutation are."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from quizzes.scenarios.scene import Stage


@dataclass(frozen=True)
class Scenario:
    """A small cluster that is built from chance. `kinds` are the questions that it is good for.

    `mutations` are the changes that fit it; `level` (1 to 3) is how hard it is by itself.
    """

    name: str
    topic: str
    level: int
    build: Callable[[random.Random], Stage]
    kinds: tuple[str, ...]
    mutations: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...] = ()  # mutations that make a harder question together
    is_asked_as_it_is: bool = True  # it makes a question without any mutation, too


@dataclass(frozen=True)
class Mutation:
    """One change of a scene: a fault, or something that looks like one. `level` is what it adds to the difficulty.

    `is_fault` says that the line which it writes keeps the connection from being answered.
    """

    name: str
    topic: str
    level: int
    change: Callable[[Stage, random.Random], None]
    is_fault: bool = False
