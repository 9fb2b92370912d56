"""The table of IPAddresses. The API server sends an age that has no column: kubectl drops it."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl.printers.printer import Printer, View, columns


def _cells(address: Object, view: View) -> list[str]:
    parent = address.spec.get("parentRef")
    text = "<none>"
    if parent is not None:
        group = f".{parent['group']}" if parent.get("group") else ""
        text = "/".join(
            part
            for part in (
                f"{parent.get('resource', '')}{group}".lower(),
                parent.get("namespace"),
                parent.get("name", ""),
            )
            if part
        )
    return [address.name, text, view.age(address)]


PRINTER = Printer(columns("Name", "ParentRef"), _cells)
