"""The table of ServiceCIDRs."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl.printers.printer import Printer, View, columns


def _cells(cidr: Object, view: View) -> list[str]:
    return [cidr.name, ",".join(cidr.spec.get("cidrs") or ()), view.age(cidr)]


PRINTER = Printer(columns("Name", "CIDRs", "Age"), _cells)
