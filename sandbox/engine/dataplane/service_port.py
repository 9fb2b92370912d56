"""One port of one Service as the proxier of one family sees it.

Source: kube-proxy pkg/proxy/serviceport.go, pkg/proxy/util and cmd/kube-proxy/app/server.go (v1.37).
A headless Service and one of type ExternalName are not seen at all, and neither is any Service or
EndpointSlice with one of the labels :data:`UNWATCHED`, whatever their values.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from sandbox.engine.cluster.indexes import SERVICES_BY_ADDRESS, SERVICES_BY_NODE_PORT
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.dataplane.addresses import Family, family_of, range_family
from sandbox.engine.frozen import frozen

#: kube-proxy's watches leave out what has one of these labels: another proxy's, or a headless Service's.
UNWATCHED = frozenset({"service.kubernetes.io/service-proxy-name", "service.kubernetes.io/headless"})
_DEFAULT_AFFINITY_SECONDS = 10800

#: By which of a Service's addresses a packet came to it.
Address = Literal["ClusterIP", "external IP", "load balancer address", "node port"]


def is_proxied(service: Object) -> bool:
    """Whether kube-proxy takes the Service into account."""
    spec = service.spec
    return (
        spec.get("type") != "ExternalName"
        and spec.get("clusterIP") not in (None, "", "None")
        and UNWATCHED.isdisjoint(service.labels)
    )


def cluster_ip(service: Object, family: Family) -> str:
    """The ClusterIP of a family, empty where the Service has none."""
    spec = service.spec
    return next(
        (ip for ip in spec.get("clusterIPs") or [spec.get("clusterIP") or ""] if ip and family_of(ip) == family), ""
    )


def load_balancer_addresses(service: Object, family: Family) -> list[str]:
    """The load balancer's addresses that nodes answer for: those with an ``ip`` and the ipMode VIP."""
    ingress = (service.status.get("loadBalancer") or {}).get("ingress") or ()
    return [
        entry["ip"]
        for entry in ingress
        if entry.get("ip") and entry.get("ipMode", "VIP") == "VIP" and family_of(entry["ip"]) == family
    ]


@frozen
class ServicePort:
    """A Service, the position of the port in ``spec.ports``, and the family."""

    service: Object
    position: int
    family: Family

    @property
    def entry(self) -> dict[str, Any]:
        found: dict[str, Any] = self.service.spec["ports"][self.position]
        return found

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What names it to kube-proxy: namespace, Service, port name, protocol, family."""
        entry = self.entry
        return (
            self.service.namespace,
            self.service.name,
            entry.get("name") or "",
            entry.get("protocol") or "TCP",
            self.family,
        )

    @property
    def is_externally_accessible(self) -> bool:
        """Whether it takes traffic by more than its ClusterIP, in this family."""
        return (
            bool(self.entry.get("nodePort"))
            or any(family_of(ip) == self.family for ip in self.service.spec.get("externalIPs") or ())
            or bool(load_balancer_addresses(self.service, self.family))
        )

    @property
    def is_internal_local(self) -> bool:
        return bool(self.service.spec.get("internalTrafficPolicy") == "Local")

    @property
    def is_external_local(self) -> bool:
        return self.is_externally_accessible and self.service.spec.get("externalTrafficPolicy") == "Local"

    @property
    def uses_cluster_endpoints(self) -> bool:
        """Also with the external policy Local, since pods and nodes are not held to it."""
        return not self.is_internal_local or self.is_externally_accessible

    @property
    def uses_local_endpoints(self) -> bool:
        return self.is_internal_local or self.is_external_local

    @property
    def is_sticky(self) -> bool:
        return bool(self.service.spec.get("sessionAffinity") == "ClientIP")

    @property
    def affinity_seconds(self) -> int:
        config = (self.service.spec.get("sessionAffinityConfig") or {}).get("clientIP") or {}
        seconds: int = config.get("timeoutSeconds") or _DEFAULT_AFFINITY_SECONDS
        return seconds

    @property
    def source_ranges(self) -> list[str]:
        """``spec.loadBalancerSourceRanges`` of this family."""
        return [
            one.strip()
            for one in self.service.spec.get("loadBalancerSourceRanges") or ()
            if range_family(one) == self.family
        ]


def address_kind(service: Object, address: str) -> Address | None:
    """As what the Service has the address, None where it has it not (or only in name)."""
    spec = service.spec
    if address in (spec.get("clusterIPs") or [spec.get("clusterIP")]):
        return "ClusterIP"
    if address in (spec.get("externalIPs") or ()):
        return "external IP"
    if address in load_balancer_addresses(service, family_of(address)):
        return "load balancer address"
    return None


def at_address(state: State, address: str, port: int, protocol: str) -> Iterator[tuple[ServicePort, Address]]:
    """The Service ports that have the address and port, in order of creation. Two Services may
    share an external IP; which of them gets a port that both have is not defined."""
    for service in state.found(SERVICES_BY_ADDRESS, address):
        if not is_proxied(service):
            continue
        kind = address_kind(service, address)
        if kind is None:
            continue
        for position, entry in enumerate(service.spec.get("ports") or ()):
            if entry.get("port") == port and (entry.get("protocol") or "TCP") == protocol:
                yield ServicePort(service, position, family_of(address)), kind


def at_node_port(state: State, number: int, protocol: str, family: Family) -> Iterator[ServicePort]:
    """The Service ports of that node port and protocol that have a ClusterIP of the family."""
    for service in state.found(SERVICES_BY_NODE_PORT, (protocol, number)):
        if not is_proxied(service) or not cluster_ip(service, family):
            continue
        for position, entry in enumerate(service.spec.get("ports") or ()):
            if entry.get("nodePort") == number and (entry.get("protocol") or "TCP") == protocol:
                yield ServicePort(service, position, family)


def with_cluster_ip(state: State, address: str) -> Object | None:
    """The Service that kube-proxy knows by the ClusterIP, None where there is none."""
    for service in state.found(SERVICES_BY_ADDRESS, address):
        if is_proxied(service) and address_kind(service, address) == "ClusterIP":
            return service
    return None
