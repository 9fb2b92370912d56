"""``dig`` of BIND 9.18: ``dig [@server] [name] [type] [+option …]``.

Options before the first name hold for all questions, those behind a name for that name. What
differs between any two runs of the real program (id, cookie, date, milliseconds) is made up.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zlib import crc32

from sandbox.engine.terminal.output import Output
from sandbox.engine.terminal.programs.bind import (
    PORT,
    TYPES,
    VERSION,
    Exchange,
    IllegalName,
    NoSuchServer,
    Server,
    Tools,
    indented,
    record_line,
    reverse_name,
    wire_size,
)
from sandbox.engine.terminal.programs.dig_options import USAGE, Display, Unknown, apply_option
from sandbox.engine.terminal.programs.program import Environment
from sandbox.engine.traces import Answer

_EPOCH = datetime(2026, 1, 1)

_CLASSES = ("IN", "CH", "HS", "CHAOS", "HESIOD")

#: Octets of the OPT record, and of a cookie in it.
_OPT = 11
_COOKIE = 12


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the command line; an empty ``kind`` is A (NS where there is no name either)."""

    name: str = ""
    kind: str = ""
    server: str = ""
    display: Display = field(default_factory=Display)


def run(args: list[str], where: Environment) -> Output:
    """What dig prints; exit 9 where no server could be reached."""
    if args and args[0] in ("-v", "-version", "--version"):
        return Output(0, "", f"DiG {VERSION}\n")
    if "-h" in args:
        return Output(0, USAGE, "")
    try:
        questions, port, is_banner_wanted = _parse(args)
    except Unknown as unknown:
        hint = 'Use "dig -h" (or "dig -h | more") for complete list of options'
        return Output(1, "", f"{unknown}\n{USAGE}\n{hint}\n")
    tools = Tools(where, port)
    banner = f"; <<>> DiG {VERSION} <<>>{''.join(' ' + word for word in args)}\n"
    out = ""
    exit_code = 0
    is_first = True
    for question in questions:
        try:
            servers = tools.servers_of(question.server) if question.server else tools.servers
            found = _walk(tools, servers, question)
        except NoSuchServer as unknown_server:
            return Output(1, out, f"dig: couldn't get address for '{unknown_server}': not found\n")
        except IllegalName as illegal:
            return Output(10, out, f"dig: {illegal}\n")
        top = ""
        if is_first and is_banner_wanted and not question.display.is_short:
            plural = "" if len(servers) == 1 else "s"
            named = f"; ({len(servers)} server{plural} found)\n" if question.server else ""
            top = f"\n{banner}{named};; global options: +cmd\n"
        is_first = False
        out += "".join(line + "\n" for line in found.errors)
        if found.answer is None:
            out += top + ";; no servers could be reached\n"
            exit_code = 9
        elif question.kind in ("AXFR", "IXFR"):
            out += top + "; Transfer failed.\n"
        elif question.display.is_short:
            out += "".join(record.data + "\n" for record in found.answer.answers)
        else:
            out += top + _message(found.answer, found.server, port, question.display, where.state.now)
    return Output(exit_code, out, "")


def _walk(tools: Tools, servers: tuple[Server, ...], question: Question) -> Exchange:
    display = question.display
    names = tools.names(question.name or ".", display.is_searched, display.ndots, display.searches)
    kind = question.kind or ("A" if question.name else "NS")
    exchanges = list(tools.walk(servers, names, kind, display.tries))
    return replace(exchanges[-1], errors=tuple(line for one in exchanges for line in one.errors))


