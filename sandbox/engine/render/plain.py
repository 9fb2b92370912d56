"""Verdicts and traces as plain dicts: what the REST API returns and what pictures are drawn from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.engine.claims.judge import Judged, Verdict
from sandbox.engine.claims.words import sentence
from sandbox.engine.evidence import Fact
from sandbox.engine.places import Place
from sandbox.engine.problems import Problem
from sandbox.engine.terminal import Output
from sandbox.engine.traces import Answer, Branch, Candidate, Connection, Packet, Ping, Resolution, Step, Walk

_NOWHERE: dict[str, Any] = {"line": None, "column": None, "end_line": None, "end_column": None, "source": None}


def _place(place: Place | None) -> dict[str, Any]:
    if place is None:
        return _NOWHERE
    return {
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "source": place.source,
    }


def fact(one: Fact) -> dict[str, Any]:
    """One cause: object, field, value, sentence and the place of the line."""
    return {
        "object": one.object,
        "field": one.field,
        "value": one.value,
        "text": sentence(one.text),
        **_place(one.place),
    }


def _facts(facts: tuple[Fact, ...]) -> list[dict[str, Any]]:
    return [fact(one) for one in facts]


def problem(one: Problem) -> dict[str, Any]:
    """One mistake with its place."""
    return {"message": one.message, "field": one.field, **_place(one.place)}


def packet(one: Packet) -> dict[str, Any]:
    """A packet's protocol and both of its ends."""
    return {
        "protocol": one.protocol,
        "source": one.source,
        "source_port": one.source_port,
        "destination": one.destination,
        "port": one.port,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "station": step.station,
        "verb": step.verb,
        "text": step.text,
        "before": packet(step.before),
        "after": packet(step.after),
        "because": _facts(step.because),
    }


def _branch(branch: Branch) -> dict[str, Any]:
    return {
        "share": round(float(branch.share), 6),
        "outcome": branch.outcome,
        "server": branch.server,
        "seen_client": branch.seen_client,
        "reached_at": branch.reached_at,
        "steps": [_step(step) for step in branch.steps],
    }


def _candidate(one: Candidate) -> dict[str, Any]:
    return {
        "name": one.name,
        "address": one.address,
        "node": one.node,
        "is_used": one.is_used,
        "reason": one.reason,
        "because": _facts(one.because),
    }


def walk(one: Walk) -> dict[str, Any]:
    """All ways of one packet, each with its share."""
    return {
        "service": one.service,
        "caller": one.caller,
        "packet": packet(one.packet),
        "is_sticky": one.is_sticky,
        "candidates": [_candidate(candidate) for candidate in one.candidates],
        "branches": [_branch(branch) for branch in one.branches],
    }


def _answer(one: Answer) -> dict[str, Any]:
    return {
        "name": one.name,
        "type": one.type,
        "server": one.server,
        "rcode": one.rcode,
        "answers": [str(record) for record in one.answers],
        "authority": [str(record) for record in one.authority],
        "additional": [str(record) for record in one.additional],
        "because": _facts(one.because),
    }


def resolution(one: Resolution) -> dict[str, Any]:
    """A name's way through the search path, question by question."""
    return {
        "kind": "resolution",
        "name": one.name,
        "caller": one.caller,
        "questions": [_answer(question) for question in one.questions],
        "addresses": list(one.addresses),
        "error": one.error,
        "deciding": one.deciding,
        "because": _facts(one.because),
    }


def connection(one: Connection) -> dict[str, Any]:
    """A connection: its resolution and its walks."""
    return {
        "kind": "connection",
        "caller": one.caller,
        "target": one.target,
        "port": one.port,
        "protocol": one.protocol,
        "resolution": resolution(one.resolution) if one.resolution else None,
        "walks": [walk(each) for each in one.walks],
        "outcomes": {name: round(float(share), 6) for name, share in one.outcomes},
        "servers": {name: round(float(share), 6) for name, share in one.servers},
        "seen_client": list(one.seen_client),
        "reached_at": list(one.reached_at),
        "is_sticky": one.is_sticky,
        "because": _facts(one.because),
    }


def ping(one: Ping) -> dict[str, Any]:
    """An echo request."""
    return {
        "kind": "ping",
        "caller": one.caller,
        "target": one.target,
        "outcome": one.outcome,
        "resolution": resolution(one.resolution) if one.resolution else None,
        "walk": walk(one.walk) if one.walk else None,
        "because": _facts(one.because),
    }


def output(one: Output) -> dict[str, Any]:
    """What a command printed."""
    return {"kind": "terminal", "exit": one.exit, "stdout": one.stdout, "stderr": one.stderr}


_TRACES: dict[type, Callable[[Any], dict[str, Any]]] = {
    Connection: connection,
    Resolution: resolution,
    Ping: ping,
    Output: output,
}


def _judged(one: Judged) -> dict[str, Any]:
    carried = one.carried
    return {
        "claim": {one.step.kind: one.step.value},
        "kind": one.step.kind,
        "title": one.title,
        "holds": one.holds,
        "expected": one.expected,
        "observed": carried.observation,
        "summary": carried.summary,
        "because": _facts(carried.because),
        "trace": _TRACES[type(carried.trace)](carried.trace) if carried.trace is not None else None,
    }


def verdict(one: Verdict) -> dict[str, Any]:
    """A whole verdict."""
    return {
        "holds": one.holds,
        "refused": one.is_refused,
        "kubernetes": one.shape.kubernetes,
        "mode": one.shape.proxy_mode,
        "output": {key: value for key, value in output(one.output).items() if key != "kind"} if one.output else None,
        "problems": [problem(each) for each in one.problems],
        "claims": [_judged(each) for each in one.judged],
    }
