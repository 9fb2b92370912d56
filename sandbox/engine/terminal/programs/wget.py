"""``wget`` 1.21 (Debian 12): HTTP downloads, with what it prints and its exit codes."""

from __future__ import annotations

from sandbox.engine.terminal.output import Output
from sandbox.engine.terminal.programs import options
from sandbox.engine.terminal.programs.http import Exchange, Url, moment, parse_url, request
from sandbox.engine.terminal.programs.program import Environment

_FLAGS = "46bcdEFhHkKLmNpqrSvVx"
_VALUED = (
    "a",
    "A",
    "B",
    "D",
    "e",
    "i",
    "I",
    "l",
    "o",
    "O",
    "P",
    "Q",
    "R",
    "t",
    "T",
    "U",
    "w",
    "X",
    "header",
    "post-data",
    "connect-timeout",
    "read-timeout",
    "dns-timeout",
    "waitretry",
    "max-redirect",
)
_BARE = (
    "spider",
    "no-check-certificate",
    "no-verbose",
    "no-proxy",
    "content-on-error",
    "retry-connrefused",
    "no-cache",
    "show-progress",
)
_LONG = {
    "inet4-only": "4",
    "inet6-only": "6",
    "quiet": "q",
    "verbose": "v",
    "server-response": "S",
    "output-document": "O",
    "timeout": "T",
    "tries": "t",
    "user-agent": "U",
    "wait": "w",
    "continue": "c",
    "timestamping": "N",
    "directory-prefix": "P",
    "output-file": "o",
    "help": "h",
    "version": "V",
    **{name: name for name in (*_VALUED, *_BARE) if len(name) > 1},
}

_NETWORK_FAILURE, _SERVER_ERROR, _PARSE_ERROR, _GENERIC = 4, 8, 2, 1

_REASONS = {"refused": "Connection refused", "timeout": "Connection timed out", "unreachable": "Network is unreachable"}


def run(args: list[str], where: Environment) -> Output:
    """Carry out one command line of wget."""
    try:
        words = options.read(_split_nv(args), [*_FLAGS, *_BARE], _VALUED, _LONG)
    except options.Unknown as unknown:
        return _usage(unknown)
    if not words.operands:
        return Output(
            _GENERIC, "", "wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n"
        )
    stdout = log = ""
    worst = 0
    for text in words.operands:
        url = parse_url(text)
        if url is None:
            log += f"{text}: Invalid host name.\n"
            worst = _GENERIC
            continue
        code, body, said = _fetch(text, url, words, where)
        stdout += body
        log += said
        worst = code or worst
    return Output(worst, stdout, "" if words.has("q") else log)


def _split_nv(args: list[str]) -> list[str]:
    """``-nv`` and its like are two letters that belong together."""
    return ["--no-verbose" if word == "-nv" else word for word in args]


def _usage(unknown: options.Unknown) -> Output:
    spelled = (
        f"unrecognized option '--{unknown.name}'"
        if unknown.kind == "long"
        else f"invalid option -- '{unknown.name}'"
        if unknown.kind == "short"
        else f"option requires an argument -- '{unknown.name.lstrip('-')}'"
        if len(unknown.name) == 2
        else f"option '{unknown.name}' requires an argument"
    )
    return Output(
        _PARSE_ERROR, "", f"wget: {spelled}\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n"
    )


def _fetch(text: str, url: Url, words: options.Words, where: Environment) -> tuple[int, str, str]:
    """The exit code, what goes to standard output, and the log."""
    family = 6 if words.has("6") else 4 if words.has("4") else None
    exchange = request(where, url, family)
    now = moment(where.state).strftime("%Y-%m-%d %H:%M:%S")
    shown = text if "://" in text else f"http://{text}"
    shown += "/" if shown.count("/") == 2 else ""
    log = f"--{now}--  {shown}\n" + _reached(url, exchange)
    if exchange.outcome == "unresolved":
        return _NETWORK_FAILURE, "", log + f"wget: unable to resolve host address '{url.host}'\n"
    if exchange.outcome != "answered" or url.scheme == "https":
        return _NETWORK_FAILURE, "", log + ("" if exchange.outcome != "timeout" else "Giving up.\n\n")
    response = exchange.response
    if response is None:
        return _NETWORK_FAILURE, "", log + "HTTP request sent, awaiting response... No data received.\nGiving up.\n\n"
    log += f"HTTP request sent, awaiting response... {response.code} {response.reason}\n"
    if words.has("S"):
        log += "".join(f"  {line}\n" for line in response.head.split("\r\n")[:-2])
    if response.code >= 400:
        return _SERVER_ERROR, "", log + f"{now} ERROR {response.code}: {response.reason}.\n\n"
    if words.has("spider"):
        return 0, "", log + f"Length: {len(response.body)} [application/json]\nRemote file exists.\n\n"
    name = words.last("O") or "index.html"
    target = "STDOUT" if name == "-" else name
    size = len(response.body)
    log += f"Length: {size} [application/json]\nSaving to: '{target}'\n\n"
    log += f"     0K{'':58}100% 9.00M=0s\n\n"
    log += (
        f"{now} (9.00 MB/s) - written to stdout [{size}/{size}]\n\n"
        if name == "-"
        else f"{now} (9.00 MB/s) - '{target}' saved [{size}/{size}]\n\n"
    )
    return 0, response.body if name == "-" else "", log


def _reached(url: Url, exchange: Exchange) -> str:
    if exchange.connection.resolution is None:
        log, named = "", url.host
    else:
        found = exchange.connection.resolution.addresses
        log = f"Resolving {url.host} ({url.host})... " + (
            ", ".join(found) + "\n" if found else f"failed: {exchange.connection.resolution.error}.\n"
        )
        named = f"{url.host} ({url.host})"
    for one in exchange.picked:
        log += (
            f"Connecting to {named}|{one.address}|:{url.port}... "
            if named != url.host
            else (f"Connecting to {url.host}:{url.port}... ")
        )
        log += (
            "connected.\n"
            if one.branch.outcome == "answered"
            else f"failed: {_REASONS.get(one.branch.outcome, 'Connection refused')}.\n"
        )
    return log
