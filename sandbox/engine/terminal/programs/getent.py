"""``getent`` of glibc 2.36: ``hosts``, ``ahosts``, ``ahostsv4`` and ``ahostsv6``.

``hosts`` looks for IPv6 addresses first and takes IPv4 only where there are none; the others print
what ``getaddrinfo`` gives, an address of a family that the pod does not have left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from typing import NamedTuple

from sandbox.engine.callers import Caller
from sandbox.engine.dns.addresses import parse_literal
from sandbox.engine.dns.hosts import Hosts, hosts
from sandbox.engine.terminal.output import Output
from sandbox.engine.terminal.programs.program import Environment
from sandbox.engine.traces import Resolution

_HINT = "Try `getent --help' or `getent --usage' for more information.\n"

#: Databases that getent knows and a pod of this sandbox has nothing in.
_EMPTY = (
    "aliases",
    "ethers",
    "group",
    "gshadow",
    "initgroups",
    "netgroup",
    "networks",
    "passwd",
    "protocols",
    "rpc",
    "services",
    "shadow",
)

_FAMILIES = {"ahosts": None, "ahostsv4": 4, "ahostsv6": 6}

_NOT_FOUND = 2


class Entry(NamedTuple):
    """A host: its addresses, its name and its other names."""

    addresses: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        return [f"{address:<15} {' '.join(self.names)}" for address in self.addresses]


def run(args: list[str], where: Environment) -> Output:
    """The entries of the keys; exit 2 where one of them has none."""
    while args and args[0].startswith("-"):
        if args[0] in ("-s", "--service"):
            args = args[2:]
        elif args[0] in ("-i", "-A", "--no-idn", "--no-addrconfig") or args[0].startswith("--service="):
            args = args[1:]
        else:
            return Output(64, "", f"getent: invalid option -- '{args[0].lstrip('-')[:1]}'\n{_HINT}")
    if not args:
        return Output(1, _HINT, "getent: wrong number of arguments\n")
    database, *keys = args
    if database in _EMPTY:
        return Output(_NOT_FOUND if keys else 0)
    if database != "hosts" and database not in _FAMILIES:
        return Output(1, _HINT, f"Unknown database: {database}\n")
    names = _Names(where)
    if not keys:
        return Output(0, _lines(line for entry in names.listed() for line in entry.lines))
    lines: list[str] = []
    exit_code = 0
    for key in keys:
        found = names.host(key) if database == "hosts" else names.sockets(key, _FAMILIES[database])
        lines += found
        exit_code = exit_code if found else _NOT_FOUND
    return Output(exit_code, _lines(lines))


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


class _Names:
    """The name services of a pod: its ``/etc/hosts``, then DNS."""

    def __init__(self, where: Environment) -> None:
        self._cluster = where.cluster
        self._caller = Caller("pod", where.pod.name, where.pod.namespace)
        self._file: Hosts = hosts(where.state, self._caller)
        self._families = {ip_address(entry["ip"]).version for entry in where.pod.status.get("podIPs") or ()}

    def listed(self) -> list[Entry]:
        """The file as ``getent hosts`` prints it: IPv4 alone, with ``::1`` in IPv4's clothes."""
        return [
            Entry((_as_ipv4(address),), tuple(names))
            for address, names in self._file.entries
            if ":" not in address or address == "::1"
        ]

    def host(self, key: str) -> list[str]:
        literal = parse_literal(key)
        if literal is not None and literal == key:
            return self._backwards(key)
        if literal is not None:
            return Entry((literal,), (key,)).lines
        for family in (6, 4):
            entries = [
                Entry((address,), tuple(names))
                for address, names in self._file.of(key)
                if (":" in address) == (family == 6)
            ]
            if entries:
                return [line for entry in entries for line in entry.lines]
            found = self._cluster.getaddrinfo(self._caller, key, family)
            if found.addresses:
                return Entry(found.addresses, tuple(_names(found))).lines
        return []

    def _backwards(self, address: str) -> list[str]:
        for listed, names in self._file.entries:
            if listed == address:
                return Entry((address,), tuple(names)).lines
        pointer = ip_address(address).reverse_pointer + "."
        found = self._cluster.lookup(self._caller, pointer, "PTR")
        names = [r.data.removesuffix(".") for one in found.questions for r in one.answers if r.type == "PTR"]
        return Entry((address,), tuple(names[:1])).lines if names else []

    def sockets(self, key: str, family: int | None) -> list[str]:
        found = self._cluster.getaddrinfo(self._caller, key, family)
        name = _names(found)[0] if found.questions else self._listed_name(key)
        addresses = [a if ip_address(a).version in self._families or a == key else _as_ipv4(a) for a in found.addresses]
        addresses = [a for a in addresses if ip_address(a).version in self._families or a == key]
        lines = []
        for position, address in enumerate(addresses):
            lines += [
                f"{address:<15} STREAM {name if position == 0 else ''}",
                f"{address:<15} DGRAM  ",
                f"{address:<15} RAW    ",
            ]
        return lines

    def _listed_name(self, key: str) -> str:
        entries = self._file.of(key)
        return entries[0][1][0] if entries else key


def _as_ipv4(address: str) -> str:
    return "127.0.0.1" if address == "::1" else address


def _names(found: Resolution) -> list[str]:
    """The name at the end of the aliases, then those on the way to it."""
    if found.deciding is None:
        return [found.name]
    question = found.questions[found.deciding]
    chain = [question.name, *(record.data for record in question.answers if record.type == "CNAME")]
    names = [name.removesuffix(".") for name in chain]
    return [names[-1], *names[:-1]]
