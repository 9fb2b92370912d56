"""The targets of a Service's name (``findServices`` of CoreDNS' kubernetes plugin, 1.14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sandbox.engine.cluster.indexes import SLICES_BY_SERVICE
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.dns import absences
from sandbox.engine.dns.names import Request
from sandbox.engine.dns.records import Finding, Target, host_type
from sandbox.engine.evidence import Fact, fact

#: Stands in for the ports of what declares none, so that addresses are still found (and SRV is not).
_NO_PORTS: tuple[dict[str, Any], ...] = ({"port": -1},)


class Published(NamedTuple):
    """One address of a ready endpoint: where it stands in its slice, and its label in DNS."""

    piece: Object
    position: int
    place: int
    address: str
    label: str


def endpoint_label(endpoint: dict[str, Any], address: str) -> str:
    """The label of an endpoint below its Service: its hostname, else its address with dashes."""
    hostname = endpoint.get("hostname")
    if hostname:
        return str(hostname)
    return address.replace(".", "-") if "." in address else address.replace(":", "-")


def is_published(endpoint: dict[str, Any]) -> bool:
    """Whether an endpoint is in DNS: it is ready, or does not say. Serving alone is not enough."""
    return (endpoint.get("conditions") or {}).get("ready") is not False


def published(piece: Object) -> Iterator[Published]:
    """Every address of a slice that DNS knows."""
    for position, endpoint in enumerate(piece.tree.get("endpoints") or ()):
        if is_published(endpoint):
            for place, address in enumerate(endpoint.get("addresses") or ()):
                yield Published(piece, position, place, address, endpoint_label(endpoint, address))


def is_headless(service: Object) -> bool:
    spec = service.spec
    addresses = spec.get("clusterIPs") or [spec.get("clusterIP") or ""]
    return bool(addresses[0] == "None")


def find(state: State, request: Request, zone: str) -> Finding:
    """The targets of a name below ``svc``; the namespace is known to exist."""
    if not request.service:
        return Finding()
    service = state.get("Service", request.namespace, request.service)
    if service is None:
        return absences.no_service(state, request)
    owner = f"{service.name}.{service.namespace}.svc.{zone}"
    if service.spec.get("type") == "ExternalName":
        return _external_name(service, request, owner)
    if is_headless(service) or request.endpoint:
        return _endpoints(state, service, request, owner)
    return _cluster_addresses(service, request, owner)


def _external_name(service: Object, request: Request, owner: str) -> Finding:
    if request.endpoint or request.port or request.protocol:
        return Finding(
            exists=False,
            because=(
                fact(service, ("spec", "type"), "an ExternalName Service is one alias; nothing exists below its name"),
            ),
        )
    path = ("spec", "externalName")
    target = Target(service.spec.get("externalName", ""), owner)
    if host_type(target) != "CNAME":
        return Finding(
            exists=False,
            because=(fact(service, path, "an address is no name: a CNAME cannot point to it, so DNS gives nothing"),),
        )
    cause = fact(service, path, f"the name is an alias of {target.host}")
    return Finding((Target(target.host, owner, because=(cause,)),))


def _endpoints(state: State, service: Object, request: Request, owner: str) -> Finding:
    found: list[Target] = []
    pieces = list(state.found(SLICES_BY_SERVICE, (service.namespace, service.name)))
    for piece in pieces:
        ports = _matching(piece.tree.get("ports") or _NO_PORTS, request)
        for entry in published(piece) if ports else ():
            if request.endpoint and entry.label.lower() != request.endpoint:
                continue
            path = ("endpoints", entry.position, "addresses", entry.place)
            cause = fact(piece, path, f"{entry.address} is a ready endpoint")
            for _, port in ports:
                number = port.get("port")
                found.append(
                    Target(
                        entry.address,
                        f"{entry.label}.{owner}" if entry.label else owner,
                        -1 if number is None else number,
                        because=(cause,),
                    )
                )
    if not found:
        return Finding(exists=False, because=absences.no_endpoint(state, service, pieces, request))
    return Finding(tuple(found), because=_headless_fact(service))


def _headless_fact(service: Object) -> tuple[Fact, ...]:
    if not is_headless(service):
        return ()
    return (fact(service, ("spec", "clusterIP"), "a headless Service answers with its ready endpoints"),)


def _cluster_addresses(service: Object, request: Request, owner: str) -> Finding:
    found: list[Target] = []
    spec = service.spec
    addresses = spec.get("clusterIPs") or [spec.get("clusterIP") or ""]
    ports = _matching(spec.get("ports") or _NO_PORTS, request)
    for position, port in ports:
        causes = tuple(
            fact(
                service,
                ("spec", "clusterIPs", at) if at else ("spec", "clusterIP"),
                f"the Service's own address is {address}",
            )
            for at, address in enumerate(addresses)
        )
        if request.port:
            causes += (fact(service, ("spec", "ports", position, "name"), "the port of that name"),)
        found += [Target(address, owner, port.get("port", -1), because=causes) for address in addresses]
    if not ports:
        return Finding(
            exists=False,
            because=(
                fact(
                    service, ("spec", "ports"), f"no port is named {request.port!r} with protocol {request.protocol!r}"
                ),
            ),
        )
    return Finding(tuple(found))


def _matching(ports: Iterable[dict[str, Any]], request: Request) -> list[tuple[int, dict[str, Any]]]:
    """The ports of the asked name and protocol; what was not asked for matches all."""
    return [
        (position, port)
        for position, port in enumerate(ports)
        if request.port in ("", (port.get("name") or "").lower())
        and request.protocol in ("", (port.get("protocol") or "").lower())
    ]
