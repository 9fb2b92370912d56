"""Warnings that come with an accepted Service (``pkg/api/service/warnings.go``, 1.37)."""

from __future__ import annotations

from sandbox.engine.api.addresses import warn_of_cidr, warn_of_ip
from sandbox.engine.api.service.reading import CLUSTER_IP, EXTERNAL_NAME, NONE, cluster_ips_of, spec_of, type_of
from sandbox.engine.api.service.validation import TOPOLOGY_HINTS, TOPOLOGY_MODE
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State


def warn(service: Tree, old: Tree | None, state: State) -> list[str]:
    spec = spec_of(service)
    kind = type_of(service)
    is_headless = kind == CLUSTER_IP and spec.get("clusterIP") == NONE
    external = spec.get("externalIPs") or ()
    balancer = spec.get("loadBalancerIP")
    found: list[str] = []
    if TOPOLOGY_HINTS in ((service.get("metadata") or {}).get("annotations") or {}):
        found.append(f"annotation {TOPOLOGY_HINTS} is deprecated, please use {TOPOLOGY_MODE} instead")
    if spec.get("clusterIP") not in (None, "", NONE):
        for i, ip in enumerate(cluster_ips_of(service)):
            found += warn_of_ip(("spec", "clusterIPs", i), ip)
    if is_headless:
        if balancer:
            found.append("spec.loadBalancerIP is ignored for headless services")
        if external:
            found.append("spec.externalIPs is ignored for headless services")
        if spec.get("sessionAffinity") != "None":
            found.append("spec.SessionAffinity is ignored for headless services")
    for i, ip in enumerate(external):
        found += warn_of_ip(("spec", "externalIPs", i), ip)
    if external and not is_headless and kind != EXTERNAL_NAME:
        found.append("spec.externalIPs is deprecated and may no longer be implemented in some clusters")
    if balancer:
        found += warn_of_ip(("spec", "loadBalancerIP"), balancer)
    for i, one in enumerate(spec.get("loadBalancerSourceRanges") or ()):
        found += warn_of_cidr(("spec", "loadBalancerSourceRanges", i), one)
    if external and kind == EXTERNAL_NAME:
        found.append(f'spec.externalIPs is ignored when spec.type is "{EXTERNAL_NAME}"')
    if spec.get("externalName") and kind != EXTERNAL_NAME:
        found.append(f'spec.externalName is ignored when spec.type is not "{EXTERNAL_NAME}"')
    if spec.get("trafficDistribution") == "PreferClose":
        found.append('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"')
    return found
