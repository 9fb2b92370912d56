"""The table of namespaces."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl.printers.printer import Printer, View, columns


def _cells(namespace: Object, view: View) -> list[str]:
    return [namespace.name, str(namespace.status.get("phase", "")), view.age(namespace)]


PRINTER = Printer(columns("Name", "Status", "Age"), _cells)
