"""The table of DaemonSets."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import wording
from sandbox.engine.terminal.kubectl.printers.printer import TEMPLATE, Printer, View, columns

_NUMBERS = (
    "desiredNumberScheduled",
    "currentNumberScheduled",
    "numberReady",
    "updatedNumberScheduled",
    "numberAvailable",
)


def _cells(daemon_set: Object, view: View) -> list[str]:
    template = (daemon_set.spec.get("template") or {}).get("spec") or {}
    return [
        daemon_set.name,
        *(str(daemon_set.status.get(name, 0)) for name in _NUMBERS),
        wording.labels_text(template.get("nodeSelector")),
        view.age(daemon_set),
        *wording.containers_cells(template.get("containers")),
        wording.selector_text(daemon_set.spec.get("selector")) or "<none>",
    ]


PRINTER = Printer(
    columns("Name", "Desired", "Current", "Ready", "Up-to-date", "Available", "Node Selector", "Age", wide=TEMPLATE),
    _cells,
)
