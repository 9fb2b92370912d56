"""``connect``: open a connection, send a request, read who answered."""

from __future__ import annotations

import re
from typing import Any

from sandbox.engine import callers
from sandbox.engine.claims.claim import Carried, ClaimKind, check_caller, check_fields
from sandbox.engine.claims.words import because_of_connection, connection_sentence
from sandbox.engine.terminal import Shell
from sandbox.engine.traces import Connection

_MOST_ATTEMPTS = 1000
_LONGEST_PORT = 5
_SYMBOL = re.compile(r"\{[^{}]*\}")
_OPTIONAL: dict[str, type | tuple[type, ...]] = {
    "protocol": str,
    "attempts": int,
    "same_source_port": bool,
    "timeout": (int, float),
    "family": int,
    "via": str,
    "namespace": str,
}


def _check(value: Any) -> list[str]:
    wrong = check_fields(value, {"from": str, "to": str, "port": (int, str)}, _OPTIONAL)
    if wrong:
        return wrong
    if value.get("protocol", "TCP") not in ("TCP", "UDP", "SCTP"):
        wrong.append("field 'protocol' is TCP, UDP or SCTP")
    if not 1 <= value.get("attempts", 1) <= _MOST_ATTEMPTS:
        wrong.append(f"field 'attempts' lies between 1 and {_MOST_ATTEMPTS}")
    if value.get("family") not in (None, 4, 6):
        wrong.append("field 'family' is 4 or 6")
    port = value["port"]
    if _SYMBOL.fullmatch(str(port)) is None and not _is_port(port):
        wrong.append("field 'port' is a number between 1 and 65535, or a symbol such as {nodePort default/web http}")
    return wrong + check_caller(value["from"])


def _is_port(port: int | str) -> bool:
    text = str(port)
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_PORT and 1 <= int(text) <= 65535


def _title(value: Any) -> str:
    times = f", {value['attempts']} times" if value.get("attempts", 1) > 1 else ""
    protocol = value.get("protocol", "TCP")
    return (
        f"{value['from']} connects to {value['to']} port {value['port']}"
        + (f" over {protocol}" if protocol != "TCP" else "")
        + times
    )


def observation(connection: Connection) -> dict[str, Any]:
    """The entry of the recordings: every possible outcome and server with its probability."""
    if len(connection.outcomes) == 1:
        outcome: Any = connection.outcomes[0][0]
    else:
        outcome = {name: round(float(share), 6) for name, share in connection.outcomes}
    found: dict[str, Any] = {
        "outcome": outcome,
        "servers": {name: round(float(share), 6) for name, share in connection.servers},
        "seen_client": list(connection.seen_client),
        "reached_at": list(connection.reached_at),
    }
    if connection.is_sticky:
        found["sticky"] = True
    return found


def _carry_out(shell: Shell, value: Any) -> Carried:
    if not _is_port(value["port"]):
        # A symbol that was not replaced: nothing in the cluster has such a port, so there is nothing to connect to.
        nothing = {"outcome": "unresolved", "servers": {}, "seen_client": [], "reached_at": []}
        return Carried(nothing, f"There is no port {value['port']}: no Service of that name has one.")
    connection = shell.cluster.connect(
        callers.parse(value["from"], value.get("namespace", "default")),
        value["to"],
        int(value["port"]),
        value.get("protocol", "TCP"),
        family=value.get("family"),
        via=value.get("via"),
        attempts=value.get("attempts", 1),
        same_source_port=value.get("same_source_port", False),
        timeout=float(value.get("timeout", 1)),
    )
    return Carried(
        observation(connection), connection_sentence(connection), connection, because_of_connection(connection)
    )


KIND = ClaimKind("connect", _check, _title, _carry_out, short="outcome")
