"""ClusterIPs, node ports and health check ports: what a Service gets from the cluster's pools.

Follows ``pkg/registry/core/service/storage`` (storage.go, alloc.go; release 1.37): this runs in
front of validation, and its first complaint is the whole answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.engine.api.errors import FieldError, invalid
from sandbox.engine.api.kind import Refused
from sandbox.engine.api.service.address_allocation import allocate_ips
from sandbox.engine.api.service.families import init_families, is_settled_prefer_dual_stack
from sandbox.engine.api.service.node_port_numbers import NodePorts
from sandbox.engine.api.service.reading import (
    EXTERNAL_NAME,
    LOAD_BALANCER,
    NODE_PORT,
    NONE,
    cluster_ips_of,
    families_of,
    is_given_node_ports,
    needs_cluster_ip,
    needs_health_check,
    node_ports_of,
    ports_of,
    spec_of,
    type_of,
)
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State

Answer = Sequence[FieldError] | Refused


def allocate(new: Tree, old: Tree | None, state: State, dry_run: bool) -> Answer:
    """Complete ``new`` with addresses and ports; the first complaint ends it."""
    if old is not None:
        _keep_allocated(new, old)
    _normalize(new, old)
    errors = init_families(new, old, state)
    if errors:
        return errors
    answer = _allocate_ips(new, old, state, dry_run)
    if answer:
        return answer
    meta = new.get("metadata") or {}
    numbers = NodePorts(state, f"{meta.get('namespace')}/{meta.get('name')}", dry_run)
    if type_of(new) in (NODE_PORT, LOAD_BALANCER):
        answer = _create_node_ports(new, numbers) if old is None else _update_node_ports(new, old, numbers)
        if answer:
            return answer
    if needs_health_check(new) and (old is None or not needs_health_check(old)):
        return _allocate_health_check(new, numbers)
    return ()


def _keep_allocated(new: Tree, old: Tree) -> None:
    """What was handed out before and is left out now stays: a manifest may be applied again."""
    spec, before = spec_of(new), spec_of(old)
    if needs_cluster_ip(old) and needs_cluster_ip(new):
        if not spec.get("clusterIP") and before.get("clusterIP"):
            spec["clusterIP"] = before["clusterIP"]
        if not spec.get("clusterIPs") and before.get("clusterIPs"):
            spec["clusterIPs"] = list(before["clusterIPs"])
    if is_given_node_ports(old) and is_given_node_ports(new):
        used = set(node_ports_of(old)) & set(node_ports_of(new))
        named = {port.get("name", ""): port.get("nodePort", 0) for port in ports_of(old)}
        for port in ports_of(new):
            number = named.get(port.get("name", ""), 0)
            if not port.get("nodePort") and number and number not in used:
                port["nodePort"] = number
    if (
        needs_health_check(old)
        and needs_health_check(new)
        and not spec.get("healthCheckNodePort")
        and before.get("healthCheckNodePort")
    ):
        spec["healthCheckNodePort"] = before["healthCheckNodePort"]


def _normalize(new: Tree, old: Tree | None) -> None:
    """clusterIPs follows clusterIP where a client knows of the single field only."""
    spec = spec_of(new)
    single = spec.get("clusterIP", "")
    if old is None:
        if single and not spec.get("clusterIPs"):
            spec["clusterIPs"] = [single]
        return
    before = spec_of(old)
    before_single = before.get("clusterIP", "")
    if before.get("clusterIPs") and not spec.get("clusterIPs") and single == before_single:
        spec["clusterIPs"] = list(before["clusterIPs"])
    if single != before_single and cluster_ips_of(new) == cluster_ips_of(old):
        if single:
            spec["clusterIPs"] = [single]
        else:
            spec.pop("clusterIPs", None)


def _allocate_ips(new: Tree, old: Tree | None, state: State, dry_run: bool) -> Answer:
    spec = spec_of(new)
    if old is None or type_of(old) == EXTERNAL_NAME:
        if type_of(new) == EXTERNAL_NAME or cluster_ips_of(new)[:1] == [NONE]:
            return ()
        ips = [*cluster_ips_of(new), *[""] * len(families_of(new))][
            : max(len(cluster_ips_of(new)), len(families_of(new)))
        ]
        wanted = dict(zip(families_of(new), ips, strict=False))
        answer = allocate_ips(new, ips, wanted, state, dry_run)
        if isinstance(answer, dict):
            spec["clusterIPs"] = [
                answer.get(family, ip) for family, ip in zip(families_of(new), ips, strict=False)
            ] + ips[len(families_of(new)) :]
            if spec["clusterIPs"]:
                spec["clusterIP"] = spec["clusterIPs"][0]
            return ()
        return answer
    if is_settled_prefer_dual_stack(new, old) or cluster_ips_of(old)[:1] == [NONE] or type_of(new) == EXTERNAL_NAME:
        return ()
    families = families_of(new)
    if len(families_of(old)) == 1 and len(families) == 2:
        ips = [*cluster_ips_of(new), ""] if len(cluster_ips_of(new)) < 2 else list(cluster_ips_of(new))
        answer = allocate_ips(new, ips, {families[1]: ips[1]}, state, dry_run)
        if not isinstance(answer, dict):
            return answer
        spec["clusterIPs"] = [ips[0], answer[families[1]], *ips[2:]]
    return ()


def _create_node_ports(new: Tree, numbers: NodePorts) -> Answer:
    """Ports with the same number share a node port across protocols."""
    shared: dict[int, int] = {}
    for i, port in enumerate(ports_of(new)):
        asked = port.get("nodePort", 0)
        if not asked and not is_given_node_ports(new):
            continue
        number = port.get("port", 0)
        known = shared.get(number, 0)
        if known:
            if not asked:
                port["nodePort"] = known
            elif asked != known:
                said = numbers.allocate(asked)
                if said:
                    return [invalid(("spec", "ports", i, "nodePort"), asked, said)]
            continue
        wanted = next(
            (one["nodePort"] for one in ports_of(new) if one.get("port", 0) == number and one.get("nodePort")), 0
        )
        if wanted:
            said = numbers.allocate(wanted)
            if said:
                return [invalid(("spec", "ports", i, "nodePort"), wanted, said)]
            port["nodePort"] = shared[number] = wanted
        else:
            free = numbers.next()
            if free is None:
                return _internal("failed to allocate a nodePort: range is full")
            port["nodePort"] = shared[number] = free
    return ()


def _update_node_ports(new: Tree, old: Tree, numbers: NodePorts) -> Answer:
    before = set(node_ports_of(old))
    taken: set[int] = set()
    seen: set[tuple[str, int]] = set()
    for i, port in enumerate(ports_of(new)):
        asked = port.get("nodePort", 0)
        if not asked:
            if not is_given_node_ports(new):
                continue
            free = numbers.next()
            if free is None:
                return _internal("failed to allocate a nodePort: range is full")
            port["nodePort"] = asked = free
        elif asked not in before and asked not in taken:
            said = numbers.allocate(asked)
            if said:
                return [invalid(("spec", "ports", i, "nodePort"), asked, said)]
            taken.add(asked)
        pair = (port.get("protocol", ""), asked)
        if pair in seen:
            return Refused(500, "", f"duplicate nodePort: {{{pair[0]} {pair[1]}}}")
        seen.add(pair)
    return ()


def _allocate_health_check(new: Tree, numbers: NodePorts) -> Answer:
    spec = spec_of(new)
    asked = spec.get("healthCheckNodePort", 0)
    if asked:
        said = numbers.allocate(asked)
        return _internal(f"failed to allocate requested HealthCheck NodePort {asked}: {said}") if said else ()
    free = numbers.next()
    if free is None:
        return _internal("failed to allocate a HealthCheck NodePort 0: range is full")
    spec["healthCheckNodePort"] = free
    return ()


def _internal(text: str) -> Refused:
    return Refused(500, "InternalError", f"Internal error occurred: {text}")
