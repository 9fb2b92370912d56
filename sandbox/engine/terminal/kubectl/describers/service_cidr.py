"""``kubectl describe servicecidr``."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl.describers import namespace
from sandbox.engine.terminal.kubectl.describers.description import Description


def describe(cidr: Object, out: Description) -> None:
    """The range and whether addresses are given out of it."""
    out.head(cidr)
    out.line(f"CIDRs:\t{', '.join(cidr.spec.get('cidrs') or ())}")
    if cidr.status.get("conditions"):
        out.line("Status:")
        namespace.conditions(cidr, out)
    out.events()
