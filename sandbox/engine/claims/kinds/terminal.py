"""``apply``, ``delete`` and ``kubectl``: what kubectl does and prints."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sandbox.engine import api
from sandbox.engine.apiserver.status import Status
from sandbox.engine.claims.claim import Carried, ClaimKind
from sandbox.engine.claims.waiting import waiting
from sandbox.engine.claims.words import because_of, once, said_of, sentence
from sandbox.engine.cluster.state import State
from sandbox.engine.controllers.endpoint_slice.selection import is_much_like
from sandbox.engine.evidence import Fact, fact
from sandbox.engine.terminal import Output, Shell

_MOST_TOLD = 2
_SAYS_NOTHING = ("Warning: ", "command terminated with exit code ")
_MOST_LOOKED_AT = 200


def _check_text(value: Any) -> list[str]:
    return [] if isinstance(value, str) else ["needs a text"]


def _summary(output: Output) -> str:
    """The first line that says something; a refusal with its first cause."""
    both = (output.stderr, output.stdout) if output.exit else (output.stdout, output.stderr)
    lines = [line for text in both for line in text.splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith(_SAYS_NOTHING)] or lines
    if not said:
        return "Nothing was printed."
    first = said[0].strip()
    return f"{first} {said[1].lstrip('* ')}" if first.endswith(":") and len(said) > 1 else first


def _meant(state: State, status: Status) -> Iterator[Fact]:
    """For an object that was not found, those of its kind with nearly that name, or in other namespaces."""
    kind = api.resource(status.kind) if status.reason == "NotFound" and status.kind else None
    if kind is None:
        return
    if state.count(kind.name) <= _MOST_LOOKED_AT:
        for one in state.all(kind.name):
            if one.name != status.name and is_much_like(one.name, status.name):
                yield fact(one, ("metadata", "name"), f"{one.title} has nearly that name.")
    if not kind.is_namespaced:
        return
    for namespace in islice(state.all("Namespace"), _MOST_LOOKED_AT):
        found = state.get(kind.name, namespace.name, status.name)
        if found is not None:
            yield fact(found, ("metadata", "namespace"), f"{found.title} has that name, in another namespace.")


def carried(state: State, output: Output) -> Carried:
    """What a command line printed, as the recordings write it. Its causes are the mistakes that it was
    refused for, what other objects had to do with that, what the objects shown wait for, and what lies behind
    the answers that a program in a pod got."""
    refused = [Fact(problem.object, problem.field, None, problem.message, problem.place) for problem in output.problems]
    statuses = [reply.status for reply in output.replies if reply.status is not None]
    others = [one for status in statuses for one in (*status.facts, *_meant(state, status))]
    waits = waiting(state, output.shown)
    asked = [one for trace in output.traces for one in because_of(trace)]
    because = once([*refused, *others, *waits, *asked])
    summary = _summary(output)
    if waits and output.exit == 0:
        summary = f"{waits[0].object}: {' '.join(sentence(one.text) for one in waits[:_MOST_TOLD])}"
    if output.traces:
        told = said_of(output.traces[0])
        summary = f"{summary.rstrip('.')}. {told}".strip() if output.exit else told or summary
    return Carried(
        {"exit": output.exit, "stdout": output.stdout, "stderr": output.stderr},
        summary,
        output,
        because,
        output.problems,
    )


def _apply(shell: Shell, value: Any) -> Carried:
    done = carried(shell.cluster.state, shell.run("kubectl apply -f -", value))
    shell.cluster.settle()
    return done


def _delete(shell: Shell, value: Any) -> Carried:
    done = carried(shell.cluster.state, shell.run(f"kubectl delete {value}"))
    shell.cluster.settle()
    return done


def _kubectl(shell: Shell, value: Any) -> Carried:
    done = carried(shell.cluster.state, shell.run(f"kubectl {value}"))
    shell.cluster.settle()
    return done


APPLY = ClaimKind("apply", _check_text, lambda value: "kubectl apply -f -", _apply, short="exit")
DELETE = ClaimKind("delete", _check_text, lambda value: f"kubectl delete {value}", _delete, short="exit")
KUBECTL = ClaimKind(
    "kubectl", _check_text, lambda value: f"kubectl {value.splitlines()[0] if value else ''}", _kubectl, short="stdout"
)
