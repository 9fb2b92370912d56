"""``kubectl describe endpoints``."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl.describers.description import Description


def describe(endpoints: Object, out: Description) -> None:
    """The Endpoints, subset by subset."""
    out.head(endpoints)
    out.line("Subsets:")
    for subset in endpoints.tree.get("subsets") or ():
        for title, field in (("Addresses", "addresses"), ("NotReadyAddresses", "notReadyAddresses")):
            text = ",".join(str(one.get("ip", "")) for one in subset.get(field) or ())
            out.line(f"{title}:\t{text or '<none>'}", 1)
        if subset.get("ports"):
            out.line("Ports:", 1)
            out.line("Name\tPort\tProtocol", 2)
            out.line("----\t----\t--------", 2)
            for port in subset["ports"]:
                out.line(f"{port.get('name') or '<unset>'}\t{port.get('port', 0)}\t{port.get('protocol', '')}", 2)
        out.line("")
    out.events()
