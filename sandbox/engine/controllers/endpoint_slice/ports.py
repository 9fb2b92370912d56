"""The ports of a slice: from the Service's ports and a pod, in the order that their hash gives."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.controllers.names import fnv128a

#: What makes two sets of ports the same.
PortMap = tuple[tuple[object, ...], ...]


def endpoint_ports(service: Object, numbers: Sequence[int | None]) -> list[Tree]:
    """The ports at which a pod serves the Service. ``numbers`` is what the Service's ports stand for
    in the pod; a port that the pod does not have (None) is left out."""
    found: list[Tree] = []
    for port, number in zip(service.spec.get("ports") or (), numbers, strict=True):
        if number is None:
            continue
        entry: Tree = {"name": port.get("name") or "", "port": number, "protocol": port.get("protocol") or "TCP"}
        if port.get("appProtocol") is not None:
            entry["appProtocol"] = port["appProtocol"]
        found.append(entry)
    return sorted_ports(found)


def sorted_ports(ports: list[Tree]) -> list[Tree]:
    """The ports in the order in which a slice lists them."""
    return ports if len(ports) < 2 else sorted(ports, key=lambda entry: _hash(*_parts(entry)))


def port_map(ports: list[Tree]) -> PortMap:
    """What two lists of ports have in common when they are the same set."""
    return tuple(sorted(map(_parts, ports), key=repr))


def _parts(port: Tree) -> tuple[object, ...]:
    return port.get("name"), port.get("protocol"), port.get("port"), port.get("appProtocol")


@lru_cache(maxsize=4096)
def _hash(name: object, protocol: object, number: object, app_protocol: object) -> int:
    """Slices list their ports by the hash of the port's printed form (endpointslice/util, portsInOrder)."""
    shown = ["<nil>" if part is None else str(part) for part in (name, protocol, number, app_protocol)]
    text = (
        f"(v1.EndpointPort){{Name:(*string){shown[0]} Protocol:(*v1.Protocol){shown[1]} "
        f"Port:(*int32){shown[2]} AppProtocol:(*string){shown[3]}}}"
    )
    return fnv128a(text.encode())
