"""From an address back to names (``plugin/kubernetes/reverse.go``, CoreDNS 1.14)."""

from __future__ import annotations

from sandbox.engine.cluster.indexes import SERVICES_BY_ADDRESS, SLICES_BY_ADDRESS
from sandbox.engine.cluster.state import State
from sandbox.engine.dns.records import Finding, Target, parse_address
from sandbox.engine.dns.services import published
from sandbox.engine.evidence import fact

ZONES = ("in-addr.arpa.", "ip6.arpa.")


def parse_reverse(name: str) -> str:
    """The address that a name below ``in-addr.arpa`` or ``ip6.arpa`` stands for, empty for none."""
    name = name.lower()
    for zone, group, joint in ((".in-addr.arpa.", 1, "."), (".ip6.arpa.", 4, ":")):
        if name.endswith(zone):
            parts = name[: -len(zone)].split(".")[::-1]
            whole = len(parts) - len(parts) % group
            found = parse_address(joint.join("".join(parts[i : i + group]) for i in range(0, whole, group)))
            return str(found) if found is not None and (group == 4 or found.version == 4) else ""
    return ""


def find(state: State, address: str, domain: str) -> Finding:
    """The names of an address: the Service whose cluster IP it is, else those of every ready
    endpoint that has it, whatever sort of Service that belongs to."""
    for service in state.found(SERVICES_BY_ADDRESS, address):
        if address in (service.spec.get("clusterIPs") or ()):
            cause = fact(service, ("spec", "clusterIP"), f"{address} is the cluster IP of {service.title}")
            return Finding((Target(f"{service.name}.{service.namespace}.svc.{domain}", because=(cause,)),))
    found: dict[str, Target] = {}
    for piece in state.found(SLICES_BY_ADDRESS, address):
        service_name = piece.labels.get("kubernetes.io/service-name")
        for entry in published(piece) if service_name else ():
            if entry.address == address:
                name = f"{entry.label}.{service_name}.{piece.namespace}.svc.{domain}"
                cause = fact(
                    piece,
                    ("endpoints", entry.position, "addresses", entry.place),
                    f"{address} is an endpoint of Service {piece.namespace}/{service_name}",
                )
                found.setdefault(name, Target(name, because=(cause,)))
    return Finding(tuple(found.values()), exists=bool(found))
