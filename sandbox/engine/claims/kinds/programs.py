"""``stop``, ``start`` and ``settle``: a program in a pod, and time."""

from __future__ import annotations

from typing import Any

from sandbox.engine import programs
from sandbox.engine.claims.claim import Carried, ClaimKind, check_fields
from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal import Shell

_LONGEST = 7 * 86400


def _check(value: Any) -> list[str]:
    return check_fields(value, {"pod": str, "port": int}, {"protocol": str, "namespace": str})


def _check_seconds(value: Any) -> list[str]:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= _LONGEST:
        return []
    return [f"needs a number of seconds up to {_LONGEST}"]


def _pod(shell: Shell, value: Any) -> Object | None:
    namespace, _, name = value["pod"].rpartition("/")
    return shell.cluster.state.get("Pod", namespace or value.get("namespace", "default"), name)


def _stop(shell: Shell, value: Any) -> Carried:
    pod = _pod(shell, value)
    if pod is None:
        return Carried({}, f"There is no pod {value['pod']}.")
    programs.stop(shell.cluster.state, pod, value["port"], value.get("protocol"))
    shell.cluster.settle()
    return Carried({}, f"The program in {value['pod']} no longer listens on port {value['port']}.")


def _start(shell: Shell, value: Any) -> Carried:
    pod = _pod(shell, value)
    if pod is None:
        return Carried({}, f"There is no pod {value['pod']}.")
    programs.start(shell.cluster.state, pod, value["port"], value.get("protocol"))
    shell.cluster.settle()
    return Carried({}, f"The program in {value['pod']} listens on port {value['port']} again.")


def _settle(shell: Shell, value: Any) -> Carried:
    shell.cluster.advance(float(value))
    return Carried({}, f"{value} seconds pass.")


STOP = ClaimKind("stop", _check, lambda value: f"{value['pod']} stops listening on {value['port']}", _stop)
START = ClaimKind("start", _check, lambda value: f"{value['pod']} listens on {value['port']}", _start)
SETTLE = ClaimKind("settle", _check_seconds, lambda value: f"{value} seconds pass", _settle, is_recorded=False)
