"""``kubectl create deployment``."""

from __future__ import annotations

from zlib import crc32

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.commands.create import generated
from sandbox.engine.terminal.kubectl.failures import Failure
from sandbox.engine.terminal.kubectl.flags import Flag

_LETTERS = "bcdfghjklmnpqrstvwxz2456789"


def run(call: Call) -> None:
    generated.require(call, "image")
    name = generated.name(call) if call.dash is None else _name_in_front(call)
    images, words = call.flags["image"], call.words[call.dash :] if call.dash is not None else []
    if len(images) > 1 and words:
        raise Failure("cannot specify multiple --image options and command")
    containers: list[Tree] = []
    for image in images:
        container: Tree = {"image": image, "name": container_name(image), "resources": {}}
        if words:
            container["command"] = words
        containers.append(container)
    if call.flags["port"] >= 0:
        containers[0]["ports"] = [{"containerPort": call.flags["port"]}]
    labels = {"app": name}
    replicas = call.flags["replicas"] if call.flags["replicas"] >= 0 else 1
    generated.send(
        call,
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": name, "labels": labels},
            "spec": {
                "replicas": replicas,
                "selector": {"matchLabels": labels},
                "strategy": {},
                "template": {"metadata": {"labels": labels}, "spec": {"containers": containers}},
            },
            "status": {},
        },
        "failed to create deployment: ",
    )


def _name_in_front(call: Call) -> str:
    if call.dash != 1:
        raise call.usage(f"exactly one NAME is required, got {call.dash}")
    return call.words[0]


def container_name(image: str) -> str:
    """The name a container gets from its image: the last part, without tag and digest. One with
    dots or underscores gets dashes for them and an ending of five letters (chance in kubectl)."""
    name = image.rsplit("/", 1)[-1].partition(":")[0].partition("@")[0]
    if "." not in name and "_" not in name:
        return name
    number = crc32(image.encode())
    ending = "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(5))
    return f"{name.replace('_', '-').replace('.', '-')}-{ending}"


COMMAND = Command(
    "deployment",
    run,
    (
        *generated.FLAGS,
        Flag("image", "strings"),
        Flag("port", "int", default=-1),
        Flag("replicas", "int", "r", -1),
    ),
    aliases=("deploy",),
)
