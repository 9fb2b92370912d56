"""What a program in a pod (curl, dig, cat …) is to the terminal.

A program is one file here that offers ``run``, and one line in :data:`programs.PROGRAMS`::

    def run(args: list[str], where: Environment) -> Output: ...

``args`` are the words behind the program's name, quotes already taken away. ``run`` prints what
the real program prints and gives its exit code; unknown options give the program's own usage
error. It reads the cluster and changes no object in it (the kernel's memory in
``state.memory`` excepted), and never raises for anything a learner can type.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.terminal.output import Output


@dataclass(frozen=True, slots=True)
class Environment:
    """Where a program runs.

    ``cluster`` is a ``running.RunningCluster`` (``.state``, ``.resolver``, ``.lookup``,
    ``.getaddrinfo``, ``.connect``, ``.ping``); ``pod`` the pod in whose network it runs;
    ``container`` the container's name; ``stdin`` what was piped in (``kubectl exec -i``), else None.
    The caller is ``callers.Caller("pod", pod.name, pod.namespace)``.
    """

    cluster: Any
    pod: Object
    container: str = ""
    stdin: str | None = None

    @property
    def state(self) -> State:
        found: State = self.cluster.state
        return found


Program = Callable[[list[str], Environment], Output]
