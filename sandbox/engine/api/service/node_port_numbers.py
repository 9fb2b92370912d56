"""Node ports: which are taken, and which comes next.

Range, lower band and the texts follow ``pkg/registry/core/service/portallocator`` (1.37).
"""

from __future__ import annotations

import hashlib

from sandbox.engine.cluster.indexes import SERVICES_BY_NODE_PORT
from sandbox.engine.cluster.state import State

TAKEN = "provided port is already allocated"
#: Whoever holds a port: any protocol, or a health check.
HOLDERS = ("TCP", "UDP", "SCTP", "health")


class NodePorts:
    """The node ports as one request sees them; ``allocate`` and ``next`` remember what it took.

    In a dry run the range is not looked at and the next port is a number beyond it, as in the
    real allocator's dry run.
    """

    def __init__(self, state: State, seed: str, dry_run: bool) -> None:
        self._state = state
        self._seed = seed
        self._dry_run = dry_run
        self._mine: set[int] = set()

    def is_taken(self, port: int) -> bool:
        return port in self._mine or any(self._state.found(SERVICES_BY_NODE_PORT, (holder, port)) for holder in HOLDERS)

    def allocate(self, port: int) -> str:
        """Take this one; says what is in the way, empty for nothing."""
        low, high = self._state.shape.node_ports
        if not self._dry_run and not low <= port <= high:
            return f"provided port is not in the valid range. The range of valid ports is {low}-{high}"
        if self.is_taken(port):
            return TAKEN
        self._mine.add(port)
        return ""

    def next(self) -> int | None:
        """A free port from the upper band, from the lower one if that is full, None if both are.

        Where the real allocator draws lots, this one starts where the Service's name says, so
        that the same input gives the same ports.
        """
        low, high = self._state.shape.node_ports
        if self._dry_run:
            port = max(self._mine, default=high + 1) + 1
            self._mine.add(port)
            return port
        size = high - low + 1
        lower = 0 if size < 16 else min(max(16, size // 32), 128)
        start = int.from_bytes(hashlib.sha256(f"{self._seed}#{len(self._mine)}".encode()).digest()[:4], "big")
        for first, count in ((low + lower, size - lower), (low, lower)):
            for i in range(count):
                port = first + (start + i) % count
                if not self.is_taken(port):
                    self._mine.add(port)
                    return port
        return None
