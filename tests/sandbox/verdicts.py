"""Verdicts in plain form, small enough to be read: what the pages and pictures are tested with."""

from __future__ import annotations

from typing import Any

Plain = dict[str, Any]

CLUSTER_IP = "10.96.40.7"


def packet(source: str, destination: str, port: int, source_port: int = 40000) -> Plain:
    return {
        "protocol": "TCP",
        "source": source,
        "source_port": source_port,
        "destination": destination,
        "port": port,
    }


def fact(object_: str, field: str, value: Any, line: int | None, text: str) -> Plain:
    return {
        "object": object_,
        "field": field,
        "value": value,
        "line": line,
        "column": 5 if line else None,
        "end_line": line,
        "end_column": 13 if line else None,
        "text": text,
    }


def step(station: str, verb: str, text: str, before: Plain, after: Plain | None = None, *because: Plain) -> Plain:
    return {
        "station": station,
        "verb": verb,
        "text": text,
        "before": before,
        "after": after or before,
        "because": list(because),
    }


SELECTOR = fact("Service default/web", "spec.selector.app", "wbe", 22, "No pod has the label app: wbe.")
TARGET_PORT = fact(
    "Service default/web", "spec.ports[0].targetPort", 8080, 25, "Port 80 leads to port 8080 of the pods."
)


def resolution(is_found: bool = True) -> Plain:
    questions = [
        {
            "name": "web.default.svc.cluster.local.",
            "type": kind,
            "server": "10.96.0.10",
            "rcode": "NOERROR" if is_found else "NXDOMAIN",
            "answers": [f"web.default.svc.cluster.local. 30 A {CLUSTER_IP}"] if is_found and kind == "A" else [],
            "authority": []
            if is_found
            else ["cluster.local. 30 SOA ns.dns.cluster.local. hostmaster.cluster.local. 1 7200 1800 86400 30"],
            "additional": [],
            "because": [],
        }
        for kind in ("A", "AAAA")
    ]
    return {
        "kind": "resolution",
        "name": "web",
        "caller": "pod default/client",
        "questions": questions,
        "addresses": [CLUSTER_IP] if is_found else [],
        "error": None if is_found else "Name or service not known",
        "deciding": 0 if is_found else None,
        "because": [],
    }


def candidate(name: str, address: str, node: str, reason: str = "", *because: Plain) -> Plain:
    return {
        "name": name,
        "address": address,
        "node": node,
        "is_used": not reason,
        "reason": reason,
        "because": list(because),
    }


def connection(
    walk: Plain | None, outcomes: Plain, servers: Plain, found: bool = True, caller: str = "pod default/client"
) -> Plain:
    return {
        "kind": "connection",
        "caller": caller,
        "target": "web",
        "port": 80,
        "protocol": "TCP",
        "resolution": resolution(found),
        "walks": [walk] if walk else [],
        "outcomes": outcomes,
        "servers": servers,
        "seen_client": [],
        "reached_at": [],
    }


def walk(
    packet_: Plain,
    candidates: list[Plain],
    branches: list[Plain],
    caller: str = "pod default/client",
    service: str = "Service default/web",
) -> Plain:
    return {
        "service": service,
        "caller": caller,
        "packet": packet_,
        "is_sticky": False,
        "candidates": candidates,
        "branches": branches,
    }


def refused() -> Plain:
    """No pod is selected: the Service refuses."""
    sent = packet("10.244.1.3", CLUSTER_IP, 80)
    pods = [
        candidate(f"default/web-{n}", f"10.244.{node}.{4 + n}", f"node{node}", "app: web is not app: wbe", SELECTOR)
        for n, node in ((0, 1), (1, 2))
    ]
    steps = [
        step("pod default/client", "send", "The client sends its first packet to the Service's address.", sent),
        step(
            "Service default/web",
            "match",
            "The Service takes the packet: 10.96.40.7:80 is its port 80.",
            sent,
            None,
            TARGET_PORT,
        ),
        step(
            "Service default/web", "reject", "There is no ready endpoint: the packet is rejected.", sent, None, SELECTOR
        ),
    ]
    branch = {"share": 1.0, "outcome": "refused", "server": "", "seen_client": "", "reached_at": "", "steps": steps}
    return connection(walk(sent, pods, [branch]), {"refused": 1.0}, {})


