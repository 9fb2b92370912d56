"""``kubectl describe statefulset``."""

from __future__ import annotations

from sandbox.engine.api import quantity
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.terminal.kubectl import ages, go_values, wording
from sandbox.engine.terminal.kubectl.describers import events, pod_template
from sandbox.engine.terminal.kubectl.describers.description import Description


def describe(stateful_set: Object, out: Description) -> None:
    """The StatefulSet, how its pods are, and its volume claims."""
    spec, status = stateful_set.spec, stateful_set.status
    out.name(stateful_set)
    out.line(f"CreationTimestamp:\t{ages.rfc1123(stateful_set.metadata.get('creationTimestamp'))}")
    out.line(f"Selector:\t{wording.selector_text(spec.get('selector'))}")
    out.meta(stateful_set)
    out.line(f"Replicas:\t{spec.get('replicas', 0)} desired | {status.get('replicas', 0)} total")
    strategy = spec.get("updateStrategy") or {}
    out.line(f"Update Strategy:\t{strategy.get('type', '')}")
    rolling = strategy.get("rollingUpdate") or {}
    if rolling.get("partition") is not None:
        out.line(f"Partition:\t{rolling['partition']}", 1)
        if rolling.get("maxUnavailable") is not None:
            out.line(f"MaxUnavailable:\t{rolling['maxUnavailable']}", 1)
    out.line(f"Pods Status:\t{pod_template.pods_line(out, stateful_set)}")
    pod_template.describe(out, spec.get("template"))
    claims = spec.get("volumeClaimTemplates") or ()
    out.line("Volume Claims:" if claims else "Volume Claims:\t<none>")
    for claim in claims:
        _claim(claim, out)
    out.events(events.about(out.state, stateful_set))


def _claim(claim: Tree, out: Description) -> None:
    metadata, spec = claim.get("metadata") or {}, claim.get("spec") or {}
    out.line(f"Name:\t{metadata.get('name', '')}", 1)
    out.line(f"StorageClass:\t{spec.get('storageClassName') or ''}", 1)
    out.labels("Labels", metadata.get("labels"), "  ")
    out.labels("Annotations", metadata.get("annotations"), "  ")
    amount = ((spec.get("resources") or {}).get("requests") or {}).get("storage")
    out.line(f"Capacity:\t{'<default>' if amount is None else quantity.canonical(amount)}", 1)
    out.line(f"Access Modes:\t{go_values.plain(spec.get('accessModes') or [])}", 1)
