"""What a cluster is made of before anybody applies anything: nodes, ranges, DNS, proxy mode.

The default is the cluster that the recordings in ``tests/corpus`` were made on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ProxyMode = Literal["nftables", "iptables"]


@dataclass(frozen=True, slots=True)
class NodeShape:
    """One node: its addresses, its zone and the range its pods get addresses from."""

    name: str
    ip: str
    ip6: str
    zone: str
    pod_range: str
    pod_range6: str
    gateway: str
    gateway6: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A cluster's fixed facts. Addresses and ranges are text in canonical form."""

    proxy_mode: ProxyMode = "nftables"
    is_dual_stack: bool = False
    kubernetes: str = "v1.37.2"
    coredns: str = "1.14.6"
    cluster_domain: str = "cluster.local"
    service_range: str = "10.96.0.0/16"
    service_range6: str = "fd00:10:96::/112"
    node_ports: tuple[int, int] = (30000, 32767)
    load_balancer_range: str = "172.18.255.0/24"
    dns_address: str = "10.96.0.10"
    external: str = "172.18.0.100"
    external6: str = "fd00:172:18::100"
    nodes: tuple[NodeShape, ...] = (
        NodeShape(
            "node1",
            "172.18.0.2",
            "fd00:172:18::2",
            "zone-a",
            "10.244.1.0/24",
            "fd00:10:244:1::/64",
            "10.244.1.1",
            "fd00:10:244:1::1",
        ),
        NodeShape(
            "node2",
            "172.18.0.3",
            "fd00:172:18::3",
            "zone-b",
            "10.244.2.0/24",
            "fd00:10:244:2::/64",
            "10.244.2.1",
            "fd00:10:244:2::1",
        ),
    )

    def node(self, name: str) -> NodeShape | None:
        """The node of that name, None where there is none."""
        return next((node for node in self.nodes if node.name == name), None)
