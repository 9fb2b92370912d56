"""Addresses as libc takes them: literals, and the order in which several are tried."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

#: Label and precedence of a destination (glibc's tables, RFC 3484 with its two exceptions).
_LABELS = [
    (ip_network(net), label)
    for net, label in (
        ("::1/128", 0),
        ("2002::/16", 2),
        ("::/96", 3),
        ("::ffff:0:0/96", 4),
        ("fec0::/10", 5),
        ("fc00::/7", 6),
        ("2001::/32", 7),
        ("::/0", 1),
    )
]
_PRECEDENCES = [
    (ip_network(net), value)
    for net, value in (("::1/128", 50), ("2002::/16", 30), ("::/96", 20), ("::ffff:0:0/96", 10), ("::/0", 40))
]

_MOST_PARTS = 4


def parse_literal(text: str) -> str | None:
    """The canonical address that libc reads without asking anybody, None for a name.

    Besides the usual spellings those of ``inet_aton``: one to four parts, each decimal, octal
    (``010``) or hexadecimal (``0xa``), the last one filling what is left.
    """
    try:
        return str(IPv6Address(text.partition("%")[0])) if ":" in text else _parse_ipv4(text)
    except ValueError:
        return None


def _parse_ipv4(text: str) -> str | None:
    parts = text.split(".")
    if len(parts) > _MOST_PARTS:
        return None
    numbers = [_number(part) for part in parts]
    room = 256 ** (_MOST_PARTS + 1 - len(numbers))
    if any(n >= 256 for n in numbers[:-1]) or numbers[-1] >= room:
        return None
    value = numbers[-1]
    for position, number in enumerate(numbers[:-1]):
        value += number << (24 - 8 * position)
    return str(IPv4Address(value))


def _number(part: str) -> int:
    """One part of an address; ValueError for what is no number."""
    if not part.isascii() or not part[:1].isdigit() or "_" in part:
        raise ValueError(part)
    if part[:2].lower() == "0x":
        return int(part[2:], 16)
    return int(part, 8 if part.startswith("0") else 10)


def in_order(addresses: Iterable[str], own: Sequence[str]) -> tuple[str, ...]:
    """Destinations as an application gets them; ``own`` are the caller's addresses.

    Rules 1 (somewhere to send from), 2 (scope), 5 (label) and 6 (precedence) of RFC 6724 section 6;
    what they leave equal stays as it came.
    """
    found = tuple(dict.fromkeys(addresses))
    if len(found) < 2:
        return found
    families = {ip_address(one).version for one in own}
    sources = {version: next(one for one in own if ip_address(one).version == version) for version in families}

    def rank(address: str) -> tuple[bool, bool, bool, int]:
        target = ip_address(address)
        source = sources.get(target.version)
        if source is None:
            return (True, False, False, 0)
        start = target if target.is_loopback else ip_address(source)
        return (
            False,
            _scope(target) != _scope(start),
            _of(_LABELS, target) != _of(_LABELS, start),
            -_of(_PRECEDENCES, target),
        )

    return tuple(sorted(found, key=rank))


def _as_ipv6(address: IPv4Address | IPv6Address) -> IPv6Address:
    return address if isinstance(address, IPv6Address) else IPv6Address(f"::ffff:{address}")


def _of(table: Sequence[tuple[object, int]], address: IPv4Address | IPv6Address) -> int:
    wide = _as_ipv6(address)
    return next(value for net, value in table if wide in net)  # type: ignore[operator]


def _scope(address: IPv4Address | IPv6Address) -> int:
    return 2 if address.is_loopback or address.is_link_local else 14
