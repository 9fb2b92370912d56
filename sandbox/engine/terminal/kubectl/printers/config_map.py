"""The table of ConfigMaps."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl.printers.printer import Printer, View, columns


def _cells(config_map: Object, view: View) -> list[str]:
    size = len(config_map.tree.get("data") or ()) + len(config_map.tree.get("binaryData") or ())
    return [config_map.name, str(size), view.age(config_map)]


PRINTER = Printer(columns("Name", "Data", "Age"), _cells)
