"""HTTP as the programs of a pod speak it: a URL taken apart, a request carried out."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sandbox.engine.callers import Caller
from sandbox.engine.cluster.state import State
from sandbox.engine.dataplane import health
from sandbox.engine.dataplane.pick import Picked, best, pick
from sandbox.engine.terminal.programs.program import Environment
from sandbox.engine.traces import Connection

_URL = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?:[^/?#@]*@)?"
    r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^/?#:\[\]]*)(?::(?P<port>[^/?#]*))?(?P<path>[^#]*)(?:#.*)?"
)
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_PORTS = {"http": 80, "https": 443}


class Url(NamedTuple):
    """A URL's parts; ``host`` has no brackets, ``path`` begins with a slash."""

    scheme: str
    host: str
    port: int
    path: str
    is_port_written: bool

    @property
    def authority(self) -> str:
        """The ``Host`` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}" if self.port != _PORTS.get(self.scheme) else host


class Response(NamedTuple):
    """What a server said: status code, its phrase, headers in order, body."""

    code: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: str

    @property
    def head(self) -> str:
        """Status line and headers as they stand on the wire, the empty line included."""
        lines = [f"HTTP/1.1 {self.code} {self.reason}", *(f"{name}: {value}" for name, value in self.headers)]
        return "".join(f"{line}\r\n" for line in lines) + "\r\n"


class Exchange(NamedTuple):
    """A connection, the ways its tries went, the one that counts, and the response where one came."""

    connection: Connection
    picked: tuple[Picked, ...]
    last: Picked | None
    response: Response | None

    @property
    def outcome(self) -> str:
        return self.last.branch.outcome if self.last is not None else "unresolved"


def parse_url(text: str) -> Url | None:
    """The parts of a URL (``http`` where no scheme is written), None where it is none."""
    match = _URL.fullmatch(text.strip())
    if match is None or not match["host"]:
        return None
    scheme = (match["scheme"] or "http").lower()
    written = match["port"]
    if written and (not written.isdecimal() or not 0 < int(written) < 65536):
        return None
    port = int(written) if written else _PORTS.get(scheme, 80)
    path = match["path"] or "/"
    return Url(scheme, match["host"].strip("[]"), port, path if path.startswith("/") else f"/{path}", bool(written))


def moment(state: State) -> datetime:
    """The cluster's virtual time."""
    return _EPOCH + timedelta(seconds=state.now)


def request(where: Environment, url: Url, family: int | None = None, timeout: float = 1.0) -> Exchange:
    """GET a URL from the pod."""
    caller = Caller("pod", where.pod.name, where.pod.namespace)
    connection: Connection = where.cluster.connect(caller, url.host, url.port, family=family, timeout=timeout)
    picked = pick(where.state, connection)
    if not picked:
        return Exchange(connection, (), None, None)
    last = best(picked)
    response = respond(where.state, last, url) if last.branch.outcome == "answered" else None
    return Exchange(connection, picked, last, response)


def answer_line(last: Picked) -> str:
    """The one line of JSON with which a pod's server answers."""
    branch = last.branch
    return json.dumps({"pod": branch.server, "client": branch.seen_client, "reached": branch.reached_at}) + "\n"


def is_api_server(last: Picked) -> bool:
    """Whether it was the API server that answered: the only one that speaks TLS."""
    return last.branch.steps[-1].station == "API server"


def _forbidden(path: str) -> Response:
    """What the API server says to somebody whom it does not know."""
    body = json.dumps(
        {
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": f'forbidden: User "system:anonymous" cannot get path "{path}"',
            "reason": "Forbidden",
            "details": {},
            "code": 403,
        },
        indent=2,
    )
    return Response(
        403,
        "Forbidden",
        (
            ("Content-Type", "application/json"),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Length", str(len(body))),
        ),
        body,
    )


def respond(state: State, last: Picked, url: Url) -> Response | None:
    """What the server that was reached says over HTTP; None where it speaks no HTTP."""
    path = url.path
    if is_api_server(last):
        return (
            _forbidden(path)
            if url.scheme == "https"
            else Response(400, "Bad Request", (), "Client sent an HTTP request to an HTTPS server.\n")
        )
    if last.branch.server != "?":
        body = answer_line(last)
        return Response(200, "OK", (("Content-Type", "application/json"), ("Content-Length", str(len(body)))), body)
    station = last.branch.steps[-1].station
    node = state.shape.node(station.removeprefix("node "))
    now = moment(state)
    asked = last.branch.steps[-1].before
    said = (
        health.answer(
            state,
            node,
            asked.destination,
            asked.port,
            path.partition("?")[0],
            now.strftime("%Y-%m-%dT%H:%M:%S.000000000Z"),
        )
        if node is not None
        else None
    )
    if said is None:
        return None
    headers = (
        *said.headers,
        ("Date", now.strftime("%a, %d %b %Y %H:%M:%S GMT")),
        ("Content-Length", str(len(said.body))),
    )
    return Response(said.code, said.reason, headers, said.body)
