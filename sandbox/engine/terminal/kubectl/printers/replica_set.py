"""The table of ReplicaSets."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import wording
from sandbox.engine.terminal.kubectl.printers.printer import TEMPLATE, Printer, View, columns


def _cells(replica_set: Object, view: View) -> list[str]:
    status = replica_set.status
    return [
        replica_set.name,
        str(replica_set.spec.get("replicas", 0)),
        str(status.get("replicas", 0)),
        str(status.get("readyReplicas", 0)),
        view.age(replica_set),
        *wording.containers_cells(wording.template_containers(replica_set)),
        wording.selector_text(replica_set.spec.get("selector")) or "<none>",
    ]


PRINTER = Printer(columns("Name", "Desired", "Current", "Ready", "Age", wide=TEMPLATE), _cells)
