"""Names as pods, nodes and the host outside resolve them.

    question ─▶ search list ─▶ nameserver (reach) ─▶ server ─▶ plugins ─▶ records

A resolver keeps nothing: each question is answered from the state as it is at that moment.
"""

from __future__ import annotations

from sandbox.engine.callers import Caller
from sandbox.engine.cluster.state import State
from sandbox.engine.dns import external, server
from sandbox.engine.dns.getaddrinfo import getaddrinfo
from sandbox.engine.dns.names import fqdn, is_askable
from sandbox.engine.dns.reach import reach
from sandbox.engine.dns.resolv_conf import ResolvConf, resolv_conf
from sandbox.engine.dns.search import candidates
from sandbox.engine.traces import Answer, Resolution

#: After one of these libc asks the next nameserver.
_NEXT_SERVER = ("TIMEOUT", "UNREACHABLE", "SERVFAIL", "REFUSED", "NOTIMP")


class Resolver:
    """Everything that asks DNS, over one state."""

    def __init__(self, state: State) -> None:
        self._state = state

    def resolv_conf(self, caller: Caller) -> ResolvConf:
        """The ``/etc/resolv.conf`` that ``caller`` has."""
        return resolv_conf(self._state, caller)

    def answer(self, caller: Caller, nameserver: str, name: str, kind: str) -> Answer:
        """One question, as it stands, to one nameserver's address; ``TIMEOUT`` or ``UNREACHABLE``
        where no DNS server is there."""
        name = fqdn(name)
        match reach(self._state, caller, nameserver):
            case "coredns":
                return server.answer(self._state, name, kind, nameserver)
            case "outside":
                return external.answer(name, kind, nameserver)
            case "refused":
                return Answer(name, kind, nameserver, "UNREACHABLE")
        return Answer(name, kind, nameserver, "TIMEOUT")

    def ask(self, caller: Caller, conf: ResolvConf, name: str, kind: str) -> Answer:
        """One question to the caller's nameservers in turn, until one gives an answer."""
        found: Answer | None = None
        for nameserver in conf.nameservers:
            found = self.answer(caller, nameserver, name, kind)
            if found.rcode not in _NEXT_SERVER:
                break
        return found if found is not None else Answer(fqdn(name), kind, "", "UNREACHABLE")

    def lookup(self, caller: Caller, name: str, kind: str) -> Resolution:
        """One type of record, search list applied: every name is asked until one has an answer.

        ``deciding`` is the question that had an answer; if none had, the first whose rcode is
        NOERROR, else the last. ``addresses`` are those of the deciding answer. The rcode ``INVALID``
        stands for a name of which no query can be made; the search ends there.
        """
        conf = self.resolv_conf(caller)
        kind = kind.upper()
        questions: list[Answer] = []
        for candidate in candidates(name, conf):
            if not is_askable(candidate):
                questions.append(Answer(candidate, kind, "", "INVALID"))
                break
            questions.append(self.ask(caller, conf, candidate, kind))
            if questions[-1].answers:
                break
        deciding = _deciding(questions)
        addresses = tuple(r.data for r in questions[deciding].answers if r.type in ("A", "AAAA"))
        return Resolution(name, caller.title, tuple(questions), addresses, None, deciding, conf.because)

    def getaddrinfo(self, caller: Caller, name: str, family: int | None = None) -> Resolution:
        """What libc gives an application; ``family`` is 4, 6 or None for any."""
        conf = self.resolv_conf(caller)
        return getaddrinfo(self._state, caller, name, family, conf, lambda one, kind: self.ask(caller, conf, one, kind))


def _deciding(questions: list[Answer]) -> int:
    for test in (lambda one: bool(one.answers), lambda one: one.rcode == "NOERROR"):
        for position, question in enumerate(questions):
            if test(question):
                return position
    return len(questions) - 1
