"""``apply``, ``delete`` and ``kubectl``: what kubectl does and prints."""

from __future__ import annotations

from typing import Any

from sandbox.engine.claims.claim import Carried, ClaimKind
from sandbox.engine.evidence import Fact
from sandbox.engine.terminal import Output, Shell


def _check_text(value: Any) -> list[str]:
    return [] if isinstance(value, str) else ["needs a text"]


def carried(output: Output) -> Carried:
    """What a command line printed, as the recordings write it."""
    said = (output.stderr or output.stdout).strip().splitlines()
    summary = said[0] if said else "Nothing was printed."
    because = tuple(Fact("", problem.field, None, problem.message, problem.place) for problem in output.problems)
    return Carried({"exit": output.exit, "stdout": output.stdout, "stderr": output.stderr}, summary, output,
                   because, output.problems)


def _apply(shell: Shell, value: Any) -> Carried:
    done = carried(shell.run("kubectl apply -f -", value))
    shell.cluster.settle()
    return done


def _delete(shell: Shell, value: Any) -> Carried:
    done = carried(shell.run(f"kubectl delete {value}"))
    shell.cluster.settle()
    return done


def _kubectl(shell: Shell, value: Any) -> Carried:
    done = carried(shell.run(f"kubectl {value}"))
    shell.cluster.settle()
    return done


APPLY = ClaimKind("apply", _check_text, lambda value: "kubectl apply -f -", _apply, short="exit")
DELETE = ClaimKind("delete", _check_text, lambda value: f"kubectl delete {value}", _delete, short="exit")
KUBECTL = ClaimKind("kubectl", _check_text, lambda value: f"kubectl {value.splitlines()[0] if value else ''}", _kubectl,
                    short="stdout")
