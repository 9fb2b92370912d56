"""A cluster that runs: state, API server, controllers, DNS and dataplane put together.

This is the composition and nothing more; each part does its own work. A new cluster is a
fork of one that was built once for its shape, so that a submission costs no start-up.
"""

from __future__ import annotations

from functools import lru_cache

from sandbox.engine import dataplane
from sandbox.engine.apiserver import ApiServer
from sandbox.engine.apiserver.bootstrap import fill
from sandbox.engine.callers import Caller
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.shape import Shape
from sandbox.engine.cluster.state import State
from sandbox.engine.controllers import Loop
from sandbox.engine.controllers.endpoint_slice.selection import candidates
from sandbox.engine.dns import Resolver
from sandbox.engine.traces import Candidate, Connection, Ping, Protocol, Resolution


class RunningCluster:
    """One cluster on a virtual clock. The same requests in the same order give the same answers."""

    def __init__(self, shape: Shape | None = None) -> None:
        built = _empty(shape or Shape())
        self._join(built.state.fork(), built.loop)

    @classmethod
    def _built(cls, shape: Shape) -> RunningCluster:
        new = cls.__new__(cls)
        new.state = State(shape)
        new.api = ApiServer(new.state)
        fill(new.state)
        new.loop = Loop(new.state, new.api)
        new.resolver = Resolver(new.state)
        new.settle()
        new.loop.begin()
        return new

    def _join(self, state: State, loop: Loop) -> None:
        self.state = state
        self.api = ApiServer(state)
        self.loop = loop.fork(state, self.api)
        self.resolver = Resolver(state)

    def fork(self) -> RunningCluster:
        """A copy that goes its own way; what is tried on it leaves this one as it is."""
        new = type(self).__new__(type(self))
        new._join(self.state.fork(), self.loop)
        return new

    def settle(self) -> None:
        """Let controllers and kubelets finish what is due now; no time passes."""
        self.loop.settle()

    def advance(self, seconds: float) -> None:
        """Let virtual time pass, with everything that falls due on the way."""
        self.loop.advance(seconds)

    def lookup(self, caller: Caller, name: str, record_type: str) -> Resolution:
        """One DNS query as the caller's resolver makes it, search path applied."""
        return self.resolver.lookup(caller, name, record_type)

    def getaddrinfo(self, caller: Caller, name: str, family: int | None = None) -> Resolution:
        """What libc gives an application; ``family`` is 4, 6 or None for any."""
        return self.resolver.getaddrinfo(caller, name, family)

    def connect(
        self,
        caller: Caller,
        to: str,
        port: int,
        protocol: Protocol = "TCP",
        *,
        family: int | None = None,
        via: str | None = None,
        attempts: int = 1,
        same_source_port: bool = False,
        timeout: float = 1.0,
    ) -> Connection:
        """Open connections as an application does, every branch of chance followed."""
        return dataplane.connect(
            self.state,
            self.resolver,
            caller,
            to,
            port,
            protocol,
            family=family,
            via=via,
            attempts=attempts,
            same_source_port=same_source_port,
            timeout=timeout,
            explain=self._candidates,
        )

    def ping(self, caller: Caller, to: str) -> Ping:
        """One ICMP echo request."""
        return dataplane.ping(self.state, self.resolver, caller, to)

    def _candidates(self, service: Object) -> tuple[Candidate, ...]:
        return candidates(self.state, service)


@lru_cache(maxsize=16)
def _empty(shape: Shape) -> RunningCluster:
    return RunningCluster._built(shape)
