"""Common claims, put together from a few fields: what the form of the free sandbox offers.

A kind of claim is one entry in ``COMMON``; each turns the fields into the YAML of one step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

Fields = Mapping[str, str]


@dataclass(frozen=True)
class Common:
    """A claim that is often made. ``outcomes`` are what may be expected of it."""

    name: str
    label: str
    step: Callable[[Fields], dict[str, Any]]
    outcomes: tuple[str, ...] = ()


def _port(fields: Fields) -> int | str:
    text = fields.get("port", "").strip()
    return int(text) if text.isdecimal() and len(text) < 10 else text or 80


def _caller(fields: Fields) -> str:
    return fields.get("from", "").strip() or "pod/client"


def _target(fields: Fields) -> str:
    return fields.get("to", "").strip() or "web"


COMMON: tuple[Common, ...] = (
    Common(
        "connect",
        "connects to",
        lambda f: {"connect": {"from": _caller(f), "to": _target(f), "port": _port(f)}},
        ("answered", "refused", "timeout", "unresolved", "unreachable"),
    ),
    Common(
        "lookup",
        "looks up the name",
        lambda f: {"lookup": {"from": _caller(f), "name": _target(f), "type": "A"}},
        ("NOERROR", "NXDOMAIN"),
    ),
    Common(
        "ping",
        "pings",
        lambda f: {"ping": {"from": _caller(f), "to": _target(f)}},
        ("reply", "timeout", "refused", "unreachable", "unresolved"),
    ),
    Common("endpoints", "shows the endpoints of", lambda f: {"endpoints": _target(f)}),
)
BY_NAME = {common.name: common for common in COMMON}


def outcomes() -> list[str]:
    """Everything that may be expected of any of them, each once."""
    return list(dict.fromkeys(outcome for common in COMMON for outcome in common.outcomes))


def appended(claims: str, fields: Fields) -> str:
    """The claims with one more at their end; unchanged where the fields name no kind of claim."""
    common = BY_NAME.get(fields.get("kind", ""))
    if common is None:
        return claims
    step = common.step(fields)
    expected = fields.get("expect", "")
    if expected in common.outcomes:
        step["expect"] = expected
    text = yaml.safe_dump([step], sort_keys=False, allow_unicode=True, width=1000)
    return (claims.rstrip("\n") + "\n" + text) if claims.strip() else text
