"""The types of claims: a step, what carrying it out gave, and what a kind of claim is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sandbox.engine import callers
from sandbox.engine.evidence import Fact
from sandbox.engine.frozen import frozen
from sandbox.engine.places import Place
from sandbox.engine.problems import Problem
from sandbox.engine.terminal import Output, Shell
from sandbox.engine.traces import Connection, Ping, Resolution


@frozen
class Step:
    """One step of a list of claims.

    ``kind`` is the step's name (``connect``), ``value`` what stands behind it, ``sentence`` the
    author's own words for it (empty without), ``expect`` what has to hold (None: nothing),
    ``place`` where it stands in the text of the claims.
    """

    kind: str
    value: Any
    sentence: str = ""
    expect: Any = None
    place: Place | None = None


#: What a step leaves behind for pictures and pages.
Trace = Connection | Resolution | Ping | Output | None


@frozen
class Carried:
    """What carrying a step out gave.

    ``observation`` is the entry of the recordings' format with real addresses in it,
    ``summary`` one sentence in plain words, ``because`` its causes, the deciding one first.
    """

    observation: dict[str, Any]
    summary: str
    trace: Trace = None
    because: tuple[Fact, ...] = ()
    problems: tuple[Problem, ...] = ()


@frozen
class ClaimKind:
    """One kind of step. ``check`` gives what is wrong with its value (one sentence each),
    ``title`` says in a sentence what is asked, ``short`` the observation's key that a plain
    expectation (``expect: answered``) is about, ``recorded`` the keys that a
    recording has (None: all); the others are there for expectations. ``explain`` gives, for a
    value and what is expected of it, the facts about just that (None: carrying it out tells all)."""

    name: str
    check: Callable[[Any], Sequence[str]]
    title: Callable[[Any], str]
    carry_out: Callable[[Shell, Any], Carried]
    short: str = ""
    is_recorded: bool = True
    recorded: tuple[str, ...] | None = None
    explain: Callable[[Shell, Any, Any], tuple[Fact, ...]] | None = None


def check_fields(
    value: Any,
    required: Mapping[str, type | tuple[type, ...]],
    optional: Mapping[str, type | tuple[type, ...]] | None = None,
) -> list[str]:
    """What is wrong with a mapping that needs some fields and may have others."""
    if not isinstance(value, dict):
        return [f"needs a mapping with {', '.join(required)}"]
    allowed = {**required, **(optional or {})}
    wrong = [f"has no {name}" for name in required if name not in value]
    for name, one in value.items():
        if name not in allowed:
            wrong.append(f"has no field {name!r}; it takes {', '.join(allowed)}")
        elif not isinstance(one, allowed[name]) or (isinstance(one, bool) and allowed[name] is not bool):
            wrong.append(f"field {name!r} has a value of the wrong type")
    return wrong


def check_caller(text: str) -> list[str]:
    """What is wrong with the name of a caller, if anything."""
    try:
        callers.parse(text)
    except ValueError as error:
        return [f"field 'from' names {error}"]
    return []
