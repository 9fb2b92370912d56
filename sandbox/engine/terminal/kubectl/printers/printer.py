"""What a kind's table is: its columns, and the cells of one object.

Follows ``k8s.io/kubernetes/pkg/printers/internalversion/printers.go`` (v1.37), where the API
server makes the tables that ``kubectl get`` shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import ages


class Column(NamedTuple):
    """A column: its name as the API server gives it, and whether only ``-o wide`` shows it."""

    name: str
    is_wide: bool = False


class View(NamedTuple):
    """When a table is looked at: the virtual time now."""

    now: float

    def age(self, obj: Object) -> str:
        """The object's age."""
        return ages.since(obj.metadata.get("creationTimestamp"), self.now)


class Printer(NamedTuple):
    """A kind's table. ``cells`` gives all cells of a row in the columns' order, wide ones included."""

    columns: Sequence[Column]
    cells: Callable[[Object, View], list[str]]


def columns(*names: str, wide: Sequence[str] = ()) -> tuple[Column, ...]:
    """Columns that are always shown, and behind them the wide ones."""
    return (*(Column(name) for name in names), *(Column(name, True) for name in wide))


#: The wide columns of a workload.
TEMPLATE = ("Containers", "Images", "Selector")
