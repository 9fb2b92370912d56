"""What a Service gets for fields that were left out (``pkg/apis/core/v1/defaults.go``, 1.37).

Defaults that depend on the cluster (families, addresses, node ports) are ``allocation``'s.
"""

from __future__ import annotations

from sandbox.engine.api.service.reading import (
    CLUSTER_IP,
    EXTERNAL_NAME,
    LOAD_BALANCER,
    NODE_PORT,
    is_externally_accessible,
)
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State

#: Three hours.
AFFINITY_SECONDS = 10800


def default(service: Tree, state: State) -> None:
    """Fill in what does not depend on anything but the Service itself."""
    spec = service.get("spec")
    if spec is None:
        spec = service["spec"] = {}
    if not spec.get("sessionAffinity"):
        spec["sessionAffinity"] = "None"
    _default_affinity(spec)
    if not spec.get("type"):
        spec["type"] = CLUSTER_IP
    for port in spec.get("ports") or ():
        if not port.get("protocol"):
            port["protocol"] = "TCP"
        if not port.get("targetPort"):
            port["targetPort"] = port.get("port", 0)
    if is_externally_accessible(service) and not spec.get("externalTrafficPolicy"):
        spec["externalTrafficPolicy"] = "Cluster"
    if "internalTrafficPolicy" not in spec and spec["type"] in (NODE_PORT, LOAD_BALANCER, CLUSTER_IP):
        spec["internalTrafficPolicy"] = "Cluster"
    if spec["type"] == LOAD_BALANCER:
        spec.setdefault("allocateLoadBalancerNodePorts", True)
        for ingress in ((service.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ():
            if ingress.get("ip"):
                ingress.setdefault("ipMode", "VIP")


def default_on_read(service: Tree) -> None:
    """What is hidden when a Service is read: an ExternalName has no internal traffic."""
    spec = service.get("spec") or {}
    if spec.get("type") == EXTERNAL_NAME:
        spec.pop("internalTrafficPolicy", None)


def _default_affinity(spec: Tree) -> None:
    if spec["sessionAffinity"] == "None":
        spec.pop("sessionAffinityConfig", None)
    elif spec["sessionAffinity"] == "ClientIP":
        client = (spec.get("sessionAffinityConfig") or {}).get("clientIP") or {}
        if client.get("timeoutSeconds") is None:
            spec["sessionAffinityConfig"] = {"clientIP": {"timeoutSeconds": AFFINITY_SECONDS}}
