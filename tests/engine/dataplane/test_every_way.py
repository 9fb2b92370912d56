"""Whatever stands in the cluster: every walk ends, its shares add to 1, and nothing breaks."""

from __future__ import annotations

import random

import pytest

from sandbox.engine import callers, dataplane
from sandbox.engine.cluster.state import State
from sandbox.engine.traces import Protocol
from tests.engine.dataplane.cluster import Names, cluster, endpoint, piece, pod, service

TARGETS = [
    "10.96.0.80",
    "10.96.0.81",
    "10.96.0.99",
    "172.18.0.2",
    "172.18.0.3",
    "172.18.255.1",
    "172.18.0.220",
    "10.244.1.1",
    "10.244.2.1",
    "10.244.1.10",
    "10.244.2.10",
    "10.244.2.77",
    "127.0.0.1",
    "172.18.0.100",
    "203.0.113.9",
    "fd00:10:96::80",
    "::1",
    "fd00:172:18::2",
]
CALLERS = ["pod/client", "pod/web-0", "pod/host", "pod/nobody", "node/node1", "node/node2", "node/node9", "external"]
PORTS = [80, 81, 8080, 31234, 31235, 32100, 10256, 9]


def filled(chance: random.Random) -> State:
    state = cluster(chance.choice(["nftables", "iptables"]), chance.random() < 0.3)
    pod(state, "host", "node1", "172.18.0.2", (chance.choice(PORTS), "TCP"), host=True)
    places = [
        ("10.244.1.10", "node1"),
        ("10.244.2.10", "node2"),
        ("172.18.0.2", "node1"),
        ("172.18.0.3", ""),
        ("172.18.0.100", ""),
        ("10.244.1.77", "node1"),
        ("10.96.0.81", ""),
        ("127.0.0.9", ""),
        ("172.18.255.1", ""),
    ]
    pod(state, "web-0", "node1", "10.244.1.10", (8080, "TCP"), (53, "UDP"))
    pod(state, "web-1", chance.choice(["node1", "node2"]), "10.244.2.10", (8080, "TCP"))
    for number in range(2):
        kind = chance.choice(["ClusterIP", "NodePort", "LoadBalancer"])
        name = f"web{number}"
        service(
            state,
            name,
            ip=f"10.96.0.8{number}",
            type=kind,
            ports=[
                {
                    "port": 80 + number,
                    "targetPort": 8080,
                    "protocol": chance.choice(["TCP", "UDP"]),
                    **({"nodePort": 31234 + number} if kind != "ClusterIP" else {}),
                }
            ],
            ingress=[{"ip": "172.18.255.1", "ipMode": chance.choice(["VIP", "Proxy"])}] * (kind == "LoadBalancer"),
            externalIPs=chance.choice([[], ["172.18.0.220"], ["172.18.0.2"]]),
            internalTrafficPolicy=chance.choice(["Cluster", "Local"]),
            externalTrafficPolicy=chance.choice(["Cluster", "Local"]),
            healthCheckNodePort=32100 + number,
            sessionAffinity=chance.choice(["None", "ClientIP"]),
            loadBalancerSourceRanges=chance.choice([[], ["172.18.0.0/16"], ["10.244.0.0/16"]]),
        )
        piece(
            state,
            *(
                endpoint(
                    address,
                    node,
                    ready=chance.random() < 0.7,
                    serving=chance.random() < 0.7,
                    terminating=chance.random() < 0.3,
                    zones=chance.choice([(), ("zone-a",), ("zone-b",)]),
                )
                for address, node in chance.sample(places, chance.randrange(5))
            ),
            of=name,
            port=chance.choice([8080, 31234, 80]),
            protocol=chance.choice(["TCP", "UDP"]),
        )
    return state


@pytest.mark.parametrize("seed", range(25))
def test_every_walk_ends_and_its_shares_add_to_one(seed: int) -> None:
    chance = random.Random(seed)
    state = filled(chance)
    for _ in range(40):
        protocol: Protocol = chance.choice(["TCP", "TCP", "UDP", "SCTP"])
        caller = callers.parse(chance.choice(CALLERS))
        to = chance.choice(TARGETS)
        found = dataplane.connect(
            state,
            Names(),
            caller,
            to,
            chance.choice(PORTS),
            protocol,
            via=chance.choice([None, "node1", "node2", "node9"]),
        )
        assert sum(share for _, share in found.outcomes) == 1
        answered = dict(found.outcomes).get("answered", 0)
        assert sum(share for _, share in found.servers) == answered
        for branch in (branch for walk in found.walks for branch in walk.branches):
            assert branch.steps
            assert branch.steps[-1].text.endswith(".")
        assert dataplane.ping(state, Names(), caller, to).outcome in ("reply", "refused", "timeout", "unreachable")
        state.now += chance.random() * 5000
