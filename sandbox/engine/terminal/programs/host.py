"""``host`` of BIND 9.18: ``host [-t type] name [server]``.

Without a type A, AAAA and MX are asked; the last two of the name at the end of the aliases.
"""

from __future__ import annotations

from ipaddress import ip_address

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
from sandbox.engine.traces import Record

_TRIES = 2

_USAGE = (
    "Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]\n"
    "            [-R number] [-m flag] [-p port] hostname [server]\n"
)

#: Options that take a value, and those that do not.
_WITH_VALUE = "ctWRNmp"
_SWITCHES = "aACdilrsTUvw46"

_SAID = {
    "A": "has address",
    "AAAA": "has IPv6 address",
    "CNAME": "is an alias for",
    "PTR": "domain name pointer",
    "NS": "name server",
    "SRV": "has SRV record",
    "SOA": "has SOA record",
    "TXT": "descriptive text",
}


def run(args: list[str], where: Environment) -> Output:
    """What host prints; exit 1 where a name was not found or no server reached."""
    kind = ""
    tries = _TRIES
    ndots: int | None = None
    port = PORT
    words: list[str] = []
    rest = list(args)
    while rest:
        word = rest.pop(0)
        letter = word[1:2]
        if not word.startswith("-") or not letter:
            words.append(word)
        elif letter == "V":
            return Output(0, "", f"host {VERSION}\n")
        elif letter in _WITH_VALUE:
            value = word[2:] or (rest.pop(0) if rest else "")
            if letter == "t":
                if value.upper() not in TYPES:
                    return Output(2, "", f"host: invalid type: {value}\n\n")
                kind = value.upper()
            elif value.isdecimal():
                number = int(value)
                tries = number + 1 if letter == "R" else tries
                ndots = number if letter == "N" else ndots
                port = number if letter == "p" else port
        elif letter not in _SWITCHES:
            return Output(1, "", f"host: illegal option -- {letter}\n{_USAGE}")
    if not words:
        return Output(1, "", _USAGE)
    tools = Tools(where, port)
    try:
        servers = tools.servers_of(words[1]) if len(words) > 1 else tools.servers
        lines, failed = _found(tools, servers, words[0], kind, tries, ndots)
    except NoSuchServer as unknown:
        return Output(1, "", f"host: couldn't get address for '{unknown}': not found\n")
    except IllegalName as illegal:
        return Output(1, "", f"host: {illegal}\n")
    if len(words) > 1 and not (lines and lines[0].startswith(";;")):
        lines = [
            "Using domain server:",
            f"Name: {servers[0].name}",
            f"Address: {servers[0].address}#{port}",
            "Aliases: ",
            "",
            *lines,
        ]
    return Output(int(failed), "".join(line + "\n" for line in lines), "")


def _found(
    tools: Tools, servers: tuple[Server, ...], name: str, kind: str, tries: int, ndots: int | None
) -> tuple[list[str], bool]:
    backwards = reverse_name(name) if kind in ("", "PTR") else None
    if backwards is not None:
        names, kinds = [backwards], ["PTR"]
        shown = backwards if ip_address(name).version == 4 else without_dot(backwards)
    else:
        names, kinds = tools.names(name, True, ndots), [kind] if kind else ["A", "AAAA", "MX"]
        shown = name
    lines: list[str] = []
    failed = False
    for wanted in kinds:
        exchanges = list(tools.walk(servers, names, wanted, tries))
        lines += [line for one in exchanges for line in one.errors]
        found = exchanges[-1]
        if found.answer is None:
            return [*lines, ";; no servers could be reached"], True
        if found.answer.rcode != "NOERROR":
            code = {"NXDOMAIN": "3(NXDOMAIN)", "REFUSED": "5(REFUSED)"}.get(found.answer.rcode, found.answer.rcode)
            lines.append(f"Host {shown} not found: {code}")
            failed = True
            if wanted == "A":
                break
            continue
        lines += [_line(record) for record in found.answer.answers]
        if kind and not found.answer.answers:
            lines.append(f"{without_dot(found.name)} has no {kind} record")
        target = next((r.data for r in reversed(found.answer.answers) if r.type == "CNAME"), found.name)
        names, shown = [target], without_dot(target)
    return lines, failed


def _line(record: Record) -> str:
    return f"{without_dot(record.name)} {_SAID.get(record.type, record.type)} {record.data}"
