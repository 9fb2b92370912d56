"""The table of Deployments."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import wording
from sandbox.engine.terminal.kubectl.printers.printer import TEMPLATE, Printer, View, columns


def _cells(deployment: Object, view: View) -> list[str]:
    status = deployment.status
    return [
        deployment.name,
        f"{status.get('readyReplicas', 0)}/{deployment.spec.get('replicas', 0)}",
        str(status.get("updatedReplicas", 0)),
        str(status.get("availableReplicas", 0)),
        view.age(deployment),
        *wording.containers_cells(wording.template_containers(deployment)),
        wording.selector_text(deployment.spec.get("selector")),
    ]


PRINTER = Printer(columns("Name", "Ready", "Up-to-date", "Available", "Age", wide=TEMPLATE), _cells)
