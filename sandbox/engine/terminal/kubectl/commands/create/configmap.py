"""``kubectl create configmap``."""

from __future__ import annotations

from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.commands.create import generated
from sandbox.engine.terminal.kubectl.commands.create.literals import literals
from sandbox.engine.terminal.kubectl.flags import Flag

SOURCES = (
    Flag("from-literal", "array"),
    Flag("from-file", "strings"),
    Flag("from-env-file", "strings"),
    Flag("append-hash", "bool"),
)


def run(call: Call) -> None:
    name = generated.name(call)
    data = literals(call, "ConfigMap", name)
    tree = {"apiVersion": "v1", **({"data": data} if data else {}), "kind": "ConfigMap", "metadata": {"name": name}}
    generated.send(call, tree, "failed to create configmap: ")


COMMAND = Command("configmap", run, (*generated.FLAGS, *SOURCES), aliases=("cm",))
