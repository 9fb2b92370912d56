"""The ranges that ClusterIPs come from: ServiceCIDR objects that are ready.

Release 1.37 hands addresses out by IPAddress objects (KEP-1880): an address is taken when an
IPAddress of its canonical spelling exists. KEP-3070 keeps the lower end of a range for addresses
that somebody asks for.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State


class Range(NamedTuple):
    """One range: its network as text, and as numbers the first and the last address that may
    be handed out, and the first of the upper band, from which addresses are picked."""

    cidr: str
    version: int
    first: int
    last: int
    band: int

    @property
    def family(self) -> str:
        return f"IPv{self.version}"

    @property
    def base(self) -> str:
        """The network's own address: what a dry run shows."""
        return str(ipaddress.ip_network(self.cidr, strict=False).network_address)

    def has(self, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
        return address.version == self.version and self.first <= int(address) <= self.last

    def text(self, number: int) -> str:
        return str(ipaddress.IPv4Address(number) if self.version == 4 else ipaddress.IPv6Address(number))


@lru_cache(maxsize=256)
def range_of(cidr: str) -> Range:
    """A CIDR's addresses without the network's own and, for IPv4, without the broadcast address."""
    net = ipaddress.ip_network(cidr, strict=False)
    first = int(net.network_address) + 1
    last = int(net.broadcast_address) - (1 if net.version == 4 else 0)
    return Range(cidr, net.version, first, last, first + _lower_band(net.num_addresses))


def _lower_band(size: int) -> int:
    """min(max(16, size/16), 256), and nothing in a range that is smaller than 16 (KEP-3070)."""
    return 0 if size - 2 < 16 else min(max(16, size // 16), 256)


def is_ready(cidr: Object) -> bool:
    """Addresses may be taken from it: not being deleted, and no condition says otherwise."""
    if cidr.is_terminating:
        return False
    for condition in cidr.status.get("conditions") or ():
        if condition.get("type") == "Ready":
            return bool(condition.get("status") == "True")
    return True


def ranges(state: State, *, but: str = "") -> Iterator[Range]:
    """The ranges to take addresses from, the cluster's first one in front; ``but`` names a
    ServiceCIDR that does not count."""
    for cidr in sorted(state.all("ServiceCIDR"), key=lambda one: (one.name != "kubernetes", one.version)):
        if cidr.name != but and is_ready(cidr):
            for text in cidr.spec.get("cidrs") or ():
                yield range_of(text)
