"""What a packet's fate rests on, as facts and plain sentences: the deciding fields of Services,
EndpointSlices and pods."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.engine import programs
from sandbox.engine.cluster.indexes import SLICES_BY_ADDRESS, SLICES_BY_SERVICE
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.dataplane.eligibility import Endpoint, endpoints, topology_mode
from sandbox.engine.dataplane.flow import Flow, Ground
from sandbox.engine.dataplane.lost import not_at_nodes
from sandbox.engine.dataplane.service_port import Address, ServicePort
from sandbox.engine.evidence import Fact, fact, left_out
from sandbox.engine.places import of_key
from sandbox.engine.traces import Candidate, Packet

_MOST_NAMED = 4
MOST_PODS_EXPLAINED = 200

_ADDRESS_FIELDS: dict[Address, tuple[str, ...]] = {
    "ClusterIP": ("spec", "clusterIP"),
    "external IP": ("spec", "externalIPs"),
    "load balancer address": ("status", "loadBalancer", "ingress"),
}


def port_path(port: ServicePort, field: str) -> tuple[str | int, ...]:
    """The path of a field of the Service port."""
    return ("spec", "ports", port.position, field)


def target_port(port: ServicePort) -> object:
    """``spec.ports[i].targetPort``, or the port itself where it is left out."""
    return port.entry.get("targetPort", port.entry.get("port"))


def match_text(port: ServicePort, kind: Address, packet: Packet) -> str:
    what = "is a node port" if kind == "node port" else f"is the {kind}"
    return (
        f"{packet.destination} port {packet.port}/{packet.protocol} {what} of {port.service.title}, "
        f"which leads to targetPort {target_port(port)}."
    )


def match_facts(port: ServicePort, kind: Address) -> tuple[Fact, ...]:
    service = port.service
    if kind == "node port":
        return (fact(service, port_path(port, "nodePort"), "Every node takes this port for the Service."),)
    return (
        fact(service, port_path(port, "port"), "The Service takes traffic on this port."),
        fact(service, _ADDRESS_FIELDS[kind], f"The packet is for this {kind}."),
    )


def policy_facts(ground: Ground, flow: Flow, port: ServicePort, kind: Address) -> tuple[Fact, ...]:
    """The fields that narrowed the endpoints down, where any did."""
    service, rules, node = port.service, ground.rules(port, flow.here), flow.here.name
    if kind == "ClusterIP" and port.is_internal_local:
        return (fact(service, ("spec", "internalTrafficPolicy"), f"Local keeps traffic on {node}."),)
    if kind != "ClusterIP" and port.is_external_local:
        is_exempt = not rules.has_external
        return (
            fact(
                service,
                ("spec", "externalTrafficPolicy"),
                "Local holds for traffic from outside; pods and nodes of the cluster are exempt."
                if is_exempt
                else f"Local keeps outside traffic on {node} and its source address.",
            ),
        )
    ready = [one for one in rules.usable.cluster if one.is_ready and (one.zone_hints or one.node_hints)]
    mode = topology_mode(ground.state, ready, node) if ready else ""
    if mode:
        field = ("spec", "trafficDistribution")
        return (fact(service, field, f"The endpoints' hints keep traffic in the same {mode}."),)
    return ()


def choice_text(endpoint: Endpoint, among: int, is_remembered: bool) -> str:
    if is_remembered:
        how = "The client was sent there before"
    elif among == 1:
        how = "There is one endpoint"
    else:
        how = f"kube-proxy's rules pick one of {among} endpoints at random"
    return f"{how}: the destination becomes {endpoint.text}."


def endpoint_facts(port: ServicePort, endpoint: Endpoint) -> tuple[Fact, ...]:
    """What makes the endpoint one of the Service's."""
    service, piece = port.service, endpoint.piece
    if not service.spec.get("selector"):
        return (
            fact(
                piece,
                ("endpoints", endpoint.position, "addresses", 0),
                "The EndpointSlice names this address for the Service.",
            ),
        )
    facts = [
        fact(service, port_path(port, "targetPort"), f"The endpoint is reached at port {endpoint.port}."),
        fact(service, _selector_path(service), "The Service sends to the pods with these labels."),
    ]
    if not endpoint.is_ready:
        facts.append(
            fact(
                piece,
                ("endpoints", endpoint.position, "conditions"),
                "No ready endpoint is left, so one that serves while it terminates is used.",
            )
        )
    elif service.spec.get("publishNotReadyAddresses"):
        facts.append(
            fact(service, ("spec", "publishNotReadyAddresses"), "Pods count as ready whatever their probes say.")
        )
    return tuple(facts)


def _selector_path(service: Object) -> tuple[str, ...]:
    """The one label that the Service selects by, or all of them."""
    selector = service.spec["selector"]
    return ("spec", "selector", *selector) if len(selector) == 1 else ("spec", "selector")


