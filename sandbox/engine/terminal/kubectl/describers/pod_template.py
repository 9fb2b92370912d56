"""A workload's pod template, its pods' states, and its spread constraints."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.engine.cluster.indexes import PODS_BY_CONTROLLER
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.terminal.kubectl import wording
from sandbox.engine.terminal.kubectl.describers import containers, volumes
from sandbox.engine.terminal.kubectl.describers.description import Description

_PHASES = (("Running", "Running"), ("Pending", "Waiting"), ("Succeeded", "Succeeded"), ("Failed", "Failed"))


def describe(out: Description, template: Tree | None) -> None:
    """The template below ``Pod Template:``."""
    out.line("Pod Template:")
    found = template or {}
    metadata, spec = found.get("metadata") or {}, found.get("spec") or {}
    out.labels("Labels", metadata.get("labels"), "  ")
    if metadata.get("annotations"):
        out.annotations(metadata["annotations"], "  Annotations")
    if spec.get("serviceAccountName"):
        out.line(f"Service Account:\t{spec['serviceAccountName']}", 1)
    if spec.get("initContainers"):
        containers.describe(out, "Init Containers", spec["initContainers"], indent="  ")
    containers.describe(out, "Containers", spec.get("containers") or (), indent="  ")
    volumes.describe(out, spec.get("volumes"), "  ")
    spread(out, spec.get("topologySpreadConstraints"), "  ")
    if spec.get("priorityClassName"):
        out.line(f"Priority Class Name:\t{spec['priorityClassName']}", 1)
    out.labels("Node-Selectors", spec.get("nodeSelector"), "  ")
    out.tolerations("Tolerations", spec.get("tolerations"), "  ")


def spread(out: Description, constraints: Sequence[Tree] | None, indent: str = "") -> None:
    """Topology spread constraints, where there are any."""
    if not constraints:
        return
    lines = []
    for one in sorted(constraints, key=lambda one: one.get("topologyKey", "")):
        text = (
            f"{one.get('topologyKey', '')}:{one.get('whenUnsatisfiable', '')} when max skew "
            f"{one.get('maxSkew', 0)} is exceeded"
        )
        if one.get("labelSelector") is not None:
            text += f" for selector {wording.selector_text(one['labelSelector']) or '<none>'}"
        lines.append(text)
    out.several(f"{indent}Topology Spread Constraints", lines, indent)


def pods_line(out: Description, owner: Object) -> str:
    """``2 Running / 0 Waiting / 0 Succeeded / 0 Failed``: the pods that a workload controls."""
    phases = [pod.status.get("phase") for pod in out.state.found(PODS_BY_CONTROLLER, owner.metadata.get("uid", ""))]
    return " / ".join(f"{phases.count(phase)} {word}" for phase, word in _PHASES)
