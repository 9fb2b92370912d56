"""``kubectl create namespace``."""

from __future__ import annotations

from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.commands.create import generated


def run(call: Call) -> None:
    name = generated.name(call)
    generated.send(
        call, {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}, "spec": {}, "status": {}}
    )


COMMAND = Command("namespace", run, generated.FLAGS, aliases=("ns",))
