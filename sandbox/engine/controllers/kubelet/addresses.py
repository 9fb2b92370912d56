"""Which addresses a pod gets: its node's for hostNetwork, pinned ones, or the next of the node's range."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from sandbox.engine.cluster.indexes import PODS_BY_ADDRESS
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State

#: The annotation that pins a pod's address; two, parted by a comma, where both families are pinned.
POD_IP = "sandbox.kubedrill/pod-ip"

#: The first address of a node's range that a pod gets; those below are the gateway's and kept free.
FIRST = 10

#: The state's memory of the last address handed out in each range.
MEMORY = "pod addresses"

#: The state's memory of ranges without a free address.
FULL = "full ranges"


def addresses(state: State, pod: Object, node: Object) -> list[str] | None:
    """The pod's addresses, its node's first family first; None where a range has none left.

    A pod keeps the addresses that it has.
    """
    held = [entry["ip"] for entry in pod.status.get("podIPs") or ()]
    if held:
        return held
    if pod.spec.get("hostNetwork"):
        return node_addresses(node)
    pinned = {ip_address(text).version: text for text in _pinned(pod)}
    found: list[str] = []
    for pod_range in _ranges(state, node):
        network = _network(pod_range)
        address = pinned.pop(network.version, None) or _next(state, pod_range, network)
        if address is None:
            return None
        found.append(address)
    return [*found, *pinned.values()]


def node_addresses(node: Object) -> list[str]:
    """The node's InternalIPs in its own order."""
    return [entry["address"] for entry in node.status.get("addresses") or () if entry.get("type") == "InternalIP"]


def _pinned(pod: Object) -> list[str]:
    found = []
    for text in filter(None, pod.annotations.get(POD_IP, "").split(",")):
        try:
            found.append(str(ip_address(text.strip())))
        except ValueError:
            continue
    return found


def _ranges(state: State, node: Object) -> list[str]:
    ranges: list[str] = node.spec.get("podCIDRs") or []
    if ranges:
        return ranges
    if node.spec.get("podCIDR"):
        return [node.spec["podCIDR"]]
    shape = state.shape.node(node.name)
    if shape is None:
        return []
    return [shape.pod_range, shape.pod_range6] if state.shape.is_dual_stack else [shape.pod_range]


@lru_cache(maxsize=256)
def _network(text: str) -> IPv4Network | IPv6Network:
    return ip_network(text, strict=False)


@lru_cache(maxsize=256)
def _bounds(pod_range: str) -> tuple[int, int]:
    """A range's first address as a number, and the highest that is handed out, counted from it."""
    network = _network(pod_range)
    highest = min(network.num_addresses - 2, 0xFFFF_FFFF) if network.version == 4 else 0xFFFF
    return int(network.network_address), highest


def _next(state: State, pod_range: str, network: IPv4Network | IPv6Network) -> str | None:
    """The next free address behind the last one handed out, from the start again at the end (host-local's way)."""
    memory = state.memory.setdefault(MEMORY, {})
    if pod_range in state.memory.get(FULL, ()):
        return None
    start, highest = _bounds(pod_range)
    last = memory.get(pod_range, FIRST - 1)
    span = highest - FIRST + 1
    for step in range(1, span + 1):
        offset = FIRST + (last - FIRST + step) % span
        text = _text(start + offset, network.version)
        if not state.found(PODS_BY_ADDRESS, text):
            memory[pod_range] = offset
            return text
    state.memory.setdefault(FULL, {})[pod_range] = None
    return None


def free(state: State) -> None:
    """An address came free: ranges that had none left are looked through again."""
    state.memory.pop(FULL, None)


def _text(number: int, version: int) -> str:
    if version == 4:
        return f"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return str(ip_address(number))
