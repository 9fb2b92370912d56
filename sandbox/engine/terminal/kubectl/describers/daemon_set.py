"""``kubectl describe daemonset``."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import wording
from sandbox.engine.terminal.kubectl.describers import events, pod_template
from sandbox.engine.terminal.kubectl.describers.description import Description

_NUMBERS = (
    ("Desired Number of Nodes Scheduled", "desiredNumberScheduled"),
    ("Current Number of Nodes Scheduled", "currentNumberScheduled"),
    ("Number of Nodes Scheduled with Up-to-date Pods", "updatedNumberScheduled"),
    ("Number of Nodes Scheduled with Available Pods", "numberAvailable"),
    ("Number of Nodes Misscheduled", "numberMisscheduled"),
)


def describe(daemon_set: Object, out: Description) -> None:
    """The DaemonSet and how its pods are."""
    template = daemon_set.spec.get("template") or {}
    out.name(daemon_set)
    out.line(f"Selector:\t{wording.selector_text(daemon_set.spec.get('selector'))}")
    out.line(f"Node-Selector:\t{wording.labels_text((template.get('spec') or {}).get('nodeSelector'))}")
    out.meta(daemon_set)
    for title, field in _NUMBERS:
        out.line(f"{title}: {daemon_set.status.get(field, 0)}")
    out.line(f"Pods Status:\t{pod_template.pods_line(out, daemon_set)}")
    pod_template.describe(out, template)
    out.events(events.about(out.state, daemon_set))
