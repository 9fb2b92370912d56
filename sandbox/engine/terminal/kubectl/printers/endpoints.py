"""The table of Endpoints."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import wording
from sandbox.engine.terminal.kubectl.printers.printer import Printer, View, columns

_MOST = 3


def _cells(endpoints: Object, view: View) -> list[str]:
    return [endpoints.name, _shown(endpoints), view.age(endpoints)]


def _shown(endpoints: Object) -> str:
    """Ready addresses with each port, three at most; empty where none is ready, ``<none>`` without subsets."""
    subsets = endpoints.tree.get("subsets") or ()
    if not subsets:
        return "<none>"
    found: list[str] = []
    for subset in subsets:
        addresses = [one.get("ip", "") for one in subset.get("addresses") or ()]
        ports = subset.get("ports") or ()
        if not ports:
            found.extend(addresses)
        for port in ports:
            found.extend(wording.host_port(address, port.get("port")) for address in addresses)
    text = ",".join(found[:_MOST])
    return f"{text} + {len(found) - _MOST} more..." if len(found) > _MOST else text


PRINTER = Printer(columns("Name", "Endpoints", "Age"), _cells)
