"""What happened, in one plain sentence, and its causes with the deciding one first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from sandbox.engine.evidence import Fact
from sandbox.engine.traces import Answer, Candidate, Connection, Ping, Resolution, Step, Walk

_OUTCOMES = {
    "answered": "The connection is answered",
    "refused": "The connection is refused",
    "timeout": "The connection times out",
    "unreachable": "The network says that the address is unreachable",
    "unresolved": "The name does not resolve",
    "closed": "The connection is closed without an answer",
    "reset": "The connection is reset",
}

_PINGS = {
    "reply": "The ping is answered",
    "timeout": "The ping gets no answer",
    "refused": "The ping is refused",
    "unreachable": "The network says that the address is unreachable",
    "unresolved": "The name does not resolve",
}

#: A step of these verbs ended the packet's way or chose it: its facts come first.
_DECIDING = ("reject", "drop", "refuse", "lost", "answer")
_PLAIN_BEGINNINGS = ("Nothing", "Nobody", "No", "The", "There", "A", "An")
_MOST_NAMED = 12
_MOST_SERVERS_NAMED = 3
_MOST_LEFT_OUT_NAMED = 2
_MOST_DETAILS = 2
_MOST_BRANCHES_EXPLAINED = 8  # the steps of a branch are built when somebody reads them


def once(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Each fact once, in the order of its first appearance. Of the pods that one template makes, one speaks
    for all: they share its lines."""
    seen: dict[tuple[object, str, str], Fact] = {}
    for one in facts:
        seen.setdefault((one.place or one.object, one.field, one.text), one)
    return tuple(seen.values())


def sentence(text: str) -> str:
    """A fact's words as a sentence: a full stop, and a capital unless it begins with a name of the field."""
    if text[:1].islower():
        first, _, rest = text.partition(" ")
        if rest and first.isalpha() and first.islower():
            text = text[0].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else f"{text}."


def listed(names: Sequence[str]) -> str:
    """Names in a row; of many, the first ones and how many more there are."""
    more = len(names) - _MOST_NAMED
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:_MOST_NAMED])} and {more} more"


def _share(share: Fraction) -> str:
    return f"{float(share):.0%}"


def _clause(text: str) -> str:
    """A step's sentence as a part of another: without the outcome that it ends with, and without its capital."""
    first, _, _ = text.partition(" ")
    is_plain = first in _PLAIN_BEGINNINGS
    body = text.partition(", so ")[0]
    return body[0].lower() + body[1:] if is_plain else body


def _end(walks: Iterable[Walk], outcome: str) -> Step | None:
    """The last step of the first way that ended so."""
    return next(
        (branch.steps[-1] for walk in walks for branch in walk.branches if branch.outcome == outcome and branch.steps),
        None,
    )


def connection_sentence(connection: Connection) -> str:
    """``The connection is refused: web has no endpoint, because no pod has app=wbe.``"""
    if len(connection.outcomes) > 1:
        parts = ", ".join(f"{_share(share)} {name}" for name, share in connection.outcomes)
        return f"It depends on chance: {parts}." + "".join(
            f" {_OUTCOMES[name]} where {_clause(why)}."
            for name, _ in connection.outcomes
            if name not in ("answered", "unresolved") and (why := _why(connection.walks, name))
        )
    outcome = connection.outcomes[0][0]
    said = _OUTCOMES[outcome]
    if outcome == "answered":
        names = [name for name, _ in connection.servers]
        if len(names) == 1:
            return f"{said} by {names[0]}."
        shown = ", ".join(names[:_MOST_SERVERS_NAMED]) + (", …" if len(names) > _MOST_SERVERS_NAMED else "")
        keeps = " The client keeps to the one that it is sent to first." if connection.is_sticky else ""
        return f"{said} by one of {len(names)} pods. They are {shown}.{keeps}"
    if outcome == "unresolved" and connection.resolution is not None:
        return resolution_sentence(connection.resolution)
    no_pod = _no_pod(connection)
    if no_pod:
        return f"{said}, {no_pod}." + _left_out(connection)
    why = _why(connection.walks, outcome)
    said = f"{said}, because {_clause(why)}." if why else f"{said}."
    return said + (_left_out(connection) or _details(connection, outcome))


def _why(walks: Iterable[Walk], outcome: str) -> str:
    """What the step says that ended the first way with this outcome."""
    step = _end(walks, outcome)
    return step.text.rstrip(".") if step is not None else ""


def _left_out(connection: Connection) -> str:
    """`` default/web-0 is left out: app: web is not app: wbe.`` where a pod might have served."""
    known = {
        candidate.name: candidate
        for walk in connection.walks
        for candidate in walk.candidates
        if not candidate.is_used and candidate.reason
    }
    shown = list(known.values())[:_MOST_LEFT_OUT_NAMED]
    return "".join(f" {one.name} is left out: {one.reason.rstrip('.')}." + _own_cause(one) for one in shown)


def _own_cause(candidate: Candidate) -> str:
    """What the pod itself has to do with it, where the caption does not say it all."""
    own = next((one for one in candidate.because if one.object.endswith(f" {candidate.name}")), None)
    return "" if own is None or _is_missed(candidate) else f" {sentence(own.text)}"


def _details(connection: Connection, outcome: str) -> str:
    """The first facts of the step that ended the way: what stands there instead."""
    step = _end(connection.walks, outcome)
    return "".join(f" {sentence(one.text)}" for one in step.because[:_MOST_DETAILS]) if step is not None else ""


