"""The table of ServiceAccounts."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl.printers.printer import Printer, View, columns


def _cells(account: Object, view: View) -> list[str]:
    return [account.name, view.age(account)]


PRINTER = Printer(columns("Name", "Age"), _cells)
