"""``nc`` (OpenBSD's netcat 1.219, Debian 12): connections over TCP and UDP, and port scans."""

from __future__ import annotations

from sandbox.engine.callers import Caller
from sandbox.engine.dataplane.pick import Picked, pick
from sandbox.engine.terminal.output import Output
from sandbox.engine.terminal.programs import options
from sandbox.engine.terminal.programs.http import answer_line
from sandbox.engine.terminal.programs.port_names import port_name
from sandbox.engine.terminal.programs.program import Environment
from sandbox.engine.traces import Connection, Protocol

_FLAGS = "46bCDdFhklNnrStUuvZz"
_VALUED = "IiMmOPpqsTVWwXx"

_USAGE = (
    "usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]\n"
    "\t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]\n"
    "\t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]\n"
    "\t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]\n"
    "\t  [destination] [port]\n"
)

_ENDS = {
    "refused": "failed: Connection refused",
    "timeout": "timed out: Operation now in progress",
    "unreachable": "failed: Network is unreachable",
}
_WRONG_FAMILY = "Address family for hostname not supported"
_MOST_PORTS = 1000


def run(args: list[str], where: Environment) -> Output:
    """Carry out one command line of nc."""
    try:
        words = options.read(args, _FLAGS, _VALUED, {})
    except options.Unknown as unknown:
        said = (
            f"nc: option requires an argument -- '{unknown.name[-1]}'\n"
            if unknown.kind == "value"
            else f"nc: invalid option -- '{unknown.name[:1] if unknown.kind == 'short' else '-'}'\n"
        )
        return Output(1, "", said + _USAGE)
    if words.has("h") or len(words.operands) != 2 or words.has("l"):
        return Output(1, "", _USAGE)
    host, written = words.operands
    if words.has("w") and not words.last("w").isdecimal():
        return Output(1, "", f"nc: timeout invalid: {words.last('w')}\n")
    ports = _ports(written, "udp" if words.has("u") else "tcp")
    if isinstance(ports, str):
        return Output(1, "", ports)
    stdout = stderr = ""
    exit_code = 1
    for port in ports:
        code, out, said = _to_port(host, port, words, where)
        stdout += out
        stderr += said
        exit_code = min(exit_code, code)
        if not code and not words.has("z"):
            break
    return Output(exit_code, stdout, stderr)


def _ports(text: str, protocol: str) -> list[int] | str:
    """The ports of ``80``, ``20-30`` or ``http``, else nc's complaint."""
    first, dash, last = text.partition("-")
    if dash and first.isdecimal() and last.isdecimal():
        low, high = sorted((int(first), int(last)))
        if not 0 < low <= high < 65536:
            return f"nc: port number too {'small' if low < 1 else 'large'}: {first if low < 1 else last}\n"
        return list(range(low, min(high, low + _MOST_PORTS) + 1))
    if text.isdecimal():
        if not 0 < int(text) < 65536:
            return f"nc: port number too {'small' if int(text) < 1 else 'large'}: {text}\n"
        return [int(text)]
    named = next((port for port in range(1, 32768) if port_name(port, protocol) == text), None)
    return [named] if named is not None else f"nc: port number invalid: {text}\n"


def _to_port(host: str, port: int, words: options.Words, where: Environment) -> tuple[int, str, str]:
    """The exit code, what the server said, and what nc says about it."""
    protocol: Protocol = "UDP" if words.has("u") else "TCP"
    family = 6 if words.has("6") else 4 if words.has("4") else None
    caller = Caller("pod", where.pod.name, where.pod.namespace)
    connection: Connection = where.cluster.connect(
        caller, host, port, protocol, family=family, timeout=float(words.last("w", "1"))
    )
    if not connection.walks:
        error = connection.resolution.error if connection.resolution is not None else _WRONG_FAMILY
        return 1, "", f'nc: getaddrinfo for host "{host}" port {port}: {error}\n'
    said = ""
    for one in pick(where.state, connection):
        shown = host if connection.resolution is None else f"{host} ({one.address})"
        if _is_open(one, protocol, words):
            if words.has("v"):
                name = port_name(port, protocol.lower()) or "*"
                said += f"Connection to {shown} {port} port [{protocol.lower()}/{name}] succeeded!\n"
            return 0, _answered(one, words, where), said
        if words.has("v") and protocol == "TCP":
            ended = _ENDS.get(one.branch.outcome, _ENDS["refused"])
            said += f"nc: connect to {shown} port {port} (tcp) {ended}\n"
    return 1, "", said


def _is_open(one: Picked, protocol: Protocol, words: options.Words) -> bool:
    """UDP has no connection: only ``-v`` probes, and silence passes for an open port."""
    outcome = one.branch.outcome
    return outcome == "answered" or (
        protocol == "UDP" and (outcome == "timeout" or (outcome == "refused" and not words.has("v")))
    )


def _answered(one: Picked, words: options.Words, where: Environment) -> str:
    """What the server says once it was sent something."""
    if words.has("z") or not where.stdin or one.branch.outcome != "answered" or one.branch.server == "?":
        return ""
    return answer_line(one)
