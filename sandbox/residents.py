"""Clusters of playgrounds that this process keeps ready, each in a cell of its own.

A playground is its commands: any process can build its cluster from them, and one that has carried the last command out
still has it. What is kept is known by the playground and by the commands that it has seen, so that a cluster which
another process has gone on with is taken only as far as its history agrees.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.cell import Budget, Cell, End, Outcome
from sandbox.plays import History, Mark, Typed

#: So many clusters are kept; the one that was used longest ago goes first.
KEPT = 8


@dataclass
class Resident:
    """A cell with a playground's cluster, and the commands that the cluster has seen."""

    cell: Cell
    seen: list[Mark] = field(default_factory=list)

    def ask(self, question: dict[str, Any], budget: Budget) -> Outcome:
        """The cell's answer; a cell that does not answer is gone."""
        return self.cell.ask(json.dumps(question).encode("ascii"), budget)

    def is_at(self, marks: Sequence[Mark]) -> bool:
        """Whether it can go on from what it has seen."""
        return self.cell.is_alive and self.seen == list(marks[: len(self.seen)])


class NotBuilt(Exception):
    """The cluster could not be built from its commands; `outcome` says how that ended."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


class Residents:
    """`make` gives the work of a cell for a mode of kube-proxy; it answers `{"replay": …}` as well."""

    def __init__(self, make: Callable[[str], Callable[[bytes], bytes]], replay: Budget, kept: int = KEPT) -> None:
        self._make = make
        self._replay = replay
        self._kept = kept
        self._by_playground: OrderedDict[str, Resident] = OrderedDict()

    def at(self, history: History) -> Resident:
        """The playground's cluster as it is after all of `history`. Raises NotBuilt."""
        found = self._by_playground.pop(history.playground, None)
        if found is None or not found.is_at(history.marks):
            if found is not None:
                found.cell.end()
            found = Resident(Cell(self._make(history.mode), self._replay.memory_bytes))
        if len(found.seen) < len(history.marks):
            missing: list[Typed] = list(history.texts(len(found.seen)))
            outcome = found.ask({"replay": [asdict(one) for one in missing]}, self._replay)
            if outcome.end is not End.RETURNED:
                raise NotBuilt(outcome)
            found.seen = list(history.marks)
        self._by_playground[history.playground] = found
        while len(self._by_playground) > self._kept:
            _, oldest = self._by_playground.popitem(last=False)
            oldest.cell.end()
        return found

    def clear(self) -> None:
        """End all cells."""
        while self._by_playground:
            self._by_playground.popitem()[1].cell.end()
