"""``kubectl top``: without a metrics server there is nothing to show, as in a new cluster."""

from __future__ import annotations

from sandbox.engine.terminal.kubectl import command
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.failures import Failure
from sandbox.engine.terminal.kubectl.flags import Flag


def run(call: Call) -> None:
    raise Failure("Metrics API not available")


COMMAND = Command(
    "top",
    run,
    (
        command.SELECTOR,
        command.ALL_NAMESPACES,
        Flag("containers", "bool"),
        Flag("no-headers", "bool"),
        Flag("sort-by", default=""),
    ),
)
