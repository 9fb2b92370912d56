"""What a writing command prints of an object: ``service/web created``, or the object itself with ``-o``."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.terminal.kubectl import outputs
from sandbox.engine.terminal.kubectl.command import Call
from sandbox.engine.terminal.kubectl.resources import Info


def operation(call: Call, info: Info, word: str, tree: Tree | None = None) -> None:
    """Print that ``word`` was done to the object (``created``), with the dry run's mark."""
    output = call.flags.get("output") or ""
    if output == "":
        mark = {"client": " (dry run)", "server": " (server dry run)"}.get(call.dry_run, "")
        call.print(f"{info.title} {word}{mark}")
    elif output == "name":
        call.print(info.title)
    else:
        structured(call, tree if tree is not None else info.tree, output)


def check(call: Call) -> None:
    """Look at ``-o`` before anything is done. Raises Failure for a format that there is not."""
    output = call.flags.get("output") or ""
    if output not in ("", "name"):
        outputs.renderer(call, output)


def structured(call: Call, tree: Tree, output: str) -> None:
    """Print an object in the format that ``-o`` names. Raises Failure for one that there is not."""
    call.stdout.append(outputs.renderer(call, output)(tree))
