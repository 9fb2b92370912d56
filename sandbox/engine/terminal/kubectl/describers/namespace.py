"""``kubectl describe namespace``."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import ages
from sandbox.engine.terminal.kubectl.describers.description import Description

HEADER = "Type\tStatus\tLastTransitionTime\tReason\tMessage"
RULE = "----\t------\t------------------\t------\t-------"


def describe(namespace: Object, out: Description) -> None:
    """The namespace; there are neither quotas nor limit ranges here."""
    out.head(namespace)
    out.line(f"Status:\t{namespace.status.get('phase', '')}")
    conditions(namespace, out)
    out.line("")
    out.line("No resource quota.")
    out.line("")
    out.line("No LimitRange resource.")


def conditions(obj: Object, out: Description) -> None:
    """Conditions with their times, where there are any."""
    found = obj.status.get("conditions")
    if found:
        out.conditions(
            [
                (
                    one.get("type", ""),
                    one.get("status", ""),
                    ages.rfc1123(one.get("lastTransitionTime")),
                    one.get("reason", ""),
                    one.get("message", ""),
                )
                for one in found
            ],
            HEADER,
            RULE,
        )