def answered(pods: int = 3) -> Plain:
    """Each of the pods answers its part, one more is not ready."""
    sent = packet("10.244.1.3", CLUSTER_IP, 80)
    candidates, branches = [], []
    for n in range(pods):
        node, address = 1 + n % 2, f"10.244.{1 + n % 2}.{12 + n}"
        candidates.append(candidate(f"default/web-{n}", address, f"node{node}"))
        arrived = packet("10.244.1.3", address, 8080)
        branches.append(
            {
                "share": 1 / pods,
                "outcome": "answered",
                "server": f"default/web-{n}",
                "seen_client": "10.244.1.3",
                "reached_at": f"{address}:8080",
                "steps": [
                    step("pod default/client", "send", "The client sends its first packet.", sent),
                    step("Service default/web", "match", "The Service takes the packet.", sent, None, TARGET_PORT),
                    step(
                        "Service default/web",
                        "dnat",
                        f"The destination becomes {address}:8080.",
                        sent,
                        arrived,
                        TARGET_PORT,
                    ),
                    step(f"endpoint {address}:8080", "deliver", "The packet arrives.", arrived),
                    step(f"endpoint {address}:8080", "answer", "The pod answers.", arrived),
                ],
            }
        )
    candidates.append(
        candidate(
            "default/web-9",
            "10.244.1.30",
            "node1",
            "not ready",
            fact("Pod default/web-9", "spec.containers[0].readinessProbe", None, 30, "Its readiness probe fails."),
        )
    )
    servers = {f"default/web-{n}": 1 / pods for n in range(pods)}
    return connection(walk(sent, candidates, branches), {"answered": 1.0}, servers)


def from_outside() -> Plain:
    """Through a node port with policy Cluster: the source is rewritten too; half of the packets is dropped."""
    sent = packet("172.18.0.9", "172.18.0.2", 30080)
    arrived = packet("172.18.0.2", "10.244.2.12", 8080)
    policy = fact(
        "Service default/web", "spec.externalTrafficPolicy", "Cluster", 24, "Any node may answer for any other."
    )
    steps = [
        step("outside", "send", "The host outside sends its first packet.", sent),
        step("node node1", "route", "The node takes it.", sent),
        step("Service default/web", "match", "Port 30080 belongs to the Service.", sent),
        step(
            "Service default/web",
            "dnat",
            "The destination is rewritten.",
            sent,
            packet("172.18.0.9", "10.244.2.12", 8080),
            TARGET_PORT,
        ),
        step(
            "node node1", "snat", "The source is rewritten.", packet("172.18.0.9", "10.244.2.12", 8080), arrived, policy
        ),
        step("endpoint 10.244.2.12:8080", "deliver", "It arrives.", arrived),
        step("endpoint 10.244.2.12:8080", "answer", "It answers.", arrived),
    ]
    lost = [*steps[:3], step("Service default/web", "drop", "The packet is dropped.", sent, None, policy)]
    branches = [
        {
            "share": 0.5,
            "outcome": "answered",
            "server": "default/web-1",
            "seen_client": "172.18.0.2",
            "reached_at": "10.244.2.12:8080",
            "steps": steps,
        },
        {"share": 0.5, "outcome": "timeout", "server": "", "seen_client": "", "reached_at": "", "steps": lost},
    ]
    trace = connection(
        walk(sent, [candidate("default/web-1", "10.244.2.12", "node2")], branches, "outside"),
        {"answered": 0.5, "timeout": 0.5},
        {"default/web-1": 0.5},
        caller="outside",
    )
    return trace | {"resolution": None, "target": "172.18.0.2", "port": 30080}


def unresolved() -> Plain:
    return connection(None, {"unresolved": 1.0}, {}, found=False)


def verdict(
    trace: Plain, *, holds: bool | None = False, summary: str = "", because: list[Plain] | None = None
) -> Plain:
    """A verdict with the one claim that the client reaches ``web``."""
    outcome = next(iter(trace["outcomes"])) if len(trace["outcomes"]) == 1 else trace["outcomes"]
    return {
        "holds": holds,
        "refused": False,
        "kubernetes": "v1.37.2",
        "mode": "nftables",
        "output": {"exit": 0, "stdout": "pod/client created\nservice/web created\n", "stderr": ""},
        "problems": [],
        "claims": [
            {
                "claim": {"connect": {"from": "pod/client", "to": "web", "port": 80}},
                "kind": "connect",
                "title": "The client reaches a web pod through the Service",
                "holds": holds,
                "expected": {"outcome": "answered"},
                "observed": {"outcome": outcome, "servers": trace["servers"], "seen_client": [], "reached_at": []},
                "summary": summary,
                "because": because or [],
                "trace": trace,
            }
        ],
    }


def verdict_refused_connection() -> Plain:
    return verdict(
        refused(), summary="The connection is refused, because no pod matches `app: wbe`.", because=[SELECTOR]
    )


def verdict_not_accepted() -> Plain:
    """The API server refuses the Service, and says two things about it."""
    return {
        "holds": None,
        "refused": True,
        "kubernetes": "v1.37.2",
        "mode": "nftables",
        "output": {
            "exit": 1,
            "stdout": "",
            "stderr": 'The Service "web" is invalid: spec.ports[0].port: Invalid value: 99999\n',
        },
        "problems": [
            {
                "line": 6,
                "column": 11,
                "end_line": 6,
                "end_column": 16,
                "field": "spec.ports[0].port",
                "message": "Invalid value: 99999: must be between 1 and 65535, inclusive",
                "source": "manifests",
            },
            {
                "line": 4,
                "column": 9,
                "end_line": 4,
                "end_column": 12,
                "field": "metadata.name",
                "message": "<script>alert(1)</script>",
                "source": "manifests",
            },
        ],
        "claims": [],
    }
