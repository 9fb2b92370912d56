"""``kubectl create secret generic``."""

from __future__ import annotations

import base64

from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.commands.create import generated
from sandbox.engine.terminal.kubectl.commands.create.configmap import SOURCES
from sandbox.engine.terminal.kubectl.commands.create.literals import literals
from sandbox.engine.terminal.kubectl.failures import Failure, UsageFailure
from sandbox.engine.terminal.kubectl.flags import Flag


def _generic(call: Call) -> None:
    name = generated.name(call)
    data = {key: base64.b64encode(value.encode()).decode() for key, value in literals(call, "Secret", name).items()}
    tree = {"apiVersion": "v1", **({"data": data} if data else {}), "kind": "Secret", "metadata": {"name": name}}
    if call.flags["type"]:
        tree["type"] = call.flags["type"]
    generated.send(call, tree, "failed to create secret ")


def _nothing(call: Call) -> None:
    if call.words and call.words[0] in ("tls", "docker-registry"):
        raise Failure(f"create secret {call.words[0]} is not modelled here")
    raise UsageFailure(
        f'unknown command "{call.words[0]}"' if call.words else "a type of secret is expected: generic", call.command
    )


COMMAND = Command(
    "secret",
    _nothing,
    subcommands=(Command("generic", _generic, (*generated.FLAGS, *SOURCES, Flag("type", default=""))),),
)
