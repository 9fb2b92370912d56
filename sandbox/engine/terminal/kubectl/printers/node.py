"""The table of nodes."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import wording
from sandbox.engine.terminal.kubectl.printers.printer import Printer, View, columns


def _cells(node: Object, view: View) -> list[str]:
    about = node.status.get("nodeInfo") or {}
    kernel = about.get("kernelVersion") or "<unknown>"
    if about.get("architecture"):
        kernel += f" ({about['architecture']})"
    return [
        node.name,
        _state(node),
        wording.roles(node) or "<none>",
        view.age(node),
        str(about.get("kubeletVersion", "")),
        _address(node, "InternalIP"),
        _address(node, "ExternalIP"),
        about.get("osImage") or "<unknown>",
        kernel,
        about.get("containerRuntimeVersion") or "<unknown>",
    ]


def _state(node: Object) -> str:
    ready = wording.condition(node, "Ready")
    words = ["Unknown" if ready is None else "Ready" if ready.get("status") == "True" else "NotReady"]
    if node.spec.get("unschedulable"):
        words.append("SchedulingDisabled")
    return ",".join(words)


def _address(node: Object, kind: str) -> str:
    return next(
        (str(one.get("address")) for one in node.status.get("addresses") or () if one.get("type") == kind), "<none>"
    )


PRINTER = Printer(
    columns(
        "Name",
        "Status",
        "Roles",
        "Age",
        "Version",
        wide=("Internal-IP", "External-IP", "OS-Image", "Kernel-Version", "Container-Runtime"),
    ),
    _cells,
)