def pod_of(state: State, endpoint: Endpoint) -> Object | None:
    """The pod behind the endpoint, None where it is none or the pod is gone."""
    reference = endpoint.piece.tree["endpoints"][endpoint.position].get("targetRef") or {}
    return state.get("Pod", reference.get("namespace", ""), reference.get("name", ""))


def fallback_facts(ground: Ground, used: Sequence[Endpoint]) -> tuple[Fact, ...]:
    """Why endpoints that are not ready serve nonetheless: their pods are ending, and there are no others."""
    found: list[Fact] = []
    for pod in (pod_of(ground.state, one) for one in used[:_MOST_NAMED] if not one.is_ready):
        if pod is not None and pod.is_terminating:
            seconds = pod.metadata.get("deletionGracePeriodSeconds")
            found += (
                fact(
                    pod,
                    ("metadata", "deletionTimestamp"),
                    f"{pod.title} is being deleted; as no ready endpoint is left, it still serves.",
                ),
                fact(pod, ("spec", "terminationGracePeriodSeconds"), f"The pod has {seconds} seconds to end."),
            )
    return tuple(found)


def reject_text(port: ServicePort) -> str:
    return f"{port.service.title} has no endpoints for port {port.entry.get('port')}, so the connection is rejected."


def reject_facts(ground: Ground, port: ServicePort) -> tuple[Fact, ...]:
    """Why nobody serves: the selector and the pods it meets, or the slices and their ports."""
    service = port.service
    pieces = list(ground.state.found(SLICES_BY_SERVICE, (service.namespace, service.name)))
    if service.spec.get("selector"):
        found = [fact(service, ("spec", "selector"), "No pod that these labels select serves this port.")]
        if any(piece.tree.get("endpoints") and not _offers(piece, port) for piece in pieces):
            found.insert(
                0,
                fact(
                    service,
                    port_path(port, "targetPort"),
                    f"The selected pods have no container port {target_port(port)}.",
                ),
            )
        if ground.explain is not None:
            found += [one for candidate in ground.explain(service)[:_MOST_NAMED] for one in candidate.because]
        else:
            found += _unready(ground, port)
        return tuple(found)
    if not pieces:
        nearly = ground.explain(service)[:_MOST_NAMED] if ground.explain is not None else ()
        return (
            left_out(
                service,
                ("spec", "selector"),
                "The Service has no selector, and no EndpointSlice bears the "
                f"label kubernetes.io/service-name: {service.name}.",
            ),
            *(one for candidate in nearly for one in candidate.because),
        )
    named = [
        fact(
            piece,
            ("ports", 0, "name"),
            f"The EndpointSlice has no port named {port.entry.get('name') or ''!r} "
            f"for {port.entry.get('protocol') or 'TCP'}.",
        )
        for piece in pieces
        if not _offers(piece, port)
    ]
    return (
        *named,
        fact(service, port_path(port, "name"), "An EndpointSlice's port has to have this name."),
        *_unready(ground, port),
    )


def _offers(piece: Object, port: ServicePort) -> bool:
    return any((entry.get("name") or "") == (port.entry.get("name") or "") for entry in piece.tree.get("ports") or ())


def _unready(ground: Ground, port: ServicePort) -> list[Fact]:
    return [
        fact(one.piece, ("endpoints", one.position, "conditions"), f"The endpoint {one.address} is not ready.")
        for one in endpoints(ground.state, port)[:_MOST_NAMED]
        if not one.is_ready
    ]


def drop_text(port: ServicePort, kind: Address, node: str) -> str:
    policy = "internalTrafficPolicy" if kind == "ClusterIP" else "externalTrafficPolicy"
    return f"{policy} is Local and {node} has no endpoint of {port.service.title}, so the packet is dropped."


def drop_facts(ground: Ground, port: ServicePort, kind: Address, node: str) -> tuple[Fact, ...]:
    policy = "internalTrafficPolicy" if kind == "ClusterIP" else "externalTrafficPolicy"
    ready = [one for one in endpoints(ground.state, port, node) if one.is_ready]
    return (
        fact(port.service, ("spec", policy), f"Local does not let {node} send to other nodes."),
        *(one for endpoint in ready[:_MOST_NAMED] for one in node_facts(ground, endpoint)),
    )


def node_facts(ground: Ground, endpoint: Endpoint) -> tuple[Fact, ...]:
    """Where the endpoint is: its pod's node, or what its slice says."""
    pod = pod_of(ground.state, endpoint)
    if pod is not None:
        found = fact(pod, ("spec", "nodeName"), f"The pod is on {endpoint.node}.")
        if found.place is None and pod.spec.get("nodeSelector"):
            return (found, fact(pod, ("spec", "nodeSelector"), "The pod asks for a node with these labels."))
        return (found,)
    said = f"The endpoint is on {endpoint.node}." if endpoint.node else "The slice does not say on which node this is."
    return (fact(endpoint.piece, ("endpoints", endpoint.position, "nodeName"), said),)


