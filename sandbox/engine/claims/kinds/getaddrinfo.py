"""``getaddrinfo``: what libc gives an application for a name."""

from __future__ import annotations

from typing import Any

from sandbox.engine import callers
from sandbox.engine.claims.claim import Carried, ClaimKind, check_caller, check_fields
from sandbox.engine.claims.words import because_of_resolution, resolution_sentence
from sandbox.engine.terminal import Shell


def _check(value: Any) -> list[str]:
    wrong = check_fields(value, {"from": str, "name": str}, {"family": int, "namespace": str})
    return wrong or check_caller(value["from"])


def _title(value: Any) -> str:
    return f"{value['from']} resolves {value['name']}"


def _carry_out(shell: Shell, value: Any) -> Carried:
    caller = callers.parse(value["from"], value.get("namespace", "default"))
    resolution = shell.cluster.getaddrinfo(caller, value["name"], value.get("family"))
    return Carried(
        {"addresses": list(resolution.addresses), "error": resolution.error},
        resolution_sentence(resolution),
        resolution,
        because_of_resolution(resolution),
    )


KIND = ClaimKind("getaddrinfo", _check, _title, _carry_out, short="addresses")