def _parse(words: list[str]) -> tuple[list[Question], int, bool]:
    """The questions, the port, and whether the banner is printed; raises Unknown."""
    general = Question()
    questions: list[Question] = []
    port = PORT
    is_banner_wanted = True
    rest = list(words)
    while rest:
        word = rest.pop(0)
        current = questions[-1] if questions else general
        if word.startswith("@") and len(word) > 1:
            current = replace(current, server=word[1:])
        elif word.startswith("+"):
            if word in ("+cmd", "+nocmd", "+all", "+noall"):  # the banner is one for all questions
                is_banner_wanted = not word.startswith("+no")
            if word in ("+cmd", "+nocmd"):
                continue
            before = current.display.is_short
            current = replace(current, display=apply_option(current.display, word))
            if current.display.is_short != before:  # and so is the short form
                general, *questions = (_shortened(one, current.display.is_short) for one in (general, *questions))
        elif word[:2] in ("-t", "-q", "-x", "-p", "-c", "-b", "-f", "-k", "-y"):
            value = word[2:] or (rest.pop(0) if rest else "")
            if not value:
                raise Unknown(f"Invalid option: {word}")
            match word[1]:
                case "p" if value.isdecimal():
                    port = int(value)
                case "t" if value.upper() in TYPES:
                    current = replace(current, kind=value.upper())
                case "q":
                    questions.append(replace(general, name=value))
                    continue
                case "x":
                    pointer = reverse_name(value) or f"{'.'.join(value.split('.')[::-1])}.in-addr.arpa."
                    questions.append(replace(general, name=pointer, kind="PTR"))
                    continue
        elif word in ("-4", "-6", "-m", "-r", "-u", "-i"):
            continue
        elif word.startswith("-") and len(word) > 1:
            raise Unknown(f"Invalid option: {word}")
        elif word.upper() in TYPES:
            current = replace(current, kind=word.upper())
        elif word.upper() not in _CLASSES:
            questions.append(replace(general, name=word))
            continue
        if questions:
            questions[-1] = current
        else:
            general = current
    return questions or [replace(general, name="", kind="")], port, is_banner_wanted


def _shortened(question: Question, is_short: bool) -> Question:
    return replace(question, display=replace(question.display, is_short=is_short))


def _message(answer: Answer, server: Server, port: int, display: Display, now: float) -> str:
    """A response as dig shows it, section by section."""
    lines: list[str] = []
    seed = f"{answer.name} {answer.type} {now}"
    sections = [
        (title, records)
        for title, records, is_shown in (
            ("ANSWER", answer.answers, display.has_answer),
            ("AUTHORITY", answer.authority, display.has_authority),
            ("ADDITIONAL", answer.additional, display.has_additional),
        )
        if records and is_shown
    ]
    if display.has_comments:
        lines += _head(answer, seed, display)
    if display.has_question:
        title = [";; QUESTION SECTION:"] if display.has_comments else []
        asked = indented(answer.name, 32) + "IN" if display.has_class else answer.name
        lines += [*title, ";" + indented(asked, 40) + answer.type, *([""] if display.has_comments else [])]
    for name, records in sections:
        body = [record_line(record, display.has_ttl, display.has_class) for record in records]
        lines += [f";; {name} SECTION:", *body, ""] if display.has_comments else body
    if display.has_stats:
        protocol = "TCP" if display.is_tcp or answer.type == "ANY" else "UDP"
        date = _EPOCH + timedelta(seconds=int(now))
        size = (_OPT + (_COOKIE if display.has_cookie else 0)) if display.has_edns else 0
        lines += [
            ";; Query time: 0 msec",
            f";; SERVER: {server.address}#{port}({server.name}) ({protocol})",
            f";; WHEN: {date:%a %b %d %H:%M:%S} UTC {date:%Y}",
            f";; MSG SIZE  rcvd: {wire_size(answer, size)}",
            "",
        ]
    return "".join(line + "\n" for line in lines)


def _head(answer: Answer, seed: str, display: Display) -> list[str]:
    """Header, flags and the pseudo-section of EDNS."""
    lines = [";; Got answer:"]
    if answer.name.lower().endswith(("local.", ".local.")) and answer.name.lower().split(".")[-2] == "local":
        lines += [
            ";; WARNING: .local is reserved for Multicast DNS",
            ";; You are currently testing what happens when an mDNS query is leaked to DNS",
        ]
    flags = "qr" + ("" if answer.rcode == "REFUSED" else " aa") + (" rd" if display.is_recursive else "")
    extra = len(answer.additional) + display.has_edns
    lines += [
        f";; ->>HEADER<<- opcode: QUERY, status: {answer.rcode}, id: {crc32(seed.encode()) % 65536}",
        f";; flags: {flags}; QUERY: 1, ANSWER: {len(answer.answers)}, AUTHORITY: {len(answer.authority)}, "
        f"ADDITIONAL: {extra}",
    ]
    if display.is_recursive:
        lines.append(";; WARNING: recursion requested but not available")
    lines.append("")
    if display.has_edns:
        flag = " do" if display.is_dnssec else ""
        lines += [";; OPT PSEUDOSECTION:", f"; EDNS: version: 0, flags:{flag}; udp: 1232"]
        if display.has_cookie:
            cookie = f"{crc32(seed.encode()):08x}{crc32(seed[::-1].encode()):08x}"
            lines.append(f"; COOKIE: {cookie} (echoed)")
    return lines
