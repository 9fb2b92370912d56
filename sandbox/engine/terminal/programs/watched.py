"""The cluster as a program in a pod uses it, with a note of everything that it asks: so that what the program
prints can be explained by the connections and answers behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.engine.traces import Answer, Connection, Ping, Resolution

#: What a program's questions leave behind.
Trace = Connection | Resolution | Ping | Answer

_NOTED = ("answer", "connect", "getaddrinfo", "lookup", "ping")


class Watched:
    """Something that is asked: its methods in :data:`_NOTED` put what they give into ``traces`` as well."""

    def __init__(self, asked: Any, traces: list[Trace] | None = None) -> None:
        self._asked = asked
        self.traces: list[Trace] = [] if traces is None else traces

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._asked, name)
        if name == "resolver":
            return Watched(found, self.traces)
        return self._noting(found) if name in _NOTED else found

    def _noting(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*args: Any, **options: Any) -> Any:
            trace = method(*args, **options)
            self.traces.append(trace)
            return trace

        return noted
