"""Ports that containers declare.

Follows ``validateContainerPorts``, ``AccumulateUniqueHostPorts`` and
``validatePodHostNetworkDeps`` of ``pkg/apis/core/validation`` (v1.37).
"""

from __future__ import annotations

from sandbox.engine.api import formats
from sandbox.engine.api.errors import FieldError, duplicate, invalid, required
from sandbox.engine.api.values import each, unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path

PROTOCOLS = ("SCTP", "TCP", "UDP")


def validate_ports(ports: list[Tree], path: Path) -> list[FieldError]:
    """Names that are unique and well formed, numbers in range, known protocols."""
    errors: list[FieldError] = []
    names: set[str] = set()
    for at, port in enumerate(ports):
        name, number, host = port.get("name"), port.get("containerPort", 0), port.get("hostPort", 0)
        if name:
            complaints = formats.port_name(name)
            if complaints:
                errors += each((*path, at, "name"), name, complaints)
            elif name in names:
                errors.append(duplicate((*path, at, "name"), name))
            else:
                names.add(name)
        if not number:
            errors.append(required((*path, at, "containerPort")))
        elif not 1 <= number <= 65535:
            errors += each((*path, at, "containerPort"), number, formats.port_number(number))
        if host and not 1 <= host <= 65535:
            errors += each((*path, at, "hostPort"), host, formats.port_number(host))
        protocol = port.get("protocol")
        if not protocol:
            errors.append(required((*path, at, "protocol")))
        elif protocol not in PROTOCOLS:
            errors.append(unsupported((*path, at, "protocol"), protocol, PROTOCOLS))
    return errors


def validate_host_ports(containers: list[tuple[int, Tree]], path: Path) -> list[FieldError]:
    """No host port twice among these containers (each with its place in the list)."""
    errors: list[FieldError] = []
    seen: set[str] = set()
    for number, container in containers:
        for at, port in enumerate(container.get("ports") or ()):
            if port.get("hostPort"):
                text = f"{port.get('protocol', '')}/{port.get('hostIP', '')}/{port['hostPort']}"
                if text in seen:
                    errors.append(duplicate((*path, number, "ports", at, "hostPort"), text))
                seen.add(text)
    return errors


def validate_host_network(spec: Tree, path: Path, *, is_pod: bool) -> list[FieldError]:
    """In the node's network a port is the node's: hostPort is containerPort."""
    errors: list[FieldError] = []
    if not spec.get("hostNetwork"):
        return errors
    for number, container in enumerate(spec.get("containers") or ()):
        for at, port in enumerate(container.get("ports") or ()):
            host = port.get("hostPort", 0)
            if (is_pod or host) and host != port.get("containerPort", 0):
                errors.append(
                    invalid(
                        (*path, "containers", number, "ports", at, "hostPort"),
                        host,
                        "must match `containerPort` when `hostNetwork` is true",
                    )
                )
    return errors
