"""What a Service is, read off its tree: the questions its rules and its readers ask."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.engine.cluster.objects import Tree

CLUSTER_IP = "ClusterIP"
NODE_PORT = "NodePort"
LOAD_BALANCER = "LoadBalancer"
EXTERNAL_NAME = "ExternalName"
NONE = "None"

SINGLE_STACK = "SingleStack"
PREFER_DUAL_STACK = "PreferDualStack"
REQUIRE_DUAL_STACK = "RequireDualStack"


def spec_of(service: Tree) -> Tree:
    found: Tree = service.get("spec") or {}
    return found


def type_of(service: Tree) -> str:
    """The type, empty where none is set yet."""
    found: str = spec_of(service).get("type", "")
    return found


def is_headless(service: Tree) -> bool:
    return bool(spec_of(service).get("clusterIPs") == [NONE])


def is_externally_accessible(service: Tree) -> bool:
    """Reachable from outside: NodePort, LoadBalancer, or ClusterIP with external addresses."""
    kind = type_of(service)
    return kind in (LOAD_BALANCER, NODE_PORT) or (kind == CLUSTER_IP and bool(spec_of(service).get("externalIPs")))


def needs_health_check(service: Tree) -> bool:
    """A LoadBalancer whose outside traffic stays on the node has a health check port."""
    return type_of(service) == LOAD_BALANCER and spec_of(service).get("externalTrafficPolicy") == "Local"


def needs_cluster_ip(service: Tree) -> bool:
    return type_of(service) != EXTERNAL_NAME


def is_given_node_ports(service: Tree) -> bool:
    """Ports get node ports without being asked for."""
    kind = type_of(service)
    return kind == NODE_PORT or (
        kind == LOAD_BALANCER and spec_of(service).get("allocateLoadBalancerNodePorts") is not False
    )


def ports_of(service: Tree) -> list[Tree]:
    found: list[Tree] = spec_of(service).get("ports") or []
    return found


def node_ports_of(service: Tree) -> list[int]:
    """The node ports its ports have or ask for."""
    return [port["nodePort"] for port in ports_of(service) if port.get("nodePort")]


def cluster_ips_of(service: Tree) -> list[str]:
    found: list[str] = spec_of(service).get("clusterIPs") or []
    return found


def families_of(service: Tree) -> list[str]:
    found: list[str] = spec_of(service).get("ipFamilies") or []
    return found


def allocated_ips(services: Iterable[Tree]) -> list[str]:
    """The addresses that were handed out to Services (``None`` is none)."""
    return [ip for service in services if needs_cluster_ip(service) for ip in cluster_ips_of(service) if ip != NONE]
