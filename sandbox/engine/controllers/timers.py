"""What is due later: keys that controllers want to see again at a moment of the virtual clock."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from functools import partial

from sandbox.engine.controllers.controller import Key


class Timers:
    """The timers of one loop, by the position of their controller.

    A key waits for one moment: an earlier one takes the place of a later one. Of two that are due
    at the same moment the one that was asked for first goes first.
    """

    def __init__(self) -> None:
        self._asked = 0
        self._waiting: list[tuple[float, int, int, Key]] = []
        self._due: dict[tuple[int, Key], float] = {}

    def fork(self) -> Timers:
        """A copy that goes its own way."""
        new = Timers()
        new._asked = self._asked
        new._waiting = list(self._waiting)
        new._due = dict(self._due)
        return new

    def waker(self, position: int) -> Callable[[float, Key], None]:
        """What a controller calls with a moment and a key."""
        return partial(self._wake, position)

    def _wake(self, position: int, due: float, key: Key) -> None:
        known = self._due.get((position, key))
        if known is None or due < known:
            self._due[position, key] = due
            self._asked += 1
            heapq.heappush(self._waiting, (due, self._asked, position, key))

    @property
    def next(self) -> float | None:
        """The next moment at which something is due (seconds), None where nothing is."""
        return self._waiting[0][0] if self._waiting else None

    def take(self, now: float) -> Iterator[tuple[int, Key]]:
        """Take out what is due by now: the positions of controllers, each with its key."""
        while self._waiting and self._waiting[0][0] <= now:
            due, _, position, key = heapq.heappop(self._waiting)
            if self._due.get((position, key)) == due:
                del self._due[position, key]
                yield position, key
