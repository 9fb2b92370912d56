"""IP addresses and CIDRs as texts: what is accepted, what is warned about, in Kubernetes' words.

Follows ``k8s.io/apimachinery/pkg/util/validation/ip.go`` of release 1.37, in which strict parsing
holds for new values (gate StrictIPCIDRValidation, on since 1.36); a value that an object already
has may stay in its old form.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Container
from functools import lru_cache
from typing import NamedTuple

from sandbox.engine.api.errors import FieldError, invalid
from sandbox.engine.places import Path, to_text

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

NOT_AN_IP = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"
NOT_A_CIDR = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"

_QUAD = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+")
_LEADING_ZEROS = re.compile(r"(^|(?<=\.))0+(?=[0-9])")
_PREFIX = re.compile(r"[0-9]+")


class Ip(NamedTuple):
    """A text read as an address the lenient way (Go's ``ParseIPSloppy``)."""

    address: Address
    has_leading_zeros: bool
    is_mapped: bool

    @property
    def canonical(self) -> str:
        return str(self.address)

    @property
    def is_ipv6(self) -> bool:
        return self.address.version == 6


@lru_cache(maxsize=8192)
def ip(text: str) -> Ip | None:
    """The address, with leading zeros in IPv4 octets ignored and IPv4-mapped IPv6 taken for
    IPv4; None where the text is none at all (a zone index makes it none)."""
    has_zeros = False
    clean = text
    quad = _QUAD.search(text)
    if quad is not None:
        clean = text[: quad.start()] + _LEADING_ZEROS.sub("", quad.group()) + text[quad.end() :]
        has_zeros = clean != text
    if "%" in clean:
        return None
    try:
        found = ipaddress.ip_address(clean)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        return Ip(found.ipv4_mapped, has_zeros, True)
    return Ip(found, has_zeros, False)


@lru_cache(maxsize=2048)
def _cidr(text: str) -> tuple[Ip, int, Network, bool] | None:
    """(address, prefix length, network, has a leading zero in the length)."""
    head, slash, tail = text.partition("/")
    found = ip(head)
    if found is None or not slash or not _PREFIX.fullmatch(tail):
        return None
    length = int(tail)
    bits = 128 if ":" in head else 32
    if length > bits:
        return None
    if found.is_mapped:
        if length < 96:
            return None
        length -= 96
    return found, length, ipaddress.ip_network((found.address, length), strict=False), len(tail) > 1 and tail[0] == "0"


def network(text: str) -> Network | None:
    """The network a CIDR names, None where the text is no CIDR."""
    found = _cidr(text)
    return found[2] if found is not None else None


def family(text: str) -> str:
    """``IPv4`` or ``IPv6``; what is no address counts as unknown."""
    found = ip(text)
    if found is None:
        return "unknown"
    return "IPv6" if found.is_ipv6 else "IPv4"


def check_ip(path: Path, text: str, kept: Container[str] = ()) -> list[FieldError]:
    """Mistakes in an address; ``kept`` are values the object already had."""
    found = ip(text)
    if found is None:
        return [invalid(path, text, NOT_AN_IP)]
    if text in kept:
        return []
    if found.has_leading_zeros:
        return [invalid(path, text, "must not have leading 0s")]
    if found.is_mapped:
        return [invalid(path, text, "must not be an IPv4-mapped IPv6 address")]
    return []


def check_cidr(path: Path, text: str, kept: Container[str] = ()) -> list[FieldError]:
    """Mistakes in a CIDR that names a network."""
    found = _cidr(text)
    if found is None:
        return [invalid(path, text, NOT_A_CIDR)]
    if text in kept:
        return []
    address, _, net, has_zero_length = found
    if address.has_leading_zeros or has_zero_length:
        return [invalid(path, text, "must not have leading 0s in IP or prefix length")]
    if address.is_mapped:
        return [invalid(path, text, "must not have an IPv4-mapped IPv6 address")]
    if address.address != net.network_address:
        return [invalid(path, text, "must not have bits set beyond the prefix length")]
    return []


def check_new_cidr(path: Path, text: str) -> list[FieldError]:
    """The same for fields that never took anything but the canonical spelling."""
    errors = check_cidr(path, text)
    net = network(text)
    if not errors and str(net) != text:
        errors.append(invalid(path, text, f'must be in canonical form ("{net}")'))
    return errors


def check_new_ip(path: Path, text: str) -> list[FieldError]:
    """An address in a field that never took anything but the canonical spelling."""
    errors = check_ip(path, text)
    found = ip(text)
    if not errors and found is not None and found.canonical != text:
        errors.append(invalid(path, text, f'must be in canonical form ("{found.canonical}")'))
    return errors


def check_not_special(path: Path, text: str) -> list[FieldError]:
    """Mistakes in an address that traffic is to be sent to."""
    found = ip(text)
    if found is None:
        return [invalid(path, text, "must be a valid IP address")]
    address = found.address
    errors = []
    if address.is_unspecified:
        errors.append(invalid(path, text, f"may not be unspecified ({text})"))
    if address.is_loopback:
        errors.append(invalid(path, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)"))
    if address.is_link_local:
        errors.append(invalid(path, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)"))
    if _is_link_local_multicast(address):
        errors.append(invalid(path, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"))
    return errors


def _is_link_local_multicast(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv4Address):
        return int(address) >> 8 == 0xE00000
    packed = address.packed
    return packed[0] == 0xFF and packed[1] & 0x0F == 0x02


def warn_of_ip(path: Path, text: str) -> list[str]:
    """Warnings about an accepted address in an unusual form."""
    found = ip(text)
    if found is None:
        return []
    if found.has_leading_zeros or found.is_mapped:
        return [
            f'{to_text(path)}: non-standard IP address "{text}" will be considered invalid in a future '
            f'Kubernetes release: use "{found.canonical}"'
        ]
    if found.is_ipv6 and found.canonical != text:
        return [f'{to_text(path)}: IPv6 address "{text}" should be in RFC 5952 canonical format ("{found.canonical}")']
    return []


def warn_of_cidr(path: Path, text: str) -> list[str]:
    """Warnings about an accepted CIDR in an unusual form."""
    found = _cidr(text)
    if found is None:
        return []
    address, length, net, has_zero_length = found
    where = to_text(path)
    warnings = []
    if address.address != net.network_address:
        bits = 128 if address.is_ipv6 else 32
        warnings.append(
            f'{where}: CIDR value "{text}" is ambiguous in this context (should be "{net}" or '
            f'"{address.canonical}/{bits}"?)'
        )
    if address.has_leading_zeros or address.is_mapped or has_zero_length:
        warnings.append(
            f'{where}: non-standard CIDR value "{text}" will be considered invalid in a future '
            f'Kubernetes release: use "{net}"'
        )
    if not warnings and address.is_ipv6 and f"{address.canonical}/{length}" != text:
        warnings.append(
            f'{where}: IPv6 CIDR value "{text}" should be in RFC 5952 canonical format ("{address.canonical}/{length}")'
        )
    return warnings
