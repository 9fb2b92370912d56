"""What a change of type takes along (``dropTypeDependentFields``, ``pkg/registry/core/service/strategy.go``).

A field is wiped if it no longer applies, may have been filled in by the API server, and the user
did not change it at the same time (then validation has to complain).
"""

from __future__ import annotations

from sandbox.engine.api.service.defaults import default_on_read
from sandbox.engine.api.service.reading import (
    LOAD_BALANCER,
    NODE_PORT,
    cluster_ips_of,
    families_of,
    is_externally_accessible,
    needs_cluster_ip,
    needs_health_check,
    node_ports_of,
    ports_of,
    spec_of,
    type_of,
)
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State


def prepare(new: Tree, old: Tree | None, state: State) -> None:
    """The status is not the user's; fields that went with the old type go."""
    if old is None:
        new["status"] = {"loadBalancer": {}}
    else:
        new["status"] = old.get("status") or {"loadBalancer": {}}
        _drop_with_type(new, old)


def canonicalize(service: Tree) -> None:
    """How a Service is kept, so that reading it shows what the API server shows."""
    default_on_read(service)


def _drop_with_type(new: Tree, old: Tree) -> None:
    spec, before = spec_of(new), spec_of(old)
    if needs_cluster_ip(old) and not needs_cluster_ip(new):
        if spec.get("clusterIP", "") == before.get("clusterIP", "") and cluster_ips_of(new) == cluster_ips_of(old):
            spec.pop("clusterIP", None)
            spec.pop("clusterIPs", None)
        if families_of(new) == families_of(old):
            spec.pop("ipFamilies", None)
        if spec.get("ipFamilyPolicy") == before.get("ipFamilyPolicy"):
            spec.pop("ipFamilyPolicy", None)
    with_node_ports = (NODE_PORT, LOAD_BALANCER)
    if (
        type_of(old) in with_node_ports
        and type_of(new) not in with_node_ports
        and set(node_ports_of(new)) <= set(node_ports_of(old))
    ):
        for port in ports_of(new):
            port.pop("nodePort", None)
    if (
        needs_health_check(old)
        and not needs_health_check(new)
        and spec.get("healthCheckNodePort", 0) == before.get("healthCheckNodePort", 0)
    ):
        spec.pop("healthCheckNodePort", None)
    if type_of(old) == LOAD_BALANCER and type_of(new) != LOAD_BALANCER:
        for field in ("allocateLoadBalancerNodePorts", "loadBalancerClass"):
            if spec.get(field) == before.get(field):
                spec.pop(field, None)
    if (
        is_externally_accessible(old)
        and not is_externally_accessible(new)
        and spec.get("externalTrafficPolicy") == before.get("externalTrafficPolicy")
    ):
        spec.pop("externalTrafficPolicy", None)
    if type_of(new) != LOAD_BALANCER:
        new["status"] = {**new["status"], "loadBalancer": {}}
