"""``ping`` (iputils 20221126, Debian 12)."""

from __future__ import annotations

import ipaddress

from sandbox.engine.callers import Caller
from sandbox.engine.dns.hosts import hosts
from sandbox.engine.terminal.output import Output
from sandbox.engine.terminal.programs import options
from sandbox.engine.terminal.programs.program import Environment
from sandbox.engine.traces import Ping, Resolution, Walk

_FLAGS = "46aAbBdDfhLnOqrRUvV"
_VALUED = "cFGiIlmMpPQsStTwW"

_FIRST_TTL = 64
#: The real program goes on until it is interrupted, which nobody here can do.
_WITHOUT_COUNT = 4
_MOST = 100


def run(args: list[str], where: Environment) -> Output:
    """Carry out one command line of ping."""
    try:
        words = options.read(args, _FLAGS, _VALUED, {})
    except options.Unknown as unknown:
        said = (
            f"ping: option requires an argument -- '{unknown.name[-1]}'"
            if unknown.kind == "value"
            else f"ping: invalid option -- '{unknown.name[:1] if unknown.kind == 'short' else '-'}'"
        )
        return Output(2, "", f"{said}\n\nUsage\n  ping [options] <destination>\n")
    if not words.operands:
        return Output(1, "", "ping: usage error: Destination address required\n")
    for letter in "cWws":
        if words.has(letter) and not _is_number(words.last(letter)):
            return Output(1, "", f"ping: invalid argument: '{words.last(letter)}'\n")
    if words.has("c") and int(float(words.last("c"))) < 1:
        return Output(
            1, "", f"ping: invalid argument: '{words.last('c')}': out of range: 1 <= value <= 9223372036854775807\n"
        )
    target = words.operands[-1]
    caller = Caller("pod", where.pod.name, where.pod.namespace)
    ping: Ping = where.cluster.ping(caller, target)
    if ping.walk is None:
        error = ping.resolution.error if ping.resolution is not None else None
        return Output(2, "", f"ping: {target}: {error or 'Name or service not known'}\n")
    if ping.outcome == "unreachable":
        return Output(2, "", "ping: connect: Network is unreachable\n")
    return _printed(ping, ping.walk, words, where, caller)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


def _printed(ping: Ping, walk: Walk, words: options.Words, where: Environment, caller: Caller) -> Output:
    address = walk.packet.destination
    size = int(float(words.last("s", "56")))
    count = min(int(float(words.last("c", str(_WITHOUT_COUNT)))), _MOST)
    is_six = ":" in address
    name = _canonical(ping.resolution, ping.target)
    head = (
        f"PING {name}({address}) {size} data bytes"
        if is_six and name == address
        else f"PING {name}({_full(where, caller, address, True)}) {size} data bytes"
        if is_six
        else f"PING {name} ({address}) {size}({size + 28}) bytes of data."
    )
    is_numeric = words.has("n") or ping.resolution is None
    branch = walk.branches[0]
    answering = branch.steps[-1].after.source if ping.outcome == "refused" else address
    shown = _full(where, caller, answering, not is_numeric)
    ttl = _FIRST_TTL - sum(step.verb == "route" and step.station.startswith("node ") for step in branch.steps)
    lines = [head]
    for number in range(1, count + 1):
        if ping.outcome == "reply":
            lines.append(f"{size + 8} bytes from {shown}: icmp_seq={number} ttl={ttl} time=0.050 ms")
        elif ping.outcome == "refused":
            lines.append(f"From {shown} icmp_seq={number} Destination Port Unreachable")
    received = count if ping.outcome == "reply" else 0
    errors = f" +{count} errors," if ping.outcome == "refused" else ""
    if words.has("q"):
        lines = [head]
    lines += [
        "",
        f"--- {name} ping statistics ---",
        f"{count} packets transmitted, {received} received,{errors} {100 if not received else 0}% packet loss, "
        f"time {(count - 1) * 1000}ms",
        "rtt min/avg/max/mdev = 0.050/0.050/0.050/0.000 ms" if received else "",
    ]
    return Output(0 if received else 1, "\n".join(lines) + "\n", "")


def _canonical(resolution: Resolution | None, target: str) -> str:
    """The name that libc calls canonical: that of the records, aliases followed."""
    if resolution is None or resolution.deciding is None:
        return target
    answers = resolution.questions[resolution.deciding].answers
    final = next((one.name for one in answers if one.type in ("A", "AAAA")), target)
    return final.rstrip(".")


def _full(where: Environment, caller: Caller, address: str, is_named: bool) -> str:
    """``name (address)`` where names are wanted, the name being the address if it has none.
    ``/etc/hosts`` comes before DNS."""
    if not is_named:
        return address
    listed = next((names[0] for entry, names in hosts(where.state, caller).entries if entry == address), "")
    if listed:
        return f"{listed} ({address})"
    pointer = ipaddress.ip_address(address).reverse_pointer + "."
    found: Resolution = where.cluster.lookup(caller, pointer, "PTR")
    answers = found.questions[found.deciding].answers if found.deciding is not None else ()
    named = next((one.data.rstrip(".") for one in answers if one.type == "PTR"), address)
    return f"{named} ({address})"
