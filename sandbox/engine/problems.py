"""The two kinds of "no" that are not the API server's.

A :class:`Problem` is the learner's mistake: a value with a place, collected and never thrown.
An :class:`EngineError` is our own bug, or a limit that was reached. What the API server or
kubectl says is a third kind, a refusal, and lives in ``apiserver.status``.
"""

from __future__ import annotations

from typing import NamedTuple

from sandbox.engine.places import Place


class Problem(NamedTuple):
    """A mistake in what a learner wrote: where, in which field, and what to do about it.

    ``object`` is ``Service default/web``, empty where no object could be made out.
    """

    message: str
    field: str
    place: Place | None
    object: str = ""


class EngineError(Exception):
    """Something the engine could not do: a bug of ours."""


class LimitReached(EngineError):
    """A bound on size, depth, time or memory was reached."""


class NotModelled(EngineError):
    """Real Kubernetes can do this and the engine does not imitate it."""
