"""The quality-of-service class of a pod (``pkg/apis/core/helper/qos``, v1.37)."""

from __future__ import annotations

from sandbox.engine.api.quantity import parse
from sandbox.engine.cluster.objects import Tree

_COMPUTE = ("cpu", "memory")


def qos_class(spec: Tree) -> str:
    """Guaranteed, Burstable or BestEffort, by the requests and limits for cpu and memory."""
    containers = [*(spec.get("initContainers") or ()), *(spec.get("containers") or ())]
    pod_wide = spec.get("resources") or {}
    parts = (
        [pod_wide]
        if pod_wide.get("limits") or pod_wide.get("requests")
        else [container.get("resources") or {} for container in containers]
    )
    is_guaranteed = True
    has_any = False
    for part in parts:
        requests, limits = _amounts(part.get("requests")), _amounts(part.get("limits"))
        has_any = has_any or bool(requests or limits)
        if set(limits) != set(_COMPUTE) or any(requests.get(name, limits[name]) != limits[name] for name in limits):
            is_guaranteed = False
    if not has_any:
        return "BestEffort"
    return "Guaranteed" if is_guaranteed else "Burstable"


def _amounts(amounts: Tree | None) -> dict[str, object]:
    if not amounts:
        return {}
    found = {name: parse(amounts.get(name)) for name in _COMPUTE}
    return {name: amount.value for name, amount in found.items() if amount is not None and amount.value > 0}
