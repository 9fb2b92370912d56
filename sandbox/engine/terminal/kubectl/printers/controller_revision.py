"""The table of ControllerRevisions."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import wording
from sandbox.engine.terminal.kubectl.printers.printer import Printer, View, columns


def _cells(revision: Object, view: View) -> list[str]:
    owner = wording.controller_of(revision)
    name = "<none>"
    if owner is not None:
        group = str(owner.get("apiVersion", "")).rpartition("/")[0]
        kind = f"{owner.get('kind', '')}.{group}" if group else str(owner.get("kind", ""))
        name = f"{kind.lower()}/{owner.get('name', '')}"
    return [revision.name, name, str(revision.tree.get("revision", 0)), view.age(revision)]


PRINTER = Printer(columns("Name", "Controller", "Revision", "Age"), _cells)
