"""What a name stands for, and the resource records made of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

from sandbox.engine.dns.names import fqdn
from sandbox.engine.evidence import Fact
from sandbox.engine.frozen import frozen
from sandbox.engine.traces import Record

#: Seconds: ``ttl 30`` in kubeadm's Corefile (the plugin's own default would be 5).
TTL = 30

ADDRESS_TYPES = ("A", "AAAA")


@frozen
class Target:
    """One thing that a name stands for.

    ``host`` is an address or another name, ``owner`` the name under which the target itself is
    found, ``port`` its port (-1 where there is none). ``text`` is for TXT alone.
    """

    host: str
    owner: str = ""
    port: int = 0
    ttl: int = TTL
    text: str = ""
    because: tuple[Fact, ...] = ()


@frozen
class Finding:
    """What was found for a name: it may exist without any target (then the answer has no records)."""

    targets: tuple[Target, ...] = ()
    exists: bool = True
    because: tuple[Fact, ...] = ()


def once(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts, each once, in order."""
    return tuple({(one.object, one.field, one.text): one for one in facts}.values())


@lru_cache(maxsize=4096)
def parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """The address, None for anything else. An IPv4 address in IPv6 clothes counts as IPv4, as in
    Go's ``net.IP``, and zones (``%eth0``) are refused as there."""
    if "%" in text:
        return None
    try:
        found = ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


@lru_cache(maxsize=4096)
def spelled(text: str) -> tuple[str, str]:
    """The type of an address's record and its canonical text; both empty for what is no address."""
    found = parse_address(text)
    return ("A" if found.version == 4 else "AAAA", str(found)) if found is not None else ("", "")


def host_type(target: Target) -> str:
    """``A``, ``AAAA``, ``TXT`` or ``CNAME``: what kind of record a target becomes."""
    return spelled(target.host)[0] or ("TXT" if target.text else "CNAME")


def address(owner: str, target: Target) -> Record:
    """The A or AAAA record of a target that is an address."""
    return Record(owner, target.ttl, *spelled(target.host))


def cname(owner: str, target: Target) -> Record:
    return Record(owner, target.ttl, "CNAME", fqdn(target.host))


def srv(owner: str, target: Target, weight: int) -> Record:
    return Record(owner, target.ttl, "SRV", f"0 {weight} {target.port} {target.owner}")


def txt(owner: str, target: Target) -> Record:
    return Record(owner, target.ttl, "TXT", f'"{target.text}"')


def soa(zone: str, serial: int) -> Record:
    """The SOA of one of the plugin's zones (``plugin/backend_lookup.go``)."""
    return Record(zone, TTL, "SOA", f"ns.dns.{zone} hostmaster.{zone} {serial} 7200 1800 86400 {TTL}")
