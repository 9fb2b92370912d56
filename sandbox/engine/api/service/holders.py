"""Who has what a Service could not get: the Service that holds an address or a node port."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.engine.api.addresses import ip as read_ip
from sandbox.engine.api.errors import FieldError
from sandbox.engine.api.service.address_allocation import TAKEN as IP_TAKEN
from sandbox.engine.api.service.cluster_ips import IPS
from sandbox.engine.api.service.node_port_numbers import HOLDERS, TAKEN
from sandbox.engine.api.service.reading import ports_of
from sandbox.engine.cluster.indexes import SERVICES_BY_NODE_PORT
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.evidence import Fact, fact
from sandbox.engine.places import Path


def blame(error: FieldError, state: State) -> Sequence[Fact]:
    """The facts behind an allocation that failed; none for any other mistake."""
    if error.detail == TAKEN:
        found = {
            holder.title: holder
            for protocol in HOLDERS
            for holder in state.found(SERVICES_BY_NODE_PORT, (protocol, error.value))
        }
        return [
            fact(holder, _of_port(holder, error.value), f"{holder.title} has node port {error.value}.")
            for holder in found.values()
        ]
    if error.path == IPS and error.detail.endswith(IP_TAKEN):
        return _of_address(error.detail.removeprefix("failed to allocate IP ").removesuffix(f": {IP_TAKEN}"), state)
    return ()


def _of_port(holder: Object, number: int) -> Path:
    for i, port in enumerate(ports_of(holder.tree)):
        if port.get("nodePort") == number:
            return ("spec", "ports", i, "nodePort")
    return ("spec", "healthCheckNodePort")


def _of_address(text: str, state: State) -> list[Fact]:
    found = read_ip(text)
    address = state.get("IPAddress", "", found.canonical) if found is not None else None
    parent = address.spec.get("parentRef") or {} if address is not None else {}
    holder = state.get("Service", parent.get("namespace", ""), parent.get("name", ""))
    if holder is None:
        return [fact(address, ("metadata", "name"), f"{text} is taken.")] if address is not None else []
    return [fact(holder, ("spec", "clusterIP"), f"{holder.title} has the address {text}.")]
