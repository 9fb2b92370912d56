"""A connection as an application makes it: resolve the name, then try address after address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Protocol as Interface

from sandbox.engine.callers import Caller
from sandbox.engine.cluster.state import State
from sandbox.engine.dataplane import addresses
from sandbox.engine.dataplane.choose import affinity
from sandbox.engine.dataplane.flow import Explain, Ground
from sandbox.engine.dataplane.network import external_address, home, node_address, pod_address
from sandbox.engine.dataplane.walk import Remembered, walk
from sandbox.engine.traces import Branch, Connection, Outcome, Packet, Protocol, Resolution, Walk

#: The better one counts where a name's addresses end differently.
RANK: tuple[Outcome, ...] = ("answered", "closed", "reset", "refused", "timeout", "unreachable", "unresolved")

_NONE = Fraction(0)
_ALL = Fraction(1)
_ANSWERED: tuple[tuple[Outcome, Fraction], ...] = (("answered", _ALL),)


class Resolves(Interface):
    """What a connection needs of DNS."""

    def getaddrinfo(self, caller: Caller, name: str, family: int | None = None) -> Resolution: ...


def connect(
    state: State,
    resolver: Resolves,
    caller: Caller,
    to: str,
    port: int,
    protocol: Protocol = "TCP",
    *,
    family: int | None = None,
    via: str | None = None,
    attempts: int = 1,
    same_source_port: bool = False,
    timeout: float = 1.0,
    explain: Explain | None = None,
) -> Connection:
    """Connect to a name or an address and say every way in which it may end.

    ``via`` names the node through which a packet from the outside host enters. The shares are
    those of one attempt; ``attempts`` and ``timeout`` (seconds) change nothing in them. Session
    affinity remembers the connection in ``state.memory``. With ``same_source_port`` several
    UDP datagrams are one connection to the kernel and stay with one server.
    """
    literal = addresses.parse(to)
    resolution = None
    if literal is not None:
        targets = [] if family is not None and family != literal.version else [str(literal)]
    else:
        resolution = resolver.getaddrinfo(caller, to, family)
        targets = list(resolution.addresses)
    if not targets:
        return Connection(
            caller.title,
            to,
            port,
            protocol,
            resolution,
            (),
            (("unresolved", _ALL),),
            (),
            (),
            (),
            because=resolution.because if resolution is not None else (),
        )
    ground = Ground(state, caller, via or "", explain)
    walks: list[Walk] = []
    tried: dict[str, Walk] = {}
    groups = in_order(state, caller, targets)
    for group in groups:
        for address in group:
            found, remembered = walk(ground, Packet(protocol, "", address, port))
            _keep(state, remembered)
            tried[address] = found
            walks.append(found)
        if any(all(branch.outcome == "answered" for branch in tried[address].branches) for address in group):
            break  # whichever of the group is tried first, nobody behind the group is
    return _combined(
        caller,
        to,
        port,
        protocol,
        resolution,
        walks,
        [[tried[address] for address in group] for group in groups if group[0] in tried],
        is_one_flow=same_source_port and protocol == "UDP" and attempts > 1,
    )


def _keep(state: State, remembered: Remembered) -> None:
    for key, worlds in remembered.items():
        affinity.remember(state, key, worlds)


def in_order(state: State, caller: Caller, targets: Sequence[str]) -> list[list[str]]:
    """The addresses as libc tries them, in groups within which the order is chance.

    Families come in the resolver's order. Of IPv6 addresses those that share more leading bits
    with the caller's own come first (RFC 6724 rule 9); glibc compares IPv4 addresses so only
    inside the caller's own subnet, and a pod's link has no other address in it.
    """
    if len(targets) == 1:
        return [list(targets)]
    groups: dict[tuple[int, int], list[str]] = {}
    families: list[int] = []
    for address in targets:
        family = addresses.family_of(address)
        if family not in families:
            families.append(family)
        shared = addresses.common_prefix(_own(state, caller), address) if family == 6 else 0
        groups.setdefault((families.index(family), -shared), []).append(address)
    return [groups[key] for key in sorted(groups)]


def _own(state: State, caller: Caller) -> str:
    pod, node = home(state, caller)
    if pod is not None:
        return pod_address(pod, 6)
    return node_address(node, 6) if node is not None else external_address(state.shape, 6)


def _combined(
    caller: Caller,
    to: str,
    port: int,
    protocol: Protocol,
    resolution: Resolution | None,
    walks: Sequence[Walk],
    groups: Iterable[Sequence[Walk]],
    is_one_flow: bool,
) -> Connection:
    """The shares of all walks put together: nobody before has answered, and this one does."""
    answered: list[tuple[Fraction, Branch]] = []
    silent: dict[Outcome, Fraction] = {"unresolved": _ALL}  # nobody answered so far, with the best end so far
    for group in groups:
        so_far = sum(silent.values()) if len(silent) > 1 else next(iter(silent.values()), _NONE)
        for at, one in enumerate(group):
            first = so_far * _is_first(group, at) if len(group) > 1 else so_far
            if first:
                answered += [
                    (branch.share if first is _ALL else branch.share * first, branch)
                    for branch in one.branches
                    if branch.outcome == "answered"
                ]
        for one in group:
            silent = _after(silent, one)
    outcomes: dict[Outcome, Fraction] = {name: share for name, share in silent.items() if share}
    servers: dict[str, Fraction] = {}
    for share, branch in answered:
        servers[branch.server] = servers[branch.server] + share if branch.server in servers else share
    if answered:
        outcomes["answered"] = _ALL - sum(outcomes.values()) if outcomes else _ALL
    servers.pop("", None)
    clients = {branch.seen_client for _, branch in answered if branch.seen_client}
    reached = {branch.reached_at for _, branch in answered if branch.reached_at}
    found = tuple((name, outcomes[name]) for name in RANK if name in outcomes) if silent else _ANSWERED
    return Connection(
        caller.title,
        to,
        port,
        protocol,
        resolution,
        tuple(walks),
        found,
        tuple(sorted(servers.items())),
        tuple(sorted(clients)),
        tuple(sorted(reached)),
        any(one.is_sticky for one in walks) or is_one_flow,
    )


def _is_first(group: Sequence[Walk], at: int) -> Fraction:
    """The chance that none of the group that is tried before this one answers, over all orders alike.

    With each walk's place drawn evenly from 0 to 1, those before place x all fail with the
    product of (1 - x p); its integral over x is the chance.
    """
    polynomial = [_ALL]
    for other, one in enumerate(group):
        answered = sum((b.share for b in one.branches if b.outcome == "answered"), _NONE)
        if other != at and answered:
            polynomial = [a - answered * b for a, b in zip([*polynomial, _NONE], [_NONE, *polynomial], strict=True)]
    return sum((value / (power + 1) for power, value in enumerate(polynomial)), _NONE)


def _after(silent: dict[Outcome, Fraction], one: Walk) -> dict[Outcome, Fraction]:
    after: dict[Outcome, Fraction] = {}
    for branch in one.branches:
        if branch.outcome != "answered":
            for best, share in silent.items():
                name = min(best, branch.outcome, key=RANK.index)
                both = branch.share if share is _ALL else share * branch.share
                after[name] = after[name] + both if name in after else both
    return after
