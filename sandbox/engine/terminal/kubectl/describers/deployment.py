"""``kubectl describe deployment``."""

from __future__ import annotations

from sandbox.engine.cluster.indexes import REPLICA_SETS_BY_CONTROLLER
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.terminal.kubectl import ages, wording
from sandbox.engine.terminal.kubectl.describers import events, pod_template
from sandbox.engine.terminal.kubectl.describers.description import Description

_HASH = "pod-template-hash"


def describe(deployment: Object, out: Description) -> None:
    """The Deployment with its ReplicaSets."""
    spec, status = deployment.spec, deployment.status
    out.name(deployment)
    out.line(f"CreationTimestamp:\t{ages.rfc1123(deployment.metadata.get('creationTimestamp'))}")
    out.meta(deployment)
    out.line(f"Selector:\t{wording.selector_text(spec.get('selector'))}")
    numbers = (
        (spec.get("replicas", 0), "desired"),
        (status.get("updatedReplicas", 0), "updated"),
        (status.get("replicas", 0), "total"),
        (status.get("availableReplicas", 0), "available"),
        (status.get("unavailableReplicas", 0), "unavailable"),
    )
    out.line("Replicas:\t" + " | ".join(f"{number} {word}" for number, word in numbers))
    strategy = spec.get("strategy") or {}
    out.line(f"StrategyType:\t{strategy.get('type', '')}")
    out.line(f"MinReadySeconds:\t{spec.get('minReadySeconds', 0)}")
    rolling = strategy.get("rollingUpdate")
    if rolling is not None:
        out.line(
            f"RollingUpdateStrategy:\t{rolling.get('maxUnavailable', '')} max unavailable, "
            f"{rolling.get('maxSurge', '')} max surge"
        )
    pod_template.describe(out, spec.get("template"))
    if status.get("conditions"):
        out.conditions(
            [(f"{one.get('type', '')} ", one.get("status", ""), one.get("reason", "")) for one in status["conditions"]],
            "Type\tStatus\tReason",
            "----\t------\t------",
        )
    _replica_sets(deployment, out)
    out.events(events.about(out.state, deployment))


def _replica_sets(deployment: Object, out: Description) -> None:
    held = sorted(
        out.state.found(REPLICA_SETS_BY_CONTROLLER, deployment.metadata.get("uid", "")),
        key=lambda one: (one.metadata.get("creationTimestamp", ""), one.name),
    )
    new = next(
        (one for one in held if _without_hash(one.spec.get("template")) == deployment.spec.get("template")), None
    )
    if held:
        old = [one for one in sorted(held, key=lambda one: one.name) if one is not new]
        out.line(f"OldReplicaSets:\t{_shown(old)}")
        out.line(f"NewReplicaSet:\t{_shown([new] if new is not None else [])}")


def _without_hash(template: Tree | None) -> Tree:
    """The template as the Deployment has it."""
    found = dict(template or {})
    metadata = dict(found.get("metadata") or {})
    metadata["labels"] = {key: value for key, value in (metadata.get("labels") or {}).items() if key != _HASH}
    return {**found, "metadata": metadata}


def _shown(replica_sets: list[Object]) -> str:
    return (
        ", ".join(
            f"{one.name} ({one.status.get('replicas', 0)}/{one.spec.get('replicas', 0)} replicas created)"
            for one in replica_sets
        )
        or "<none>"
    )
