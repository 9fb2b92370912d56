"""``kubectl describe ipaddress``."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl.describers.description import Description


def describe(address: Object, out: Description) -> None:
    """The address and whose it is."""
    out.head(address)
    parent = address.spec.get("parentRef")
    if parent is not None:
        out.line("Parent Reference:")
        for title, field in (
            ("Group", "group"),
            ("Resource", "resource"),
            ("Namespace", "namespace"),
            ("Name", "name"),
        ):
            out.line(f"{title}:\t{parent.get(field, '')}", 1)
    out.events()
