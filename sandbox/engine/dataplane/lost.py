"""Why a packet meets nobody: an address that nobody has, that no route leads to from outside, or a port
that is not taken there; with the lines of what was probably meant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sandbox.engine.cluster import former_addresses
from sandbox.engine.cluster.indexes import SERVICES_BY_ADDRESS
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.dataplane.network import pod_at
from sandbox.engine.dataplane.service_port import UNWATCHED
from sandbox.engine.evidence import Fact, fact, left_out
from sandbox.engine.places import of_key
from sandbox.engine.traces import Packet

#: The annotation that pins a pod's address.
_POD_IP = "sandbox.kubedrill/pod-ip"

#: A hint may not cost more than the walk: in a cluster of more Services none is looked for.
_MOST_LOOKED_AT = 200
_MOST_NAMED = 4


def no_port_text(service: Object, packet: Packet) -> str:
    """A sentence: what the Service lacks, and what becomes of the packet."""
    if packet.protocol == "ICMP":
        return f"{packet.destination} is a ClusterIP, which answers to its Service's ports alone; a ping is rejected."
    return f"{service.title} has no port {packet.port}/{packet.protocol}, so the connection is rejected."


def no_port_facts(service: Object, packet: Packet) -> tuple[Fact, ...]:
    """The ports that the Service has, the nearest first: of that number with another protocol, or that
    lead to a targetPort of that number."""
    return tuple(islice(_ports(service, packet), _MOST_NAMED))


def _ports(service: Object, packet: Packet) -> Iterator[Fact]:
    held = list(enumerate(service.spec.get("ports") or ()))
    same = [(at, one) for at, one in held if one.get("port") == packet.port]
    for at, one in same:
        yield fact(
            service,
            ("spec", "ports", at, "protocol"),
            f"The Service takes port {packet.port} over {one.get('protocol') or 'TCP'}.",
        )
    for at, one in held:
        if one.get("port") == packet.port:
            continue
        said = f"The Service has port {one.get('port')}/{one.get('protocol') or 'TCP'}"
        if packet.port in (one.get("targetPort"), one.get("nodePort")):
            name = "targetPort" if one.get("targetPort") == packet.port else "nodePort"
            yield fact(service, ("spec", "ports", at, name), f"{said}, and {packet.port} is its {name}.")
        else:
            yield fact(service, ("spec", "ports", at, "port"), f"{said}.")


def nobody_text(state: State, packet: Packet) -> str:
    """A sentence for a packet that no route leads to anybody: with iptables, what is for a Service's address
    and none of its ports goes that way too."""
    service = next(iter(state.found(SERVICES_BY_ADDRESS, packet.destination)), None)
    if service is not None and not UNWATCHED.isdisjoint(service.labels):
        return f"kube-proxy leaves {service.title} to another proxy, so nothing answers."
    if service is not None and packet.protocol != "ICMP":
        return (
            f"{service.title} has no port {packet.port}/{packet.protocol} and nobody else has the address "
            f"{packet.destination}, so nothing answers."
        )
    return f"Nobody has the address {packet.destination}, so nothing answers."


def nobody(state: State, packet: Packet) -> tuple[Fact, ...]:
    """The Service whose address it is, on a port that it lacks; or the pod that had the address."""
    found = [
        one
        for service in state.found(SERVICES_BY_ADDRESS, packet.destination)
        for one in _unwatched(service) or no_port_facts(service, packet)
    ]
    gone = former_addresses.holder(state, packet.destination) if not found else None
    if gone is not None:
        found.append(_address(gone, f"{gone.title} had the address {packet.destination}, and is gone."))
        new = state.get("Pod", gone.namespace, gone.name)
        if new is not None and new.status.get("podIP"):
            found.append(_address(new, f"{new.title} was made anew and has the address {new.status['podIP']}."))
    return tuple(found)


def unallocated_text(state: State, packet: Packet) -> str:
    """A sentence for an address of the Service range that nftables drops."""
    found = state.found(SERVICES_BY_ADDRESS, packet.destination)
    if any(not UNWATCHED.isdisjoint(service.labels) for service in found):
        return nobody_text(state, packet)
    return f"No Service has the address {packet.destination} of the Service range, so the packet is dropped."


def _unwatched(service: Object) -> tuple[Fact, ...]:
    """The label that keeps kube-proxy away."""
    text = "kube-proxy passes over Services with this label."
    return tuple(
        fact(service, ("metadata", "labels", of_key(label)), text)
        for label in sorted(UNWATCHED.intersection(service.labels))
    )


def _address(pod: Object, text: str) -> Fact:
    if _POD_IP in pod.annotations:
        return fact(pod, ("metadata", "annotations", of_key(_POD_IP)), text)
    return fact(pod, ("status", "podIP"), text)


def no_route(state: State, packet: Packet) -> tuple[Fact, ...]:
    """Why the world outside has no way to the address: it is a ClusterIP's, a pod's, or one that somebody
    else would have to lead to the nodes."""
    found: list[Fact] = []
    for service in state.found(SERVICES_BY_ADDRESS, packet.destination):
        if packet.destination in (service.spec.get("externalIPs") or ()):
            found.append(
                fact(
                    service,
                    ("spec", "externalIPs"),
                    "Nodes take traffic for this address, but Kubernetes leads nobody outside to them.",
                )
            )
            continue
        found.append(fact(service, ("spec", "clusterIP"), "A ClusterIP is known inside the cluster alone."))
        if service.spec.get("type", "ClusterIP") == "ClusterIP":
            found.append(
                left_out(
                    service,
                    ("spec", "type"),
                    "The type ClusterIP opens no way in from outside; NodePort and LoadBalancer do.",
                )
            )
        found += [
            fact(service, ("spec", "ports", at, "nodePort"), f"From outside, nodes take port {one['nodePort']}.")
            for at, one in enumerate(service.spec.get("ports") or ())
            if one.get("nodePort")
        ]
    pod = pod_at(state, packet.destination)
    if pod is not None:
        found.append(_address(pod, "A pod's address is routed inside the cluster alone."))
    return tuple(found or nobody(state, packet))


def not_at_nodes(state: State, packet: Packet) -> Iterator[Fact]:
    """The Services that take the port, but not at the nodes' addresses, where it was tried."""
    if state.count("Service") > _MOST_LOOKED_AT:
        return
    wanted = (packet.port, packet.protocol)
    ports = (
        (service, at, one)
        for service in state.all("Service")
        for at, one in enumerate(service.spec.get("ports") or ())
        if (one.get("port"), one.get("protocol") or "TCP") == wanted
    )
    for service, at, one in islice(ports, _MOST_NAMED):
        if one.get("nodePort"):
            yield fact(
                service,
                ("spec", "ports", at, "nodePort"),
                f"{service.title} takes port {packet.port} at its own address; at nodes it is port {one['nodePort']}.",
            )
        else:
            yield left_out(
                service,
                ("spec", "type"),
                f"{service.title} takes port {packet.port} at its own address alone: its type is "
                f"{service.spec.get('type', 'ClusterIP')}, which takes no port of the nodes.",
            )
