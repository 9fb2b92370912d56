"""The load balancer of the cluster: addresses for Services of type LoadBalancer.

It serves Services without a ``loadBalancerClass`` out of the shape's range, honours
``spec.loadBalancerIP`` within the range, and takes the address back when the type changes.
"""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from sandbox.engine.cluster.indexes import SERVICES_BY_ADDRESS
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import State
from sandbox.engine.controllers.controller import Controller, Desk, Key, itself

#: The state's memory of the last address handed out.
MEMORY = "load balancer"


def reconcile(desk: Desk, key: Key) -> None:
    """Give one Service its address, or take it back."""
    service = desk.state.get("Service", *key)
    if service is None:
        return
    held = ((service.status.get("loadBalancer") or {}).get("ingress")) or []
    is_ours = desk.state.memory.setdefault(MEMORY, {})
    if service.spec.get("type") != "LoadBalancer":
        is_ours.pop(service.metadata.get("uid"), None)
        if held:
            desk.write(service, status={**service.status, "loadBalancer": {}})
        return
    if service.spec.get("loadBalancerClass") or service.is_terminating:
        return
    asked_for = _asked_for(desk.state, service)
    if held and (asked_for is None or held[0].get("ip") == asked_for):
        return
    if held and is_ours.get(service.metadata.get("uid")) != held[0].get("ip"):
        return
    address = asked_for or _next(desk.state)
    if address is None:
        return
    is_ours[service.metadata.get("uid")] = address
    ingress: list[Tree] = [{"ip": address, "ipMode": "VIP"}]
    desk.write(service, status={**service.status, "loadBalancer": {"ingress": ingress}})


def _asked_for(state: State, service: Object) -> str | None:
    """``spec.loadBalancerIP`` if it lies within the range."""
    text = service.spec.get("loadBalancerIP")
    try:
        return (
            str(ip_address(text)) if text and ip_address(text) in ip_network(state.shape.load_balancer_range) else None
        )
    except ValueError:
        return None


def _next(state: State) -> str | None:
    """The next address of the range that no Service has."""
    network = ip_network(state.shape.load_balancer_range)
    memory = state.memory.setdefault(MEMORY, {})
    span = min(network.num_addresses - 2, 1 << 16)
    last = memory.get("last", 0)
    for step in range(span):
        offset = (last + step) % span + 1
        address = str(network[offset])
        if not state.found(SERVICES_BY_ADDRESS, address):
            memory["last"] = offset
            return address
    return None


CONTROLLER = Controller("service-lb-controller", {"Service": itself}, reconcile, overlooks=frozenset({"Service"}))
