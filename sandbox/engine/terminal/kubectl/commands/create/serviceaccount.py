"""``kubectl create serviceaccount``."""

from __future__ import annotations

from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.commands.create import generated


def run(call: Call) -> None:
    name = generated.name(call)
    generated.send(
        call,
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}},
        "failed to create serviceaccount: ",
    )


COMMAND = Command("serviceaccount", run, generated.FLAGS, aliases=("sa",))
