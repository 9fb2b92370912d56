"""A small cluster filled by hand: pods, Services and slices as the controllers would leave them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.engine.callers import Caller
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.shape import ProxyMode, Shape
from sandbox.engine.cluster.state import State
from sandbox.engine.traces import Resolution

NODE1, NODE2 = "172.18.0.2", "172.18.0.3"
GATEWAY1, GATEWAY2 = "10.244.1.1", "10.244.2.1"
OUTSIDE = "172.18.0.100"


class Names:
    """A resolver that knows what it is told."""

    def __init__(self, **addresses: list[str]) -> None:
        self.addresses = addresses

    def getaddrinfo(self, caller: Caller, name: str, family: int | None = None) -> Resolution:
        found = tuple(self.addresses.get(name, ()))
        return Resolution(name, caller.title, (), found, None if found else "Name or service not known")


def cluster(mode: ProxyMode = "nftables", is_dual_stack: bool = False) -> State:
    """Two nodes with their zones, and a client pod on each."""
    state = State(replace(Shape(), proxy_mode=mode, is_dual_stack=is_dual_stack))
    for node in state.shape.nodes:
        labels = {"topology.kubernetes.io/zone": node.zone}
        put(state, "Node", node.name, {}, namespace="", labels=labels)
    pod(state, "client", "node1", "10.244.1.50")
    pod(state, "client-2", "node2", "10.244.2.50")
    return state


def put(
    state: State,
    kind: str,
    name: str,
    fields: dict[str, Any],
    namespace: str = "default",
    labels: dict[str, str] | None = None,
    annotations: dict[str, str] | None = None,
) -> Object:
    metadata = {"name": name, "namespace": namespace, "labels": labels or {}, "annotations": annotations or {}}
    return state.put(Object(kind, namespace, name, {"kind": kind, "metadata": metadata, **fields}))


def pod(
    state: State,
    name: str,
    node: str,
    address: str,
    *ports: tuple[int, str],
    host: bool = False,
    listens: str | None = None,
    address6: str = "",
) -> Object:
    return put(
        state,
        "Pod",
        name,
        {
            "spec": {
                "nodeName": node,
                "hostNetwork": host,
                "containers": [
                    {
                        "name": "app",
                        "ports": [{"containerPort": number, "protocol": protocol} for number, protocol in ports],
                    }
                ],
            },
            "status": {"phase": "Running", "podIPs": [{"ip": one} for one in (address, address6) if one]},
        },
        annotations=None if listens is None else {"sandbox.kubedrill/listens": listens},
    )


def service(
    state: State,
    name: str = "web",
    *,
    ip: str = "10.96.0.80",
    ports: list[dict[str, Any]] | None = None,
    ingress: list[dict[str, Any]] | None = None,
    **spec: Any,
) -> Object:
    return put(
        state,
        "Service",
        name,
        {
            "spec": {
                "type": "ClusterIP",
                "clusterIP": ip,
                "clusterIPs": [ip],
                "selector": {"app": name},
                "ports": ports or [{"port": 80, "targetPort": 8080, "protocol": "TCP"}],
                **spec,
            },
            "status": {"loadBalancer": {"ingress": ingress or []}},
        },
    )


def piece(
    state: State,
    *endpoints: dict[str, Any],
    of: str = "web",
    name: str = "",
    port: int = 8080,
    port_name: str = "",
    protocol: str = "TCP",
    family: str = "IPv4",
) -> Object:
    return put(
        state,
        "EndpointSlice",
        name or f"{of}-abcde",
        {
            "addressType": family,
            "endpoints": list(endpoints),
            "ports": [{"name": port_name, "port": port, "protocol": protocol}],
        },
        labels={"kubernetes.io/service-name": of},
    )


def endpoint(
    address: str,
    node: str = "",
    *,
    ready: bool = True,
    serving: bool | None = None,
    terminating: bool = False,
    zones: tuple[str, ...] = (),
    nodes: tuple[str, ...] = (),
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "addresses": [address],
        "conditions": {"ready": ready, "serving": ready if serving is None else serving, "terminating": terminating},
    }
    if node:
        found["nodeName"] = node
    if zones or nodes:
        found["hints"] = {"forZones": [{"name": one} for one in zones], "forNodes": [{"name": one} for one in nodes]}
    return found


def two_pods(state: State) -> None:
    """web-0 on node1 and web-1 on node2, both ready, behind the Service web."""
    pod(state, "web-0", "node1", "10.244.1.10", (8080, "TCP"))
    pod(state, "web-1", "node2", "10.244.2.10", (8080, "TCP"))
    piece(state, endpoint("10.244.1.10", "node1"), endpoint("10.244.2.10", "node2"))
