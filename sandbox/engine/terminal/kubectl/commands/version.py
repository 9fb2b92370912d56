"""``kubectl version``."""

from __future__ import annotations

from sandbox.engine.terminal.kubectl import command
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.flags import Flag


def run(call: Call) -> None:
    version = call.state.shape.kubernetes
    call.print(f"Client Version: {version}")
    call.print("Kustomize Version: v5.7.1")
    if not call.flags["client"]:
        call.print(f"Server Version: {version}")


COMMAND = Command("version", run, (Flag("client", "bool"), command.OUTPUT))
