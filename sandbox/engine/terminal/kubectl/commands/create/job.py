"""``kubectl create job``."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.commands.create import generated
from sandbox.engine.terminal.kubectl.failures import Failure
from sandbox.engine.terminal.kubectl.flags import Flag


def run(call: Call) -> None:
    front = call.words if call.dash is None else call.words[: call.dash]
    if len(front) != 1:
        raise call.usage(f"exactly one NAME is required, got {len(front)}")
    if call.flags["from"]:
        raise Failure("create job --from is not modelled here")
    if not call.flags["image"]:
        raise Failure("either --image or --from must be specified")
    name = front[0]
    container: Tree = {"image": call.flags["image"], "name": name, "resources": {}}
    if call.dash is not None:
        container["command"] = call.words[call.dash :]
    generated.send(
        call,
        {
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": {"name": name},
            "spec": {"template": {"metadata": {}, "spec": {"containers": [container], "restartPolicy": "Never"}}},
            "status": {},
        },
        "failed to create job: ",
    )


COMMAND = Command("job", run, (*generated.FLAGS, Flag("image", default=""), Flag("from", default="")))
