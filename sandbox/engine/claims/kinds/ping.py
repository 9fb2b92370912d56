"""``ping``: one ICMP echo request."""

from __future__ import annotations

from typing import Any

from sandbox.engine import callers
from sandbox.engine.claims.claim import Carried, ClaimKind, check_caller, check_fields
from sandbox.engine.claims.words import ping_sentence
from sandbox.engine.terminal import Shell


def _check(value: Any) -> list[str]:
    wrong = check_fields(value, {"from": str, "to": str}, {"namespace": str})
    return wrong or check_caller(value["from"])


def _title(value: Any) -> str:
    return f"{value['from']} pings {value['to']}"


def _carry_out(shell: Shell, value: Any) -> Carried:
    ping = shell.cluster.ping(callers.parse(value["from"], value.get("namespace", "default")), value["to"])
    return Carried({"outcome": ping.outcome}, ping_sentence(ping), ping, ping.because)


KIND = ClaimKind("ping", _check, _title, _carry_out, short="outcome")
