"""The table of EndpointSlices."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl.printers.printer import Printer, View, columns

_MOST = 3


def _cells(piece: Object, view: View) -> list[str]:
    ports = [_port(port) for port in piece.tree.get("ports") or ()]
    addresses = [address for endpoint in piece.tree.get("endpoints") or () for address in endpoint["addresses"]]
    return [piece.name, str(piece.tree.get("addressType", "")), _some(ports), _some(addresses), view.age(piece)]


def _port(port: dict[str, object]) -> str:
    number, name = port.get("port"), port.get("name")
    return str(number) if number is not None else str(name) if name is not None else "*"


def _some(found: list[str]) -> str:
    text = ",".join(found[:_MOST])
    if len(found) > _MOST:
        return f"{text} + {len(found) - _MOST} more..."
    return text or "<unset>"


PRINTER = Printer(columns("Name", "AddressType", "Ports", "Endpoints", "Age"), _cells)
