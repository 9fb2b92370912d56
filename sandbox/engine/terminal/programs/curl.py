"""``curl`` 7.88 (Debian 12): HTTP requests, with what it prints and its exit codes."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.engine.terminal.output import Output
from sandbox.engine.terminal.programs import options
from sandbox.engine.terminal.programs.http import Exchange, Url, is_api_server, parse_url, request
from sandbox.engine.terminal.programs.program import Environment

_FLAGS = "46fgGiIjkLnNOqRsSv#"
_VALUED = (
    "A",
    "b",
    "c",
    "d",
    "e",
    "E",
    "F",
    "H",
    "m",
    "o",
    "Q",
    "r",
    "T",
    "u",
    "w",
    "x",
    "X",
    "Y",
    "z",
    "connect-timeout",
    "retry",
    "retry-delay",
    "max-redirs",
    "resolve",
    "connect-to",
    "interface",
    "cacert",
)
_BARE = (
    "insecure",
    "compressed",
    "http1.1",
    "http1.0",
    "tcp-nodelay",
    "no-keepalive",
    "no-progress-meter",
    "retry-connrefused",
    "fail-with-body",
    "http2",
)
_LONG = {
    "ipv4": "4",
    "ipv6": "6",
    "fail": "f",
    "include": "i",
    "head": "I",
    "location": "L",
    "silent": "s",
    "show-error": "S",
    "verbose": "v",
    "max-time": "m",
    "output": "o",
    "write-out": "w",
    "request": "X",
    "header": "H",
    "data": "d",
    "user": "u",
    "user-agent": "A",
    "remote-name": "O",
    "proxy": "x",
    "globoff": "g",
    "get": "G",
    "insecure": "k",
    "range": "r",
    "cookie": "b",
    "referer": "e",
    "form": "F",
    "no-buffer": "N",
    **{name: name for name in _VALUED if len(name) > 1},
    **{name: name for name in _BARE if name != "insecure"},
}

_METER = (
    "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n"
    "                                 Dload  Upload   Total   Spent    Left  Speed\n"
)
_METER_IDLE = "\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0"

_COULD_NOT_CONNECT, _TIMED_OUT, _UNRESOLVED = 7, 28, 6


@dataclass(slots=True)
class _Transfer:
    """One URL's end: exit code, the error's text, what goes to stdout and stderr."""

    exit: int
    error: str
    body: str
    talk: str
    exchange: Exchange | None


def run(args: list[str], where: Environment) -> Output:
    """Carry out one command line of curl."""
    try:
        words = options.read(args, [*_FLAGS, *_BARE], _VALUED, _LONG)
    except options.Unknown as unknown:
        return _usage(unknown)
    for name in ("m", "connect-timeout"):
        if words.has(name) and _seconds(words.last(name)) is None:
            spelled = "-m" if name == "m" else "--connect-timeout"
            return Output(2, "", f"curl: option {spelled}: expected a proper numerical parameter\n{_TRY}")
    if not words.operands:
        return Output(2, "", f"curl: no URL specified!\n{_TRY}")
    stdout = stderr = ""
    exit_code = 0
    for text in words.operands:
        transfer = _transfer(text, words, where)
        stdout += transfer.body + _written_out(words, text, transfer)
        stderr += transfer.talk
        if transfer.exit and (not words.has("s") or words.has("S")):
            stderr += f"curl: ({transfer.exit}) {transfer.error}\n"
        exit_code = transfer.exit
    return Output(exit_code, stdout, stderr)


_TRY = "curl: try 'curl --help' or 'curl --manual' for more information\n"


_UNKNOWN_CERTIFICATE = """SSL certificate problem: unable to get local issuer certificate
More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above."""


def _usage(unknown: options.Unknown) -> Output:
    if unknown.kind == "value":
        return Output(2, "", f"curl: option {unknown.name}: requires parameter\n{_TRY}")
    spelled = f"--{unknown.name}" if unknown.kind == "long" else f"-{unknown.name}"
    return Output(2, "", f"curl: option {spelled}: is unknown\n{_TRY}")


def _seconds(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if value >= 0 else None


def _transfer(text: str, words: options.Words, where: Environment) -> _Transfer:
    is_quiet = words.has("s") or words.has("no-progress-meter") or words.has("o")
    meter = "" if is_quiet and not (words.has("o") and not words.has("s")) else _METER + _METER_IDLE
    url = parse_url(text)
    if url is None:
        return _Transfer(3, "URL using bad/illegal format or missing URL", "", "", None)
    if url.scheme not in ("http", "https"):
        return _Transfer(1, f'Protocol "{url.scheme}" not supported or disabled in libcurl', "", "", None)
    family = 6 if words.has("6") else 4 if words.has("4") else None
    limit = (_seconds(words.last("m")) if words.has("m") else None) or (
        _seconds(words.last("connect-timeout")) if words.has("connect-timeout") else None
    )
    exchange = request(where, url, family, limit or 1.0)
    talk = _talk(url, exchange, words) if words.has("v") else ""
    failed = _failure(url, exchange, words)
    if failed is not None:
        return _Transfer(failed[0], failed[1], "", meter + ("\n" if meter else "") + talk, exchange)
    response = exchange.response
    if response is None:
        return _Transfer(52, "Empty reply from server", "", meter + talk, exchange)
    if response.code >= 400 and words.has("f"):
        return _Transfer(
            22,
            f"The requested URL returned error: {response.code}",
            "",
            meter + ("\n" if meter else "") + talk,
            exchange,
        )
    body = "" if words.has("I") else response.body
    shown = (response.head if words.has("i") or words.has("I") else "") + body
    if words.has("o") or words.has("O"):
        shown = shown if words.last("o", "file") == "-" else ""
    size = len(body)
    rate = f"{size * 500:5d}"
    ended = f"\r100 {size:5d}  100 {size:5d}    0     0  {rate}      0 --:--:-- --:--:-- --:--:-- {rate}\n"
    return _Transfer(0, "", shown, meter + (ended if meter else "") + talk, exchange)


def _failure(url: Url, exchange: Exchange, words: options.Words) -> tuple[int, str] | None:
    """The exit code and text of a connection that gave no response, None for one that did."""
    outcome = exchange.outcome
    if outcome == "unresolved":
        return _UNRESOLVED, f"Could not resolve host: {url.host}"
    if outcome == "answered":
        if url.scheme == "https" and exchange.last is not None and is_api_server(exchange.last):
            return None if words.has("k") else (60, _UNKNOWN_CERTIFICATE)
        if url.scheme == "https":
            return 35, "error:0A00010B:SSL routines::wrong version number"
        return None if exchange.response is not None else (52, "Empty reply from server")
    if outcome == "timeout":
        limit = _seconds(words.last("m")) if words.has("m") else None
        connect = _seconds(words.last("connect-timeout")) if words.has("connect-timeout") else None
        if limit and (not connect or limit <= connect):
            return _TIMED_OUT, f"Connection timed out after {int(limit * 1000) + 1} milliseconds"
        spent, why = (int(connect * 1000), "Timeout was reached") if connect else (134000, "Couldn't connect to server")
        return _TIMED_OUT, f"Failed to connect to {url.host} port {url.port} after {spent} ms: {why}"
    if outcome in ("closed", "reset"):
        return (
            (52, "Empty reply from server") if outcome == "closed" else (56, "Recv failure: Connection reset by peer")
        )
    return (
        _COULD_NOT_CONNECT,
        f"Failed to connect to {url.host} port {url.port} after 2 ms: Couldn't connect to server",
    )


def _talk(url: Url, exchange: Exchange, words: options.Words) -> str:
    """What ``-v`` adds."""
    if exchange.last is None:
        return f"* Could not resolve host: {url.host}\n* Closing connection 0\n"
    lines = []
    for one in exchange.picked:
        address = f"[{one.address}]" if ":" in one.address else one.address
        lines.append(f"*   Trying {address}:{url.port}...")
        if one.branch.outcome in ("refused", "unreachable"):
            said = "Connection refused" if one.branch.outcome == "refused" else "Network is unreachable"
            lines.append(f"* connect to {one.address} port {url.port} failed: {said}")
    failed, response = _failure(url, exchange, words), exchange.response
    if failed is not None or response is None:
        return "\n".join([*lines, *([f"* {failed[1]}"] if failed else []), "* Closing connection 0", ""])
    method = words.last("X") or ("HEAD" if words.has("I") else "POST" if words.has("d") else "GET")
    lines += [
        f"* Connected to {url.host} ({exchange.last.address}) port {url.port} (#0)",
        f"> {method} {url.path} HTTP/1.1",
        f"> Host: {url.authority}",
        "> User-Agent: curl/7.88.1",
        "> Accept: */*",
        "> ",
        *(f"< {line}" for line in response.head.split("\r\n")[:-1]),
    ]
    return "\n".join([*lines, f"* Connection #0 to host {url.host} left intact", ""])


def _written_out(words: options.Words, text: str, transfer: _Transfer) -> str:
    """What ``-w`` asks for."""
    form = words.last("w")
    if not form:
        return ""
    exchange = transfer.exchange
    response = exchange.response if exchange is not None and not (transfer.exit and transfer.exit != 22) else None
    address = exchange.last.address if exchange is not None and exchange.last is not None and response else ""
    url = parse_url(text)
    content = dict(response.headers).get("Content-Type", "") if response is not None else ""
    values = {
        "http_code": f"{response.code:03d}" if response is not None else "000",
        "exitcode": str(transfer.exit),
        "errormsg": transfer.error,
        "remote_ip": address,
        "remote_port": str(url.port) if url and address else "0",
        "size_download": str(len(response.body)) if response is not None else "0",
        "url_effective": text,
        "time_total": "0.002000",
        "time_connect": "0.001000",
        "time_namelookup": "0.000500",
        "content_type": content,
        "time_starttransfer": "0.001500",
        "num_connects": "1" if response is not None else "0",
        "scheme": "http",
        "http_version": "1.1" if response is not None else "0",
        "num_redirects": "0",
        "method": words.last("X") or "GET",
    }
    values["response_code"] = values["http_code"]
    for name, value in values.items():
        form = form.replace("%{" + name + "}", value)
    return form.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r").replace("%%", "%")
