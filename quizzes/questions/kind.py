"""What a kind of question is, and what it makes: a question with its options, right and wrong."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quizzes.scenarios.scene import Scene

Plain = dict[str, Any]


@dataclass(frozen=True)
class Option:
    """Something to choose. `note` says afterwards why it is right or wrong.

    `form` is how its text is written: a `sentence` (with code between backticks), a `message` of a program, or a
    `table` whose columns have to stay in line.
    """

    text: str
    is_right: bool
    note: str = ""
    form: str = "sentence"


@dataclass(frozen=True)
class Posed:
    """A question as it is put: its options in their order, and the claim of the run that it is about."""

    prompt: str
    options: list[Option]
    is_several: bool = False
    deciding: int = 0
    exhibit: str = ""


@dataclass(frozen=True)
class Kind:
    """One way to ask about a scene.

    `claims` says what the engine is asked, as steps. `pose` reads the right answer from the plain verdict and adds what
    people with a misconception would say; None where that makes no good question. `topic` is there where the kind is
    about one thing whatever the scene; `level` is what it adds to the difficulty.
    """

    name: str
    title: str
    claims: Callable[[Scene], list[Plain]]
    pose: Callable[[Scene, Plain, random.Random], Posed | None]
    topic: str = ""
    level: int = 0
    fits: Callable[[str, tuple[str, ...]], bool] = lambda scenario, mutations: True  # it is about what they change
    needs_fault: bool = False  # it asks for the fault that the last mutation made
