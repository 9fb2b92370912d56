"""``nslookup`` of BIND 9.18: ``nslookup [-option …] [name [server]]``.

CoreDNS does not offer recursion, which nslookup says of every answer of a server that it took
from resolv.conf. A and AAAA are asked one after the other unless a type is given.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.engine.terminal.output import Output
from sandbox.engine.terminal.programs.bind import (
    PORT,
    TYPES,
    VERSION,
    IllegalName,
    NoSuchServer,
    Server,
    Tools,
    reverse_name,
    without_dot,
)
from sandbox.engine.terminal.programs.program import Environment
from sandbox.engine.traces import Answer, Record

_TRIES = 3


@dataclass(slots=True)
class _Settings:
    kind: str = ""
    is_searched: bool = True
    is_recursive: bool = True
    is_debugged: bool = False
    ndots: int | None = None
    tries: int = _TRIES
    port: int = PORT
    domain: str = ""
    said: list[str] = field(default_factory=list)


def run(args: list[str], where: Environment) -> Output:
    """What nslookup prints; exit 1 where a name was not found or no server reached."""
    settings = _Settings()
    if any(word in ("-version", "-V") for word in args):
        return Output(0, "", f"nslookup {VERSION}\n")
    words = [word for word in args if not word.startswith("-")]
    for word in args:
        if word.startswith("-") and word != "-":
            _set(settings, word[1:])
    if words[:1] == ["-"]:
        words = ["", *words[1:]]
    tools = Tools(where, settings.port)
    names = [words[0]] if words and words[0] else (where.stdin or "").split("\n")
    try:
        servers = tools.servers_of(words[1]) if len(words) > 1 else tools.servers
    except NoSuchServer as unknown:
        return Output(1, "", f"nslookup: couldn't get address for '{unknown}': not found\n")
    out = list(settings.said)
    failed = False
    for name in names:
        if not name.strip() or name.strip() == "exit":
            continue
        try:
            one = _Lookup(tools, servers, settings, is_ra_wanted=len(words) < 2 and settings.is_recursive)
            failed |= one.carry_out(name.split()[0])
            out += [*one.lines, ""]
        except IllegalName as illegal:
            return Output(1, "", f"nslookup: {illegal}\n")
    return Output(int(failed), "".join(line + "\n" for line in out), "")


def _set(settings: _Settings, option: str) -> None:
    """One option; ``type``, ``querytype`` and ``query`` may be cut short as nslookup allows."""
    name, _, value = option.partition("=")
    lowered = name.lower()
    if value and any(full.startswith(lowered) for full in ("type", "querytype", "query")) and lowered[0] in "tq":
        if value.upper() in TYPES:
            settings.kind = value.upper()
        else:
            settings.said.append(f"unknown query type: {value}")
    elif lowered in ("nosearch", "nosea"):
        settings.is_searched = False
    elif lowered in ("norecurse", "norec"):
        settings.is_recursive = False
    elif lowered in ("debug", "deb"):
        settings.is_debugged = True
    elif lowered in ("domain", "do") and value:
        settings.domain = value
    elif lowered in ("ndots", "retry", "ret", "port", "po") and value.isdecimal():
        number = int(value)
        if lowered == "ndots":
            settings.ndots = number
        elif lowered.startswith("p"):
            settings.port = number
        else:
            settings.tries = max(number, 1)
    elif lowered not in _WITHOUT_EFFECT:
        settings.said.append(f"*** Invalid option: {name}")


_WITHOUT_EFFECT = (
    "timeout",
    "t",
    "class",
    "cl",
    "all",
    "search",
    "sea",
    "recurse",
    "rec",
    "nodebug",
    "nodeb",
    "vc",
    "novc",
    "d2",
    "nod2",
    "defname",
    "nodefname",
    "ignoretc",
    "fail",
    "nofail",
)


class _Lookup:
    """One name on its way, and the lines printed about it."""

    def __init__(self, tools: Tools, servers: tuple[Server, ...], settings: _Settings, is_ra_wanted: bool) -> None:
        self._tools = tools
        self._servers = servers
        self._settings = settings
        self._is_ra_wanted = is_ra_wanted
        self.lines: list[str] = []

    def carry_out(self, name: str) -> bool:
        """Whether it failed."""
        backwards = reverse_name(name) if not self._settings.kind else None
        if backwards is not None:
            return self._one([backwards], "PTR", backwards, has_header=False)
        searches = (self._settings.domain,) if self._settings.domain else None
        names = self._tools.names(name, self._settings.is_searched, self._settings.ndots, searches)
        if self._settings.kind:
            return self._one(names, self._settings.kind, name)
        return self._both(names)

    def _both(self, names: list[str]) -> bool:
        first = self._walk(names, "A")
        if first is None:
            return True
        answer, server = first
        self._header(server)
        if self._told(answer):
            return True
        # AAAA is asked of the name at the end of the aliases.
        target = next((r.data for r in reversed(answer.answers) if r.type == "CNAME"), answer.name)
        second = self._walk([target], "AAAA")
        if second is None or self._told(second[0]):
            return True
        if not answer.answers and not second[0].answers:
            self.lines.append(f"*** Can't find {without_dot(answer.name)}: No answer")
        return False

    def _one(self, names: list[str], kind: str, asked: str, has_header: bool = True) -> bool:
        found = self._walk(names, kind)
        if found is None:
            return True
        answer, server = found
        if has_header:
            self._header(server)
        if self._told(answer):
            return True
        if not answer.answers:
            self.lines.append(f"*** Can't find {asked}: No answer")
        return False

    def _walk(self, names: list[str], kind: str) -> tuple[Answer, Server] | None:
        """The answer that ends the walk; None, with the reason printed, where no server was reached."""
        found: tuple[Answer, Server] | None = None
        for one in self._tools.walk(self._servers, names, kind, self._settings.tries):
            self.lines += one.errors
            if one.answer is None:
                self.lines.append(";; no servers could be reached")
                return None
            if self._is_ra_wanted:
                self.lines.append(f";; Got recursion not available from {one.server.address}")
            found = (one.answer, one.server)
        return found

    def _header(self, server: Server) -> None:
        self.lines += [f"Server:\t\t{server.name}", f"Address:\t{server.address}#{self._settings.port}", ""]

    def _told(self, answer: Answer) -> bool:
        """Print what a first answer says; whether it was an error."""
        self._debug(answer)
        if answer.rcode != "NOERROR":
            self.lines.append(f"** server can't find {without_dot(answer.name)}: {answer.rcode}")
            return True
        self._records(answer.answers)
        return False

    def _records(self, records: tuple[Record, ...]) -> None:
        for record in records:
            if record.type in ("A", "AAAA"):
                self.lines += [f"Name:\t{without_dot(record.name)}", f"Address: {record.data}"]
            elif record.type == "SOA":
                self.lines += [without_dot(record.name), *_soa(record.data)]
            else:
                said = _SAID.get(record.type, record.type)
                self.lines.append(f"{without_dot(record.name)}\t{said} = {record.data}")

    def _debug(self, answer: Answer) -> None:
        if not self._settings.is_debugged:
            return
        rule = "-" * 12
        self.lines += [rule, "    QUESTIONS:", f"\t{without_dot(answer.name)}, type = {answer.type}, class = IN"]
        for title, records in (
            ("ANSWERS", answer.answers),
            ("AUTHORITY RECORDS", answer.authority),
            ("ADDITIONAL RECORDS", answer.additional),
        ):
            self.lines.append(f"    {title}:")
            for record in records:
                self.lines.append(f"    ->  {without_dot(record.name)}")
                self.lines += _debugged(record)
                self.lines.append(f"\tttl = {record.ttl}")
        self.lines.append(rule)


_SAID = {"CNAME": "canonical name", "PTR": "name", "NS": "nameserver", "SRV": "service", "TXT": "text"}


def _soa(data: str) -> list[str]:
    parts = data.split()
    labels = ("origin", "mail addr", "serial", "refresh", "retry", "expire", "minimum")
    return [f"\t{label} = {without_dot(part)}" for label, part in zip(labels, parts, strict=False)]


def _debugged(record: Record) -> list[str]:
    if record.type == "A":
        return [f"\tinternet address = {record.data}"]
    if record.type == "AAAA":
        return [f"\thas AAAA address {record.data}"]
    if record.type == "SOA":
        return _soa(record.data)
    return [f"\t{_SAID.get(record.type, record.type)} = {record.data}"]
