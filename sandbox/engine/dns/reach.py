"""Who answers at a nameserver's address: the one place where that is decided.

A question is a UDP datagram to port 53, and travels as any other packet does. What matters to a
resolver is less than a whole walk: does a DNS server answer, is the datagram refused (an ICMP
error comes back), or does nobody say anything?
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sandbox.engine import programs
from sandbox.engine.callers import Caller
from sandbox.engine.cluster.indexes import PODS_BY_ADDRESS, SERVICES_BY_ADDRESS, SLICES_BY_SERVICE
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.dns import external
from sandbox.engine.dns.records import parse_address, spelled

#: ``coredns`` and ``outside`` are DNS servers; ``refused`` gets an ICMP error, ``silent`` nothing.
Reach = Literal["coredns", "outside", "refused", "silent"]

PORT = 53

#: The Service in front of CoreDNS: (namespace, name).
CLUSTER_DNS = ("kube-system", "kube-dns")


def reach(state: State, caller: Caller, address: str) -> Reach:
    """What becomes of a question that ``caller`` sends to ``address``."""
    if address == external.ADDRESS:
        return "outside"
    where = parse_address(address)
    if where is None:
        return "refused"
    if where.is_loopback or (where.version == 6 and not state.shape.is_dual_stack):
        return "refused"
    text = spelled(address)[1]
    for service in state.found(SERVICES_BY_ADDRESS, text):
        return _through(state, service)
    for pod in state.found(PODS_BY_ADDRESS, text):
        return _at_pod(state, pod, text)
    shape = state.shape
    if text in _dns_addresses(state):
        return "coredns"
    hosts = {shape.external, shape.external6} | {ip for node in shape.nodes for ip in (node.ip, node.ip6)}
    return "refused" if text in hosts else "silent"


def _through(state: State, service: Object) -> Reach:
    if not any(port.get("port") == PORT and port.get("protocol") == "UDP" for port in service.spec.get("ports") or ()):
        # nftables rejects an unused port of a cluster IP; iptables leaves it to routing, where nobody has it.
        return "refused" if state.shape.proxy_mode == "nftables" else "silent"
    if (service.namespace, service.name) == CLUSTER_DNS:
        return "coredns"
    addresses = list(_ready_addresses(state, (service.namespace, service.name)))
    if not addresses:
        return "refused"
    return "coredns" if set(addresses) & set(_dns_addresses(state)) else "silent"


def _at_pod(state: State, pod: Object, address: str) -> Reach:
    if address in _dns_addresses(state):
        return "coredns"
    # A program that listens there is no DNS server: its replies are thrown away.
    return "silent" if programs.listening(state, pod, PORT, "UDP") else "refused"


def _dns_addresses(state: State) -> Iterable[str]:
    return tuple(_ready_addresses(state, CLUSTER_DNS))


def _ready_addresses(state: State, service: tuple[str, str]) -> Iterable[str]:
    for piece in state.found(SLICES_BY_SERVICE, service):
        for endpoint in piece.tree.get("endpoints") or ():
            if (endpoint.get("conditions") or {}).get("ready") is not False:
                yield from endpoint.get("addresses") or ()
