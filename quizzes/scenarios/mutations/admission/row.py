"""How one thing that people write into a Service is listed."""

from __future__ import annotations

import random
from collections.abc import Callable

from quizzes.scenarios.scenario import Mutation
from quizzes.scenarios.scene import Stage

Change = Callable[[Stage, random.Random], None]


def row(rows: list[Mutation], name: str, topic: str, level: int, *wrong: str) -> Callable[[Change], Change]:
    """Puts a change into `rows`, with the messages that people would expect of it."""

    def listed(change: Change) -> Change:
        def apply(stage: Stage, chance: random.Random) -> None:
            change(stage, chance)
            stage.change(wrong=wrong)

        rows.append(Mutation(name, topic, level, apply))
        return change

    return listed


def front(stage: Stage, **fields: object) -> None:
    """Fields at the beginning of the spec."""
    rest = dict(stage.spec)
    stage.spec.clear()
    stage.spec.update(fields | rest)


def port(stage: Stage, **columns: object) -> None:
    """Columns of the first port."""
    stage.spec["ports"][0] |= columns