def headless_facts(ground: Ground, packet: Packet) -> list[Fact]:
    """The headless Services that have the port, but whose pods listen on another: nothing
    stands between a client and the pod that would translate the one into the other."""
    found = []
    for piece in ground.state.found(SLICES_BY_ADDRESS, packet.destination):
        service = ground.state.get("Service", piece.namespace, piece.labels.get("kubernetes.io/service-name", ""))
        if service is None or service.spec.get("clusterIP") != "None":
            continue
        for position, entry in enumerate(service.spec.get("ports") or ()):
            if entry.get("port") == packet.port and entry.get("targetPort", packet.port) != packet.port:
                found.append(
                    fact(
                        service,
                        ("spec", "ports", position, "targetPort"),
                        "The Service is headless: its name gives the pods' own addresses, and nothing "
                        f"translates port {packet.port} into {entry['targetPort']}.",
                    )
                )
    return found


def answer_facts(pod: Object, packet: Packet) -> tuple[Fact, ...]:
    """The declaration by which the program listens."""
    if programs.LISTENS in pod.annotations:
        return (
            fact(
                pod, ("metadata", "annotations", of_key(programs.LISTENS)), "The pod's programs listen on these ports."
            ),
        )
    return tuple(
        fact(pod, path, "The pod's program listens on this port.")
        for path, port in programs.declared(pod)
        if port == (packet.port, packet.protocol)
    )[:1]


def refuse_text(packet: Packet, where: str) -> str:
    return f"Nothing listens on port {packet.port}/{packet.protocol} of {where}, so the connection is refused."


def refuse_facts(
    ground: Ground, packet: Packet, port: ServicePort | None, endpoint: Endpoint | None, pod: Object | None
) -> tuple[Fact, ...]:
    """What the pod listens on instead, and the targetPort that led there."""
    found = headless_facts(ground, packet) if port is None else []
    if port is not None and endpoint is not None:
        found.append(
            fact(
                port.service,
                port_path(port, "targetPort"),
                f"The Service sends traffic to port {packet.port}/{packet.protocol} of the pod.",
            )
        )
    if pod is None:
        return tuple(found) if port is not None else tuple(not_at_nodes(ground.state, packet))
    if programs.LISTENS in pod.annotations:
        listed = ", ".join(f"{number}/{protocol}" for number, protocol in programs.started_with(pod)) or "no port"
        return (
            *found,
            fact(
                pod,
                ("metadata", "annotations", of_key(programs.LISTENS)),
                f"The pod's programs listen on {listed}, whatever the container declares.",
            ),
        )
    paths = programs.declared(pod)
    for path, (number, protocol) in sorted(paths, key=lambda one: one[1][0] != packet.port)[:_MOST_NAMED]:
        if (number, protocol) == (packet.port, packet.protocol):
            found.append(fact(pod, path, f"The pod's program on port {number}/{protocol} was stopped."))
        elif number == packet.port:
            found.append(
                fact(pod, (*path[:-1], "protocol"), f"The pod's program listens on port {number}/{protocol} instead.")
            )
            if port is not None:
                found.append(
                    fact(
                        port.service,
                        port_path(port, "protocol"),
                        f"The Service takes and sends on {packet.protocol} here.",
                    )
                )
        else:
            found.append(fact(pod, path, f"The pod's program listens on port {number}/{protocol}."))
    if not paths:
        found.append(fact(pod, ("spec", "containers", 0, "ports"), "The container declares no port."))
    return tuple(found)


def candidates_of(ground: Ground, port: ServicePort, kept_to: str) -> tuple[Candidate, ...]:
    """Who might have served the Service port: its endpoints, else the pods that were looked at.
    ``kept_to`` is the node that a Local policy kept the packet to, empty where none did."""
    everyone = endpoints(ground.state, port)
    if ground.explain is not None and not any(one.is_ready for one in everyone):
        return tuple(ground.explain(port.service))
    found = []
    for one in everyone:
        reason = "not ready" if not one.is_ready else "on another node" if kept_to and one.node != kept_to else ""
        because = node_facts(ground, one) if reason == "on another node" else endpoint_facts(port, one)
        found.append(Candidate(_name(one), one.address, one.node, not reason, reason, because))
    return tuple(found)


def bystanders(ground: Ground, port: ServicePort) -> tuple[Candidate, ...]:
    """The pods that the Service selects and that serve nobody, beside a connection that was answered.
    In a large cluster nobody looks at them, and finding them would cost more than the walk."""
    if ground.explain is None or ground.state.count("Pod") > MOST_PODS_EXPLAINED:
        return ()
    return tuple(
        one
        for one in ground.explain(port.service)
        if not one.is_used and not any(cause.field.startswith("spec.selector") for cause in one.because)
    )


def _name(endpoint: Endpoint) -> str:
    entry = endpoint.piece.tree["endpoints"][endpoint.position]
    reference = entry.get("targetRef") or {}
    return f"{reference.get('namespace')}/{reference['name']}" if reference.get("name") else endpoint.address
