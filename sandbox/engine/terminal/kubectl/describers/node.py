"""``kubectl describe node``."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from sandbox.engine.api import quantity
from sandbox.engine.api.quantity import Quantity
from sandbox.engine.cluster.clock import to_text
from sandbox.engine.cluster.indexes import PODS_BY_NODE
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.terminal.kubectl import ages, go_values, wording
from sandbox.engine.terminal.kubectl.describers.description import Description

_INFO = (
    ("Machine ID", "machineID"),
    ("System UUID", "systemUUID"),
    ("Boot ID", "bootID"),
    ("Kernel Version", "kernelVersion"),
    ("OS Image", "osImage"),
    ("Operating System", "operatingSystem"),
    ("Architecture", "architecture"),
    ("Container Runtime Version", "containerRuntimeVersion"),
    ("Kubelet Version", "kubeletVersion"),
    ("Kube-Proxy Version", "kubeProxyVersion"),
)
_NOTHING = Quantity(Fraction(0))
Amounts = dict[str, Quantity]


def describe(node: Object, out: Description) -> None:
    """The node with the pods on it and what they ask for."""
    spec, status = node.spec, node.status
    out.line(f"Name:\t{node.name}")
    out.line(f"Roles:\t{wording.roles(node) or '<none>'}")
    out.meta(node)
    out.line(f"CreationTimestamp:\t{ages.rfc1123(node.metadata.get('creationTimestamp'))}")
    taints = sorted(spec.get("taints") or (), key=lambda one: f"{one.get('effect', '')},{one.get('key', '')}")
    out.several("Taints", [_taint(one) for one in taints])
    out.line(f"Unschedulable:\t{go_values.plain(bool(spec.get('unschedulable')))}")
    out.line("Lease:")
    out.line(f"HolderIdentity:\t{node.name}", 1)
    out.line("AcquireTime:\t<unset>", 1)
    out.line(f"RenewTime:\t{ages.rfc1123(to_text(out.now))}", 1)
    if status.get("conditions"):
        out.conditions(
            [
                (
                    f"{one.get('type', '')} ",
                    f"{one.get('status', '')} ",
                    f"{ages.rfc1123(one.get('lastHeartbeatTime'))} ",
                    f"{ages.rfc1123(one.get('lastTransitionTime'))} ",
                    f"{one.get('reason', '')} ",
                    one.get("message", ""),
                )
                for one in status["conditions"]
            ],
            "Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage",
            "----\t------\t-----------------\t------------------\t------\t-------",
        )
    out.line("Addresses:")
    for address in status.get("addresses") or ():
        out.line(f"{address.get('type', '')}:\t{address.get('address', '')}", 1)
    for title, field in (("Capacity", "capacity"), ("Allocatable", "allocatable")):
        if status.get(field):
            out.line(f"{title}:")
            for name, amount in sorted(status[field].items()):
                out.line(f"  {name}:\t{quantity.canonical(amount)}")
    out.line("System Info:")
    for title, field in _INFO:
        out.line(f"  {title}:\t{(status.get('nodeInfo') or {}).get(field, '')}")
    if spec.get("podCIDR"):
        out.line(f"PodCIDR:\t{spec['podCIDR']}")
    if spec.get("podCIDRs"):
        out.line(f"PodCIDRs:\t{','.join(spec['podCIDRs'])}")
    if spec.get("providerID"):
        out.line(f"ProviderID:\t{spec['providerID']}")
    _pods(node, out)
    out.events()


def _taint(one: Tree) -> str:
    value = f"={one['value']}" if one.get("value") else ""
    return f"{one.get('key', '')}{value}:{one['effect']}" if one.get("effect") else f"{one.get('key', '')}{value}"


def _pods(node: Object, out: Description) -> None:
    held = [
        pod
        for pod in out.state.found(PODS_BY_NODE, node.name)
        if pod.status.get("phase") not in ("Succeeded", "Failed")
    ]
    held.sort(key=lambda pod: f"{pod.namespace}/{pod.name}")
    allocatable = _amounts(node.status.get("allocatable") or node.status.get("capacity"))
    out.line(f"Non-terminated Pods:\t({len(held)} in total)")
    out.line("Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge", 1)
    out.line("---------\t----\t\t------------\t----------\t---------------\t-------------\t---", 1)
    requests: Amounts = {}
    limits: Amounts = {}
    for pod in held:
        asked, most = _of_pod(pod, "requests"), _of_pod(pod, "limits")
        cells = [
            _share(amounts.get(name, _NOTHING), allocatable.get(name, _NOTHING))
            for name in ("cpu", "memory")
            for amounts in (asked, most)
        ]
        out.line(
            f"{pod.namespace}\t{pod.name}\t\t"
            + "\t".join(cells)
            + f"\t{ages.since(pod.metadata.get('creationTimestamp'), out.now)}",
            1,
        )
        _add(requests, asked)
        _add(limits, most)
    out.line("Allocated resources:")
    out.line("(Total limits may be over 100 percent, i.e., overcommitted.)", 1)
    out.line("Resource\tRequests\tLimits", 1)
    out.line("--------\t--------\t------", 1)
    huge = [name for name in sorted(allocatable) if name.startswith("hugepages-")]
    for name in ("cpu", "memory", "ephemeral-storage", *huge):
        whole = allocatable.get(name, _NOTHING)
        out.line(
            f"{name}\t{_share(requests.get(name, _NOTHING), whole)}\t{_share(limits.get(name, _NOTHING), whole)}", 1
        )
    for name in sorted(set(allocatable) - {"cpu", "memory", "ephemeral-storage", "pods", *huge}):
        out.line(f"{name}\t{requests.get(name, _NOTHING)}\t{limits.get(name, _NOTHING)}", 1)


def _share(part: Quantity, whole: Quantity) -> str:
    return f"{part} ({int(part.value * 100 / whole.value) if whole.value else 0}%)"


def _amounts(held: Tree | None) -> Amounts:
    return {name: found for name, amount in (held or {}).items() if (found := quantity.parse(amount)) is not None}


def _add(total: Amounts, more: Amounts) -> None:
    for name, amount in more.items():
        before = total.get(name)
        total[name] = amount if before is None else Quantity(before.value + amount.value, before.notation)


def _of_pod(pod: Object, field: str) -> Amounts:
    """What a pod asks for: the sum of its containers, or an init container that needs more."""

    def of(containers: Iterable[Tree]) -> list[Amounts]:
        return [_amounts((one.get("resources") or {}).get(field)) for one in containers]

    total: Amounts = {}
    for amounts in of(pod.spec.get("containers") or ()):
        _add(total, amounts)
    for amounts in of(pod.spec.get("initContainers") or ()):
        for name, amount in amounts.items():
            if name not in total or total[name].value < amount.value:
                total[name] = amount
    return total
