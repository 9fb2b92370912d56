"""An ICMP echo request. kube-proxy's rules know ports alone, so a Service never answers one."""

from __future__ import annotations

from sandbox.engine.callers import Caller
from sandbox.engine.cluster.state import State
from sandbox.engine.dataplane import addresses
from sandbox.engine.dataplane.connect import Resolves, in_order
from sandbox.engine.dataplane.flow import Ground
from sandbox.engine.dataplane.walk import walk
from sandbox.engine.traces import Packet, Ping


def ping(
    state: State, resolver: Resolves, caller: Caller, to: str, *, family: int | None = None, via: str | None = None
) -> Ping:
    """Ping a name's first address, or an address. ``outcome`` is ``reply``; ``refused`` for an
    ICMP port unreachable, ``unreachable`` for any other; ``timeout``; ``unresolved``."""
    literal = addresses.parse(to)
    resolution = None
    if literal is not None:
        targets = [] if family is not None and family != literal.version else [str(literal)]
    else:
        resolution = resolver.getaddrinfo(caller, to, family)
        targets = list(resolution.addresses)
    if not targets:
        return Ping(
            caller.title, to, resolution, None, "unresolved", resolution.because if resolution is not None else ()
        )
    address = in_order(state, caller, targets)[0][0]
    found, _ = walk(Ground(state, caller, via or ""), Packet("ICMP", "", address, 0))
    branch = found.branches[0]
    outcome = "reply" if branch.outcome == "answered" else branch.outcome
    return Ping(caller.title, to, resolution, found, outcome, branch.because)
