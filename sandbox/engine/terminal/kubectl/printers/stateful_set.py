"""The table of StatefulSets."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import wording
from sandbox.engine.terminal.kubectl.printers.printer import Printer, View, columns


def _cells(stateful_set: Object, view: View) -> list[str]:
    return [
        stateful_set.name,
        f"{stateful_set.status.get('readyReplicas', 0)}/{stateful_set.spec.get('replicas', 0)}",
        view.age(stateful_set),
        *wording.containers_cells(wording.template_containers(stateful_set)),
    ]


PRINTER = Printer(columns("Name", "Ready", "Age", wide=("Containers", "Images")), _cells)
