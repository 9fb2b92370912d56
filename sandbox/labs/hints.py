"""Hints, drawn from what a check found: in words, where to look, what stands there, and then the solution.

Nobody writes them: the failed check says what happened, and the cause that decided it names object, field and value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.observations import short_value
from sandbox.plays import command_of

Plain = dict[str, Any]

_SIMPLE_FIELD = re.compile(r"[A-Za-z]+(\[\d+\])?(\.[A-Za-z][A-Za-z0-9-]*(\[\d+\])?)*")
_UNKNOWN_ADDRESS = re.compile(r"\{(?:lbIP|clusterIP|podIP|nodePort)6? [^{}]*\} does not resolve.*", re.DOTALL)
_SHORT_KINDS = {"Service": "svc", "EndpointSlice": "endpointslice"}
_NO_OBJECTS = ("DNS", "outside", "node")  # what is named as an object and no API server knows
_LOOK_AROUND = ["kubectl get svc,pods -o wide"]


@dataclass(frozen=True)
class Hint:
    """`text` is a sentence; `commands` are lines to type."""

    title: str
    text: str
    commands: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Evidence:
    """What a failed claim says: in a sentence, the fact that decided it (if any), and commands that show it."""

    summary: str
    fact: Plain | None
    commands: list[str]


def drawn(verdict: Plain | None, solution: list[str]) -> list[Hint]:
    """All hints of a step, from the least to the most telling. Without a failed check there is only the solution."""
    failed = next((claim for claim in (verdict or {}).get("claims") or [] if claim.get("holds") is False), None)
    hints = _from(evidence(failed)) if failed else []
    return [*hints, Hint("The solution", "These commands pass the step.", list(solution))]


def worded(summary: str) -> str:
    """A summary for learners: an address that nobody was given yet is no name that does not resolve."""
    return _UNKNOWN_ADDRESS.sub("There is no such address yet.", summary)


def _from(found: Evidence) -> list[Hint]:
    first = Hint("In words", found.summary)
    fact = found.fact
    if fact is None:
        return [first, Hint("What to compare", "Look at what there is, and at what is claimed.", found.commands)]
    name = _short(fact["object"])
    if fact["field"] == "metadata.name" and fact.get("value") is None:
        return [first, Hint("Where to look", f"There is no {name}.", found.commands)]
    where = f"`{fact['field']}` of {name}" if fact["field"] else name
    hints = [first, Hint("Where to look", f"What decided it is {where}.")]
    said = str(fact["text"]).rstrip(".")
    value = short_value(fact.get("value"))
    stands = f"{said}." if not value or value in said else f"{said}: `{value}`."
    number = command_of(fact.get("source"))
    if fact.get("line") and number and not fact["field"].startswith("status."):
        stands += f" It is line {fact['line']} of what command {number} applied."
    return [*hints, Hint("What stands there", stands, found.commands)]


def evidence(claim: Plain) -> Evidence:
    """What a failed claim rests on. Its first cause decided it, unless the connection was made all the same and it is
    something else about it that is not as expected."""
    summary = worded(str(claim.get("summary") or ""))
    if claim.get("kind") == "kubectl" and not claim.get("because"):
        return Evidence(f"It prints: `{summary}`", None, [f"kubectl {claim['claim']['kubectl']}"])
    expected, observed = claim.get("expected"), claim.get("observed") or {}
    if claim.get("kind") == "connect" and observed.get("outcome") != "unresolved":
        wanted = expected if isinstance(expected, dict) else {"outcome": expected}
        found = _of_a_way(claim, summary, wanted, observed)
        if found is not None:
            return found
    facts = [fact for fact in claim.get("because") or [] if not fact["object"].startswith(_NO_OBJECTS)]
    if not facts:
        return Evidence(summary, None, _LOOK_AROUND)
    # That a selector finds nobody who serves is what happened; why it is so comes behind it.
    fact = next((one for one in facts if one["field"] != "spec.selector"), facts[0])
    return Evidence(summary, fact, [showing(fact)])


def _of_a_way(claim: Plain, summary: str, wanted: Plain, observed: Plain) -> Evidence | None:
    """For a connection that was answered, and not as it should be: the step on its way that makes the difference."""
    trace = claim.get("trace") or {}
    branches = [branch for walk in trace.get("walks") or [] for branch in walk["branches"]]
    if not any(branch["outcome"] == "answered" for branch in branches):
        return None
    if wanted.get("outcome") not in (None, "answered"):
        return _at(summary, _facts(branches, "match"))
    failed = [branch for branch in branches if branch["outcome"] != "answered"]
    if failed and wanted.get("servers"):
        return _at(summary, iter(failed[0]["steps"][-1]["because"]))
    service = next((walk["service"] for walk in trace["walks"] if walk["service"]), "")
    if wanted.get("sticky") and not observed.get("sticky"):
        return _field_of(service, "spec.sessionAffinity", "Nothing keeps a caller with one pod.", summary)
    servers = wanted.get("servers")
    if isinstance(servers, list) and set(servers) != set(observed.get("servers") or {}):
        said = _difference(servers, list(observed.get("servers") or {}))
        text = "The selector says which pods may answer, and slices say which do."
        found = _field_of(service, "spec.selector", text, f"{summary} {said}")
        name = service.rpartition("/")[2]
        more = ["kubectl get pods --show-labels", f"kubectl get endpointslices -l kubernetes.io/service-name={name}"]
        return Evidence(found.summary, found.fact, [*found.commands, *more])
    if wanted.get("seen_client"):
        seen = " or ".join(observed.get("seen_client") or [])
        return _at(f"{summary} It sees the caller as {seen}.", _facts(branches, "snat"))
    if wanted.get("reached_at"):
        return _at(summary, _facts(branches, "dnat"))
    return None


def _difference(wanted: list[str], seen: list[str]) -> str:
    missing = [_short(name) for name in wanted if name not in seen]
    if missing:
        return f"Never by {' or '.join(missing)}."
    return f"It should not be {' or '.join(_short(name) for name in seen if name not in wanted)}."


def _facts(branches: list[Plain], verb: str) -> Iterator[Plain]:
    return (fact for branch in branches for step in branch["steps"] if step["verb"] == verb for fact in step["because"])


def _at(summary: str, facts: Iterator[Plain]) -> Evidence | None:
    fact = next((one for one in facts if not one["object"].startswith(_NO_OBJECTS)), None)
    return Evidence(summary, fact, [showing(fact)]) if fact else None


def _field_of(service: str, path: str, text: str, summary: str) -> Evidence:
    fact: Plain = {
        "object": f"Service {service}",
        "field": path,
        "value": {},
        "text": text,
        "line": None,
        "source": None,
    }
    return Evidence(summary, fact, [showing(fact)])


def showing(fact: Plain) -> str:
    """The command that shows the field of a fact."""
    kind, _, full_name = fact["object"].partition(" ")
    namespace, _, name = full_name.rpartition("/")
    where = f" -n {namespace}" if namespace not in ("", "default") else ""
    kind = _SHORT_KINDS.get(kind, kind.lower())
    path, value = fact.get("field") or "", fact.get("value")
    if path == "metadata.name" and value is None:
        return f"kubectl get {kind}{where}"
    target = f"kubectl get {kind} {name}{where}"
    if _SIMPLE_FIELD.fullmatch(path) and isinstance(value, (str, int, dict)):
        return f"{target} -o jsonpath='{{.{path}}}'"
    return f"{target} -o yaml"


def _short(name: str) -> str:
    """A name of the default namespace without it."""
    return name.replace(" default/", " ").removeprefix("default/")
