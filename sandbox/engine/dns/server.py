"""CoreDNS as kubeadm sets it up, without ``cache``::

    .:53 {
        errors
        health
        ready
        kubernetes cluster.local in-addr.arpa ip6.arpa {
           pods insecure
           fallthrough in-addr.arpa ip6.arpa
           ttl 30
        }
        forward . /etc/resolv.conf
        loadbalance
    }

The plugins in the order in which a question passes them are ``PLUGINS``; the first that answers
ends the way. What CoreDNS does with the answers of one name by chance (their order) is left out:
records stand in the order of endpoints, aliases first.
"""

from __future__ import annotations

from collections.abc import Callable

from sandbox.engine.cluster.state import State
from sandbox.engine.dns import external
from sandbox.engine.dns.kubernetes import Kubernetes
from sandbox.engine.dns.names import fqdn
from sandbox.engine.traces import Answer

Plugin = Callable[[State, str, str, str], Answer | None]


def _kubernetes(state: State, name: str, kind: str, server: str) -> Answer | None:
    plugin = Kubernetes(state, lambda target, wanted: answer(state, target, wanted, server))
    return plugin.answer(name, kind, server)


def _forward(state: State, name: str, kind: str, server: str) -> Answer | None:
    return external.answer(name, kind, server)


PLUGINS: tuple[Plugin, ...] = (_kubernetes, _forward)


def answer(state: State, name: str, kind: str, server: str) -> Answer:
    """What CoreDNS, asked at the address ``server``, answers to one question.

    ``name`` is asked as it stands; ``kind`` is a type in capitals (``A``, ``SRV``, ``AXFR`` …).
    """
    name = fqdn(name)
    for plugin in PLUGINS:
        found = plugin(state, name, kind, server)
        if found is not None:
            return found
    return Answer(name, kind, server, "REFUSED")
