"""What BIND's tools (dig, nslookup, host; 9.18 of Debian 12) share.

They walk the search list in their own way: a name with enough dots is asked as it stands and
never searched; one with fewer goes through the list and is asked as it stands at its end; the
first answer that is no error ends the walk, records or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from sandbox.engine.callers import Caller
from sandbox.engine.dns.names import fqdn
from sandbox.engine.dns.resolv_conf import ResolvConf, resolv_conf
from sandbox.engine.terminal.programs.program import Environment
from sandbox.engine.traces import Answer, Record

VERSION = "9.18.49-1~deb12u3-Debian"

PORT = 53

TYPES = (
    "A",
    "AAAA",
    "AFSDB",
    "ANY",
    "APL",
    "AXFR",
    "CAA",
    "CDNSKEY",
    "CDS",
    "CERT",
    "CNAME",
    "DHCID",
    "DNAME",
    "DNSKEY",
    "DS",
    "HINFO",
    "HTTPS",
    "IPSECKEY",
    "IXFR",
    "KEY",
    "KX",
    "LOC",
    "MX",
    "NAPTR",
    "NS",
    "NSEC",
    "NSEC3",
    "NULL",
    "OPENPGPKEY",
    "PTR",
    "RP",
    "RRSIG",
    "SIG",
    "SOA",
    "SPF",
    "SRV",
    "SSHFP",
    "SVCB",
    "TLSA",
    "TXT",
    "URI",
)

_SAID = {"TIMEOUT": "timed out", "UNREACHABLE": "connection refused"}


@dataclass(frozen=True, slots=True)
class Server:
    """A nameserver: as it was written, and its address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with what came of it: ``answer`` is None where no server could be reached,
    ``errors`` are the lines about servers that could not, ``tries`` how many are left."""

    name: str
    answer: Answer | None
    server: Server
    errors: tuple[str, ...]
    tries: int


class NoSuchServer(Exception):
    """A nameserver was named that has no address."""


class IllegalName(Exception):
    """A name that cannot be asked; the text says why, in BIND's words."""


class Tools:
    """A pod's view of DNS for one run of a tool."""

    def __init__(self, where: Environment, port: int = PORT) -> None:
        self._where = where
        self._port = port
        self.caller = Caller("pod", where.pod.name, where.pod.namespace)
        self.conf: ResolvConf = resolv_conf(where.state, self.caller)

    @property
    def servers(self) -> tuple[Server, ...]:
        """Those of resolv.conf."""
        return tuple(Server(address, address) for address in self.conf.nameservers)

    def servers_of(self, name: str) -> tuple[Server, ...]:
        """The server that was named on the command line, by each of its addresses."""
        found = self._where.cluster.getaddrinfo(self.caller, name)
        if not found.addresses:
            raise NoSuchServer(name)
        return tuple(Server(name, address) for address in found.addresses)

    def names(
        self, name: str, is_searched: bool, ndots: int | None = None, searches: Sequence[str] | None = None
    ) -> list[str]:
        """The names that are asked in turn; raises IllegalName."""
        ndots = self.conf.ndots if ndots is None else ndots
        searches = self.conf.searches if searches is None else searches
        is_whole = not is_searched or name.endswith(".") or name.count(".") >= ndots
        check_name(name, is_searched=not is_whole)
        if is_whole:
            return [fqdn(name)]
        return [*(fqdn(f"{name}.{ending.strip('.')}") for ending in searches), fqdn(name)]

    def walk(self, servers: Sequence[Server], names: Sequence[str], kind: str, tries: int) -> Iterator[Exchange]:
        """The exchanges for names tried in turn, up to the first that is no error (or that nobody answers)."""
        for name in names:
            found = self.ask(servers, name, kind, tries)
            tries = found.tries
            yield found
            if found.answer is None or found.answer.rcode == "NOERROR":
                return

    def ask(self, servers: Sequence[Server], name: str, kind: str, tries: int) -> Exchange:
        """One question to the servers: a silent one is followed by the next, one that refuses is
        asked again as long as there are tries."""
        check_name(name)
        errors: list[str] = []
        at = 0
        while at < len(servers):
            server = servers[at]
            if self._port == PORT:
                answer = self._where.cluster.resolver.answer(self.caller, server.address, name, kind)
            else:
                answer = Answer(name, kind, server.address, "UNREACHABLE")
            if answer.rcode not in _SAID:
                return Exchange(name, answer, server, tuple(errors), tries)
            errors.append(f";; communications error to {server.address}#{self._port}: {_SAID[answer.rcode]}")
            is_last = at + 1 == len(servers)
            is_again = tries > 1 and (is_last or answer.rcode == "UNREACHABLE")
            if is_again:
                tries -= 1
                at = at if answer.rcode == "UNREACHABLE" else 0
            else:
                at += 1
        return Exchange(name, None, Server("", ""), tuple(errors), tries)


def check_name(name: str, is_searched: bool = False) -> None:
    """Raise IllegalName for what BIND's parser of names does not take."""
    labels = [] if name == "." else fqdn(name)[:-1].split(".")
    sizes = [len(label.encode()) for label in labels]
    said = "is not in legal name syntax" if is_searched else "is not a legal name"
    if 0 in sizes:
        raise IllegalName(f"'{name}' {said} (empty label)")
    if max(sizes, default=0) > 63:
        raise IllegalName(f"'{name}' {said} (label too long)")
    if sum(sizes) + len(sizes) + 1 > 255:
        raise IllegalName(f"'{name}' {said} (ran out of space)")


def without_dot(name: str) -> str:
    return name if name == "." else name.removesuffix(".")


def indented(text: str, column: int) -> str:
    """``text`` and blanks up to a column, tabs where they fit, one blank at least."""
    at = len(text.expandtabs(8))
    to = max(column, at + 1)
    tabs = to // 8 - at // 8
    return text + "\t" * tabs + " " * (to - (to // 8 * 8 if tabs else at))


def record_line(record: Record, has_ttl: bool = True, has_class: bool = True) -> str:
    """A record as dig lays it out: name, time to live, class, type, data."""
    line = record.name
    columns = ((24, 24, 24, 32), (24, 24, 32, 40), (24, 32, 40, 48))[has_ttl + has_class]
    parts = [
        (columns[0], str(record.ttl) if has_ttl else None),
        (columns[1], "IN" if has_class else None),
        (columns[2], record.type),
        (columns[3], record.data),
    ]
    for column, part in parts:
        if part is not None:
            line = indented(line, column) + part
    return line


def wire_size(answer: Answer, edns_size: int) -> int:
    """Octets of the response: CoreDNS compresses nothing that fits without."""
    records = (*answer.answers, *answer.authority, *answer.additional)
    return 12 + _name_size(answer.name) + 4 + sum(_name_size(r.name) + 10 + _data_size(r) for r in records) + edns_size


def _name_size(name: str) -> int:
    return 1 if name == "." else len(fqdn(name).encode()) + 1


def _data_size(record: Record) -> int:
    match record.type:
        case "A":
            return 4
        case "AAAA":
            return 16
        case "SRV":
            return 6 + _name_size(record.data.split()[-1])
        case "SOA":
            parts = record.data.split()
            return 20 + _name_size(parts[0]) + _name_size(parts[1])
        case "TXT":
            return len(record.data.strip('"').encode()) + 1
    return _name_size(record.data)


def reverse_name(address: str) -> str | None:
    """The name under which an address is looked up backwards, None for what is no address."""

    try:
        return ip_address(address).reverse_pointer + "."
    except ValueError:
        return None
