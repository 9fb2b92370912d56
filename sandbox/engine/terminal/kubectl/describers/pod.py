"""``kubectl describe pod``."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import ages, wording
from sandbox.engine.terminal.kubectl.describers import containers, pod_template, volumes
from sandbox.engine.terminal.kubectl.describers.description import Description


def describe(pod: Object, out: Description) -> None:
    """The pod with its containers, conditions and volumes."""
    spec, status = pod.spec, pod.status
    out.name(pod)
    if spec.get("priority") is not None:
        out.line(f"Priority:\t{spec['priority']}")
    for title, field in (
        ("Priority Class Name", "priorityClassName"),
        ("Runtime Class Name", "runtimeClassName"),
        ("Service Account", "serviceAccountName"),
    ):
        if spec.get(field):
            out.line(f"{title}:\t{spec[field]}")
    node = spec.get("nodeName")
    out.line(f"Node:\t{node}/{status.get('hostIP', '')}" if node else "Node:\t<none>")
    if status.get("startTime"):
        out.line(f"Start Time:\t{ages.rfc1123(status['startTime'])}")
    out.meta(pod)
    _status(pod, out)
    seccomp = (spec.get("securityContext") or {}).get("seccompProfile")
    if seccomp is not None:
        out.line(f"SeccompProfile:\t{seccomp.get('type', '')}")
        if seccomp.get("type") == "Localhost":
            out.line(f"LocalhostProfile:\t{seccomp.get('localhostProfile', '')}")
    out.line(f"IP:\t{status.get('podIP', '')}")
    addresses = status.get("podIPs") or ()
    out.line("IPs:" if addresses else "IPs:\t<none>")
    for address in addresses:
        out.line(f"IP:\t{address.get('ip', '')}", 1)
    owner = wording.controller_of(pod)
    if owner is not None:
        out.line(f"Controlled By:\t{owner.get('kind', '')}/{owner.get('name', '')}")
    if status.get("nominatedNodeName"):
        out.line(f"NominatedNodeName:\t{status['nominatedNodeName']}")
    if spec.get("resources") is not None:
        out.line("Resources:")
        containers.resources(out, spec["resources"], 1)
    for title, field, statuses in (
        ("Init Containers", "initContainers", "initContainerStatuses"),
        ("Containers", "containers", "containerStatuses"),
        ("Ephemeral Containers", "ephemeralContainers", "ephemeralContainerStatuses"),
    ):
        if spec.get(field) or field == "containers":
            containers.describe(out, title, spec.get(field) or (), status.get(statuses) or (), pod=pod)
    _conditions(pod, out)
    volumes.describe(out, spec.get("volumes"))
    out.line(f"QoS Class:\t{status.get('qosClass', '')}")
    out.labels("Node-Selectors", spec.get("nodeSelector"))
    out.tolerations("Tolerations", spec.get("tolerations"))
    pod_template.spread(out, spec.get("topologySpreadConstraints"))
    out.events()


def _status(pod: Object, out: Description) -> None:
    status = pod.status
    if pod.is_terminating and status.get("phase") not in ("Failed", "Succeeded"):
        out.line(f"Status:\tTerminating (lasts {ages.since(pod.metadata['deletionTimestamp'], out.now)})")
        out.line(f"Termination Grace Period:\t{pod.metadata.get('deletionGracePeriodSeconds', 0)}s")
    else:
        out.line(f"Status:\t{status.get('phase', '')}")
    for title, field in (("Reason", "reason"), ("Message", "message")):
        if status.get(field):
            out.line(f"{title}:\t{status[field]}")


def _conditions(pod: Object, out: Description) -> None:
    conditions = pod.status.get("conditions") or ()
    gates = pod.spec.get("readinessGates") or ()
    if gates:
        out.line("Readiness Gates:")
        out.line("Type\tStatus", 1)
        for gate in gates:
            found = wording.condition(pod, gate.get("conditionType", ""))
            out.line(f"{gate.get('conditionType', '')} \t{found.get('status') if found else '<none>'} ", 1)
    if conditions:
        out.conditions([(f"{one.get('type', '')} ", f"{one.get('status', '')} ") for one in conditions], "Type\tStatus")
