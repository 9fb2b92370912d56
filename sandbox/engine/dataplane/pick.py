"""One of the ways that a connection may go, for whoever has to see one: a program in a terminal.

The pick is a pure function of the cluster's past (how often was picked before, and in which
resource version), so the same commands in the same order print the same.
"""

from __future__ import annotations

import zlib
from fractions import Fraction
from typing import NamedTuple

from sandbox.engine.cluster.state import State
from sandbox.engine.dataplane.addresses import with_port
from sandbox.engine.dataplane.choose import affinity
from sandbox.engine.dataplane.connect import RANK
from sandbox.engine.traces import Branch, Connection, Walk

#: The memory of the state that counts picks.
MEMORY = "picks"


class Picked(NamedTuple):
    """The address that was tried and how that ended."""

    address: str
    branch: Branch


def pick(state: State, connection: Connection) -> tuple[Picked, ...]:
    """One branch of each address that was tried, up to the first that answers. Session affinity
    then remembers this way alone."""
    found: list[Picked] = []
    for walk in connection.walks:
        branch = _branch(walk, _chance(state))
        if walk.is_sticky:
            _keep(state, branch)
        found.append(Picked(walk.packet.destination, branch))
        if branch.outcome == "answered":
            break
    return tuple(found)


def best(picked: tuple[Picked, ...]) -> Picked:
    """The one that counts for the application."""
    return min(picked, key=lambda one: RANK.index(one.branch.outcome))


def _chance(state: State) -> Fraction:
    memory = state.memory.setdefault(MEMORY, {})
    count: int = memory.get("count", 0)
    memory["count"] = count + 1
    return Fraction(zlib.crc32(f"{state.version} {count}".encode()), 1 << 32)


def _branch(walk: Walk, chance: Fraction) -> Branch:
    for branch in walk.branches:
        chance -= branch.share
        if chance < 0:
            return branch
    return walk.branches[-1]


def _keep(state: State, branch: Branch) -> None:
    """Take away the worlds in which the connection went to another endpoint."""
    memory = state.memory.get(affinity.MEMORY) or {}
    went = {
        (with_port(step.after.destination, step.after.port), state.now) for step in branch.steps if step.verb == "dnat"
    }
    for key, remembered in memory.items():
        if remembered.version == state.version:
            left = [(share, world) for share, world in remembered.worlds if went.intersection(world)]
            if left and len(left) < len(remembered.worlds):
                affinity.remember(state, key, left)
