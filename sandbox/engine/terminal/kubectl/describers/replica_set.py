"""``kubectl describe replicaset``."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import wording
from sandbox.engine.terminal.kubectl.describers import events, pod_template
from sandbox.engine.terminal.kubectl.describers.description import Description


def describe(replica_set: Object, out: Description) -> None:
    """The ReplicaSet and how its pods are."""
    status = replica_set.status
    out.name(replica_set)
    out.line(f"Selector:\t{wording.selector_text(replica_set.spec.get('selector')) or '<none>'}")
    out.meta(replica_set)
    owner = wording.controller_of(replica_set)
    if owner is not None:
        out.line(f"Controlled By:\t{owner.get('kind', '')}/{owner.get('name', '')}")
    out.line(f"Replicas:\t{status.get('replicas', 0)} current / {replica_set.spec.get('replicas', 0)} desired")
    out.line(f"Pods Status:\t{pod_template.pods_line(out, replica_set)}")
    pod_template.describe(out, replica_set.spec.get("template"))
    if status.get("conditions"):
        out.conditions(
            [(f"{one.get('type', '')} ", one.get("status", ""), one.get("reason", "")) for one in status["conditions"]],
            "Type\tStatus\tReason",
            "----\t------\t------",
        )
    out.events(events.about(out.state, replica_set))
