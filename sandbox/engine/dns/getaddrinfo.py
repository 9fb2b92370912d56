"""What libc's ``getaddrinfo`` gives an application (glibc 2.36, no flags).

A literal needs nobody; ``/etc/hosts`` comes before DNS; then each name of the search list is asked
for A and AAAA (for one of them where the application wants one family) until one has an answer.
"""

from __future__ import annotations

from collections.abc import Callable

from sandbox.engine.callers import Caller
from sandbox.engine.cluster.state import State
from sandbox.engine.dns.addresses import in_order, parse_literal
from sandbox.engine.dns.hosts import hosts
from sandbox.engine.dns.names import is_askable
from sandbox.engine.dns.resolv_conf import ResolvConf
from sandbox.engine.dns.search import candidates
from sandbox.engine.frozen import frozen
from sandbox.engine.traces import Answer, Resolution

#: libc's texts (``gai_strerror``).
EAI_NONAME = "Name or service not known"
EAI_NODATA = "No address associated with hostname"
EAI_AGAIN = "Temporary failure in name resolution"
EAI_ADDRFAMILY = "Address family for hostname not supported"

#: Asks one question of the caller's nameservers: (name, type) -> answer.
Ask = Callable[[str, str], Answer]

_NOBODY_ANSWERED = ("TIMEOUT", "UNREACHABLE", "SERVFAIL", "REFUSED")


@frozen
class Round:
    """One name of the search list, with the answers for each family."""

    answers: tuple[Answer, ...]

    @property
    def has_answer(self) -> bool:
        return any(answer.answers for answer in self.answers)

    @property
    def is_unanswered(self) -> bool:
        return all(answer.rcode in _NOBODY_ANSWERED for answer in self.answers)

    @property
    def is_nodata(self) -> bool:
        return any(answer.rcode == "NOERROR" for answer in self.answers)

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(
            record.data
            for answer in self.answers
            for record in answer.answers
            if record.type == answer.type and record.type in ("A", "AAAA")
        )


def own_addresses(state: State, caller: Caller) -> tuple[str, ...]:
    """The addresses a caller sends from."""
    shape = state.shape
    if caller.kind == "pod":
        pod = state.get("Pod", caller.namespace, caller.name)
        if pod is not None:
            return tuple(entry["ip"] for entry in pod.status.get("podIPs") or ())
        return ()
    node = shape.node(caller.name)
    pair = (node.ip, node.ip6) if node is not None else (shape.external, shape.external6)
    return pair if shape.is_dual_stack else pair[:1]


def getaddrinfo(state: State, caller: Caller, name: str, family: int | None, conf: ResolvConf, ask: Ask) -> Resolution:
    """The addresses of ``name`` in the order of trying them, or libc's error text."""
    literal = parse_literal(name)
    if literal is not None:
        wanted = family in (None, 6 if ":" in literal else 4)
        found, error = ((literal,), None) if wanted else ((), EAI_ADDRFAMILY)
        return Resolution(name, caller.title, (), found, error)
    own = own_addresses(state, caller)
    file = hosts(state, caller)
    listed = [address for address, _ in file.of(name) if family in (None, 6 if ":" in address else 4)]
    if listed:
        return Resolution(name, caller.title, (), in_order(listed, own), because=file.because)
    return _by_dns(caller, name, family, own, conf, ask)


def _by_dns(
    caller: Caller, name: str, family: int | None, own: tuple[str, ...], conf: ResolvConf, ask: Ask
) -> Resolution:
    kinds = tuple(kind for kind, of in (("A", 4), ("AAAA", 6)) if family in (None, of))
    if conf.has("no-aaaa"):
        kinds = tuple(kind for kind in kinds if kind == "A")
    questions: list[Answer] = []
    rounds: list[Round] = []
    names = candidates(name, conf)
    while names:
        one = names.pop(0)
        if not is_askable(one):
            break
        rounds.append(Round(tuple(ask(one, kind) for kind in kinds)))
        questions += rounds[-1].answers
        if rounds[-1].has_answer:
            break
        if any(answer.rcode == "UNREACHABLE" for answer in rounds[-1].answers):
            break
        if rounds[-1].is_unanswered:  # the search ends, the name itself is still tried
            names = names[-1:] if name.count(".") < conf.ndots else []
    last = rounds[-1] if rounds else Round(())
    found = in_order(last.addresses, own)
    if found:
        deciding = next(at for at, answer in enumerate(questions) if answer.answers)
        return Resolution(name, caller.title, tuple(questions), found, None, deciding, conf.because)
    return Resolution(
        name,
        caller.title,
        tuple(questions),
        (),
        _error(rounds, family, name.count(".") >= conf.ndots or name.endswith(".")),
        len(questions) - 1 if questions else None,
        conf.because,
    )


def _error(rounds: list[Round], family: int | None, is_whole_first: bool) -> str:
    """libc's text where no address was found.

    A name that exists without a record of the family is NODATA, even where later endings of the
    search list do not exist; a name that is first asked as it stands is judged by that answer
    alone. An alias that leads to no address is NODATA to who wants IPv4, else NONAME.
    """
    if not rounds:
        return EAI_NONAME
    if rounds[-1].has_answer:
        return EAI_NODATA if family == 4 else EAI_NONAME
    counting = rounds[:1] if is_whole_first else rounds
    if any(one.is_nodata for one in counting):
        return EAI_NODATA
    return EAI_AGAIN if counting[-1].is_unanswered else EAI_NONAME
