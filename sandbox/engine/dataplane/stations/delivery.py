"""Delivery: the packet arrives at a pod, a program of a node or the outside host, or at nobody.

What goes to another node begins there anew, as a packet that came in by the network.
"""

from __future__ import annotations

from functools import partial

from sandbox.engine import programs
from sandbox.engine.cluster.objects import Object
from sandbox.engine.dataplane import causes, health, lost
from sandbox.engine.dataplane.addresses import with_port
from sandbox.engine.dataplane.choose.affinity import Pick
from sandbox.engine.dataplane.flow import Flow, Ground, Note
from sandbox.engine.dataplane.network import api_server_ports, host_pods
from sandbox.engine.evidence import Fact
from sandbox.engine.traces import Packet


def pass_on(ground: Ground, flow: Flow) -> list[Flow]:
    """Answer, refuse, lose, or hand over to the next node."""
    target, packet = flow.goal, flow.packet
    if target.kind == "node":
        flow.node, flow.origin, flow.target = target.node, "prerouting", None
    elif target.kind == "nobody":
        flow.end(
            "timeout",
            "outside",
            "lost",
            lost.nobody_text(ground.state, packet),
            _behind(flow) or lost.nobody(ground.state, packet),
        )
    elif packet.protocol == "ICMP":
        _answer(flow, _title(flow), "")
    elif target.kind == "outside":
        if packet.protocol == "TCP" and packet.port in api_server_ports(ground.state, packet.destination):
            _answer(flow, "API server", "?")
        else:
            flow.end(
                "refused",
                "outside",
                "refuse",
                f"Nothing listens on port {packet.port} of {packet.destination}, a host outside the cluster.",
                _behind(flow) or lost.nobody(ground.state, packet),
            )
    elif target.pod is not None:
        _to_pods(ground, flow, target.pod)
    elif health.listens(ground.state, flow.here, packet.destination, packet.port, packet.protocol):
        _answer(flow, _title(flow), "?")
    else:
        _to_host(ground, flow)
    return [flow]


def _behind(flow: Flow) -> tuple[Fact, ...]:
    """What named the endpoint that the packet was sent to; nothing where no Service sent it."""
    return causes.endpoint_facts(flow.port, flow.endpoint) if flow.port and flow.endpoint else ()


def _to_pods(ground: Ground, flow: Flow, first: Object) -> None:
    """Here the endpoints that went one way until now are told apart."""
    if len(flow.picks) <= 1:
        _to_pod(ground, flow, first, flow.packet.destination, flow.packet.port, None)
        return
    for pick, pod in zip(flow.picks, flow.pods, strict=True):
        _to_pod(ground, flow, pod, pick.endpoint.address, pick.endpoint.port, pick)


def _to_pod(ground: Ground, flow: Flow, pod: Object, address: str, port: int, pick: Pick | None) -> None:
    packet = flow.packet
    name = f"{pod.namespace}/{pod.name}"
    if programs.listening(ground.state, pod, port, packet.protocol):
        flow.arrive("answered", partial(_answered, pod, packet, address, port), name, with_port(address, port), pick)
        return
    arrived = Packet(packet.protocol, packet.source, address, port, packet.source_port)
    endpoint = pick.endpoint if pick is not None else flow.endpoint
    note = Note(
        f"pod {name}",
        "refuse",
        causes.refuse_text(arrived, f"pod {name}"),
        causes.refuse_facts(ground, arrived, flow.port, endpoint, pod),
        arrived,
        arrived,
    )
    flow.arrive("refused", lambda: note, pick=pick)


def _to_host(ground: Ground, flow: Flow) -> None:
    """A program in the node's own network: those of the pods that live there."""
    packet, node = flow.packet, flow.here
    for pod in host_pods(ground.state, node):
        if programs.listening(ground.state, pod, packet.port, packet.protocol):
            _to_pod(ground, flow, pod, packet.destination, packet.port, None)
            return
    flow.end(
        "refused",
        f"node {node.name}",
        "refuse",
        causes.refuse_text(packet, f"node {node.name}"),
        causes.refuse_facts(ground, packet, flow.port, flow.endpoint, None),
    )


def _answered(pod: Object, packet: Packet, address: str, port: int) -> Note:
    arrived = Packet(packet.protocol, packet.source, address, port, packet.source_port)
    name = f"{pod.namespace}/{pod.name}"
    return Note(
        f"pod {name}",
        "answer",
        f"Pod {name} answers; it sees {packet.source} as its client.",
        causes.answer_facts(pod, arrived),
        arrived,
        arrived,
    )


def _answer(flow: Flow, station: str, server: str) -> None:
    """An answer by something that says nothing of its client."""
    packet = flow.packet
    note = Note(station, "answer", f"{station[0].upper()}{station[1:]} answers.", (), packet, packet)
    flow.arrive("answered", lambda: note, server)


def _title(flow: Flow) -> str:
    target = flow.goal
    if target.pod is not None:
        return f"pod {target.pod.namespace}/{target.pod.name}"
    return f"node {target.node.name}" if target.node is not None else "outside"
