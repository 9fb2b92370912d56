"""IP addresses as text: their family, the ranges they lie in, how they print with a port."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

Family = int

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@lru_cache(maxsize=1 << 16)
def parse(text: str) -> _Address | None:
    """The address that the text is, None where it is none."""
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


@lru_cache(maxsize=1 << 12)
def _network(text: str) -> tuple[int, int, int] | None:
    """A range as its family, its first address and its mask; None where the text is none."""
    try:
        found = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None
    return found.version, int(found.network_address), int(found.netmask)


@lru_cache(maxsize=1 << 17)
def _number(address: str) -> int | None:
    """An address as a number; dotted quads are read by hand, there are many of them."""
    quad = address.split(".")
    if len(quad) == 4:
        try:
            first, second, third, fourth = map(int, quad)
        except ValueError:
            return None
        return first << 24 | second << 16 | third << 8 | fourth
    one = parse(address)
    return int(one) if one is not None else None


def family_of(address: str) -> Family:
    """4 or 6."""
    return 6 if ":" in address else 4


def is_within(address: str, cidr: str) -> bool:
    """Whether the address lies in the range; never across families."""
    number, network = _number(address), _network(cidr)
    return (
        number is not None
        and network is not None
        and network[0] == family_of(address)
        and number & network[2] == network[1]
    )


def range_family(cidr: str) -> Family:
    """The family of a range."""
    return 6 if ":" in cidr else 4


def is_loopback(address: str) -> bool:
    """127.0.0.0/8 or ::1."""
    return address == "::1" or address.startswith("127.")


def with_port(address: str, port: int) -> str:
    """``10.244.1.12:8080``, ``[fd00:10:244:1::5]:8080``."""
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def common_prefix(one: str, other: str) -> int:
    """How many leading bits two addresses of one family have in common."""
    first, second = parse(one), parse(other)
    if first is None or second is None or first.version != second.version:
        return 0
    return first.max_prefixlen - (int(first) ^ int(second)).bit_length()
