"""What a command printed, with the exit code a shell would see, and what it touched."""

from __future__ import annotations

from sandbox.engine.apiserver.status import Reply
from sandbox.engine.cluster.objects import Object
from sandbox.engine.frozen import frozen
from sandbox.engine.problems import Problem
from sandbox.engine.traces import Answer, Connection, Ping, Resolution


@frozen
class Output:
    """The end of one command.

    ``exit``, ``stdout`` and ``stderr`` are the real program's. ``problems`` is for the judge: what
    the learner wrote wrong, each at its place in the submitted text. ``replies`` are the API
    server's answers in the order of the requests, refusals included. ``is_refused`` says that the
    shell, kubectl or the API server did not take the line; a program in a pod that fails ran all the same.
    ``shown`` are the objects that were read and printed, in order; ``traces`` what a program in a pod asked
    of the network, in order.
    """

    exit: int = 0
    stdout: str = ""
    stderr: str = ""
    problems: tuple[Problem, ...] = ()
    replies: tuple[Reply, ...] = ()
    is_refused: bool = False
    shown: tuple[Object, ...] = ()
    traces: tuple[Connection | Resolution | Ping | Answer, ...] = ()
