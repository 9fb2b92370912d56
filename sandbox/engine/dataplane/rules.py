"""What kube-proxy wrote on a node for a Service port, kept until something that it rests on changes.

A real kube-proxy writes its rules once for each change and the kernel only follows them; so a
walk costs no more for a Service with many endpoints that stay as they are.
"""

from __future__ import annotations

from sandbox.engine.cluster.indexes import SLICES_BY_SERVICE
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.dataplane.eligibility import Usable, usable
from sandbox.engine.dataplane.service_port import ServicePort

#: The memory of the state that holds the rules: (node, namespace, Service, port's position, family) -> Rules.
MEMORY = "rules"


class Rules:
    """What is set up on one node for one Service port."""

    __slots__ = ("grounds", "has_any", "has_external", "has_internal", "usable")

    def __init__(self, found: Usable, port: ServicePort, grounds: tuple[Object | None, ...]) -> None:
        self.grounds = grounds
        self.usable = found
        self.has_any = found.has_any
        has_local = bool(found.local)
        self.has_internal = self.has_any and (has_local or not port.is_internal_local)
        self.has_external = self.has_any and (has_local or not port.is_external_local)


def rules(state: State, port: ServicePort, node: str) -> Rules:
    """The node's rules for the Service port as they are now."""
    service = port.service
    memory = state.memory.get(MEMORY)
    if memory is None:
        memory = state.memory[MEMORY] = {}
    key = (node, service.namespace, service.name, port.position, port.family)
    found: Rules | None = memory.get(key)
    pieces = state.found(SLICES_BY_SERVICE, (service.namespace, service.name))
    grounds = (service, state.get("Node", "", node), *pieces)
    if (
        found is None
        or len(found.grounds) != len(grounds)
        or any(old is not new for old, new in zip(found.grounds, grounds, strict=True))
    ):
        found = memory[key] = Rules(usable(state, port, node), port, grounds)
    return found
