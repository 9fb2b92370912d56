"""The table of Secrets."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl.printers.printer import Printer, View, columns


def _cells(secret: Object, view: View) -> list[str]:
    return [secret.name, str(secret.tree.get("type", "")), str(len(secret.tree.get("data") or ())), view.age(secret)]


PRINTER = Printer(columns("Name", "Type", "Data", "Age"), _cells)
