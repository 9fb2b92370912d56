"""kube-proxy's own ports on every node: the health check node port of each load balancer with
the external policy Local, and its own health on 10256.

Source: kube-proxy pkg/proxy/healthcheck (v1.37).
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from sandbox.engine.cluster.indexes import SERVICES_BY_NODE_PORT
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.shape import NodeShape
from sandbox.engine.cluster.state import State
from sandbox.engine.dataplane.addresses import Family, family_of, is_loopback
from sandbox.engine.dataplane.eligibility import endpoints
from sandbox.engine.dataplane.network import is_local
from sandbox.engine.dataplane.service_port import ServicePort, cluster_ip, is_proxied

#: kube-proxy's ``--healthz-bind-address``, on every address of the node.
HEALTHZ_PORT = 10256
#: ``--metrics-bind-address``, on loopback alone.
METRICS_PORT = 10249

_TO_BE_DELETED = "ToBeDeletedByClusterAutoscaler"


@dataclass(frozen=True, slots=True)
class HealthAnswer:
    """What one of the ports says over HTTP."""

    code: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: str


def checked(state: State, port: int) -> Object | None:
    """The Service whose health check node port it is, None where it is nobody's."""
    for service in state.found(SERVICES_BY_NODE_PORT, ("health", port)):
        spec = service.spec
        if (
            is_proxied(service)
            and spec.get("type") == "LoadBalancer"
            and (spec.get("externalTrafficPolicy") == "Local")
        ):
            return service
    return None


def listens(state: State, node: NodeShape, address: str, port: int, protocol: str) -> bool:
    """Whether kube-proxy itself listens there. For health check node ports it does where node
    ports are taken: on the node's primary address in nftables, on all addresses in iptables."""
    if protocol != "TCP":
        return False
    if port == HEALTHZ_PORT:
        return is_local(node, address)
    if port == METRICS_PORT:
        return is_loopback(address)
    service = checked(state, port)
    if service is None or not cluster_ip(service, family_of(address)):
        return False
    return address in (node.ip, node.ip6) if state.shape.proxy_mode == "nftables" else is_local(node, address)


def local_endpoints(state: State, service: Object, node: NodeShape, family: Family) -> int:
    """How many ready endpoints of the Service are on the node, by address, over all its ports. The
    proxiers of the two families answer each for its own."""
    return len(
        {
            one.address
            for position in range(len(service.spec.get("ports") or ()))
            for one in endpoints(state, ServicePort(service, position, family), node.name)
            if one.is_ready and one.node == node.name
        }
    )


def answers_200(state: State, service: Object, node: NodeShape, family: Family) -> bool:
    """Whether the health check node port of the Service says 200 on the node."""
    return local_endpoints(state, service, node, family) > 0


def is_eligible(state: State, node: NodeShape) -> bool:
    """Whether new connections should come to the node: not while it is being deleted or the
    autoscaler is about to remove it (KEP-3836)."""
    found = state.get("Node", "", node.name)
    return (
        found is not None
        and not found.is_terminating
        and not any(taint.get("key") == _TO_BE_DELETED for taint in found.spec.get("taints") or ())
    )


def answer(state: State, node: NodeShape, address: str, port: int, path: str, time: str) -> HealthAnswer | None:
    """What the port at an address of the node says to ``GET path``; None where kube-proxy does not
    listen. ``time`` is an RFC 3339 time."""
    if port == HEALTHZ_PORT:
        return _own_health(state, node, path, time)
    service = checked(state, port)
    if service is None:
        return None
    count = local_endpoints(state, service, node, family_of(address))
    body = json.dumps(
        {
            "service": {"namespace": service.namespace, "name": service.name},
            "localEndpoints": count,
            "serviceProxyHealthy": True,
        },
        indent="\t",
    )
    return _said(count > 0, body, (("X-Load-Balancing-Endpoint-Weight", str(count)),))


def _own_health(state: State, node: NodeShape, path: str, time: str) -> HealthAnswer:
    if path not in ("/healthz", "/livez"):
        return HealthAnswer(
            404,
            "Not Found",
            (("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff")),
            "404 page not found\n",
        )
    eligible = is_eligible(state, node)
    body = f'{{"lastUpdated": "{time}","currentTime": "{time}"'
    body += f', "nodeEligible": {json.dumps(eligible)}}}' if path == "/healthz" else "}"
    return _said(eligible or path == "/livez", body)


def _said(is_well: bool, body: str, more: tuple[tuple[str, str], ...] = ()) -> HealthAnswer:
    return HealthAnswer(
        200 if is_well else 503,
        "OK" if is_well else "Service Unavailable",
        (("Content-Type", "application/json"), ("X-Content-Type-Options", "nosniff"), *more),
        body,
    )