def _no_pod(connection: Connection) -> str:
    """``because no pod matches `app: wbe` `` where a Service's selector finds no pod that serves."""
    if any(
        candidate.is_used or not _is_missed(candidate) for walk in connection.walks for candidate in walk.candidates
    ):
        return ""
    selectors = [
        one.value
        for walk in connection.walks
        for branch in walk.branches[:1]
        for step in branch.steps
        for one in step.because
        if one.field == "spec.selector" and isinstance(one.value, dict)
    ]
    if not selectors:
        return ""
    return "because no pod matches `" + ", ".join(f"{key}: {value}" for key, value in selectors[0].items()) + "`"


def _is_missed(candidate: Candidate) -> bool:
    """Whether the selector misses the pod, as opposed to a pod that it selects and that cannot serve."""
    return any(one.field.startswith("spec.selector") for one in candidate.because)


def because_of_connection(connection: Connection) -> tuple[Fact, ...]:
    """The facts of the steps that ended each way, then those of the pods that were left out
    where nobody answered, then all others."""
    branches = [branch for walk in connection.walks for branch in walk.branches[:_MOST_BRANCHES_EXPLAINED]]
    ended = [one for branch in branches for step in branch.steps if step.verb in _DECIDING for one in step.because]
    is_answered = any(name == "answered" for name, _ in connection.outcomes)
    if len(connection.servers) > 1:  # what picked one of them says more than why each of them answers
        ended = [one for branch in branches for step in branch.steps if step.verb == "dnat" for one in step.because]
    left_out = (
        []
        if is_answered
        else [
            one
            for walk in connection.walks
            for candidate in walk.candidates
            if not candidate.is_used
            for one in candidate.because
        ]
    )
    rest = [one for branch in branches for one in branch.because]
    resolution = because_of_resolution(connection.resolution) if connection.resolution else ()
    if any(name == "unresolved" for name, _ in connection.outcomes):
        return once([*resolution, *connection.because])
    return once([*ended, *connection.because, *left_out, *rest, *resolution])


def resolution_sentence(resolution: Resolution) -> str:
    """``web resolves to 10.96.4.7.``, or libc's error and what is missing."""
    if resolution.addresses:
        return f"{resolution.name} resolves to {', '.join(resolution.addresses)}."
    return f"{resolution.name} does not resolve ({resolution.error or 'it has no address'})." + _missing(resolution)


def lookup_sentence(resolution: Resolution) -> str:
    """``NOERROR: web.default.svc.cluster.local. 30 A 10.96.4.7``, or what is missing."""
    if resolution.deciding is None:
        return f"No query could be made for {resolution.name}."
    answer = resolution.questions[resolution.deciding]
    if answer.answers:
        is_dangling = answer.type in ("A", "AAAA") and not resolution.addresses
        return f"{answer.rcode}: {', '.join(str(one) for one in answer.answers)}" + (
            f", and no address.{_missing(resolution)}" if is_dangling else ""
        )
    none = (
        "no record of this type"
        if answer.rcode == "NOERROR"
        else "no such name"
        if answer.rcode == "NXDOMAIN"
        else "no answer"
    )
    return f"{answer.rcode}: {none}." + _missing(resolution)


def _meant(resolution: Resolution) -> tuple[Fact, ...]:
    """The facts of the question that the name was most likely meant for.

    That is the first one at which something was nearly there (its facts show a value). Else it is told
    from the dots: the search list of a pod is its namespace, then ``svc``, then the cluster's domain: a name with
    one dot (``web.shop``) is a Service and a namespace and was meant for the second, and so on.
    """
    questions = resolution.questions
    if not questions:
        return ()
    if resolution.deciding is not None and questions[resolution.deciding].rcode == "NOERROR":
        return questions[resolution.deciding].because
    near = next(
        (question.because for question in questions if any(one.value is not None for one in question.because)), None
    )
    if near is not None:
        return near
    names = list(dict.fromkeys(question.name for question in questions))
    meant = names[min(resolution.name.rstrip(".").count("."), len(names) - 1)]
    return next(question.because for question in questions if question.name == meant)


def _missing(resolution: Resolution) -> str:
    """`` Namespace default has no Service of that name.`` and, where there is one, what was meant."""
    facts = _meant(resolution) or tuple(one for question in resolution.questions for one in question.because)
    return "".join(f" {sentence(one.text)}" for one in facts[:2])


def because_of_resolution(resolution: Resolution) -> tuple[Fact, ...]:
    """The facts of the question that settled it or was meant to, then of the search path, then of the others."""
    is_found = bool(resolution.addresses) or any(question.answers for question in resolution.questions)
    others = [] if is_found else [one for question in resolution.questions for one in question.because]
    return once([*_meant(resolution), *resolution.because, *others])


def because_of(trace: Connection | Resolution | Ping | Answer) -> tuple[Fact, ...]:
    """The facts behind whatever was asked of the network."""
    if isinstance(trace, Connection):
        return because_of_connection(trace)
    return because_of_resolution(trace) if isinstance(trace, Resolution) else trace.because


def said_of(trace: Connection | Resolution | Ping | Answer) -> str:
    """Whatever was asked of the network, in a sentence; empty for a bare question to a DNS server."""
    if isinstance(trace, Connection):
        return connection_sentence(trace)
    if isinstance(trace, Resolution):
        return resolution_sentence(trace)
    return ping_sentence(trace) if isinstance(trace, Ping) else ""


def ping_sentence(ping: Ping) -> str:
    """``The ping gets no answer: no Service port is ICMP.``"""
    said = _PINGS.get(ping.outcome, ping.outcome)
    if ping.outcome == "reply" or ping.walk is None:
        return f"{said}."
    why = _why([ping.walk], ping.walk.branches[0].outcome) if ping.walk.branches else ""
    return f"{said}, because {_clause(why)}." if why else f"{said}."
