"""``kubectl describe endpointslice``."""

from __future__ import annotations

from typing import Any

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import go_values
from sandbox.engine.terminal.kubectl.describers.description import Description


def describe(piece: Object, out: Description) -> None:
    """The slice, endpoint by endpoint."""
    out.head(piece)
    out.line(f"AddressType:\t{piece.tree.get('addressType', '')}")
    ports = piece.tree.get("ports") or ()
    if not ports:
        out.line("Ports: <unset>")
    else:
        out.line("Ports:")
        out.line("Name\tPort\tProtocol", 1)
        out.line("----\t----\t--------", 1)
        for port in ports:
            out.line(f"{port.get('name') or '<unset>'}\t{_set(port.get('port'))}\t{port.get('protocol', '')}", 1)
    endpoints = piece.tree.get("endpoints") or ()
    if not endpoints:
        out.line("Endpoints: <none>")
    else:
        out.line("Endpoints:")
    for endpoint in endpoints:
        out.line(f"- Addresses:\t{', '.join(endpoint.get('addresses') or ()) or '<none>'}", 1)
        out.line("Conditions:", 2)
        out.line(f"Ready:\t{_set((endpoint.get('conditions') or {}).get('ready'))}", 3)
        out.line(f"Hostname:\t{_set(endpoint.get('hostname'))}", 2)
        target = endpoint.get("targetRef")
        if target is not None:
            out.line(f"TargetRef:\t{target.get('kind', '')}/{target.get('name', '')}", 2)
        out.line(f"NodeName:\t{_set(endpoint.get('nodeName'))}", 2)
        out.line(f"Zone:\t{_set(endpoint.get('zone'))}", 2)
    out.events()


def _set(value: Any) -> str:
    return "<unset>" if value is None else go_values.plain(value)
