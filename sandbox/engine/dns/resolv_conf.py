"""The ``/etc/resolv.conf`` of whoever asks.

For a pod the kubelet writes it (``pkg/kubelet/network/dns/dns.go``, v1.37) from ``dnsPolicy``,
``hostNetwork`` and ``dnsConfig``; nodes and the host outside ask the DNS outside.
"""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.engine.callers import Caller
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.dns import external
from sandbox.engine.evidence import Fact, fact
from sandbox.engine.frozen import frozen

#: Limits that the kubelet keeps (nameservers as libc, search list KEP-2595).
_MOST_NAMESERVERS = 3
_MOST_SEARCHES = 32
_MOST_SEARCH_CHARACTERS = 2048

#: libc cuts ndots off here (RES_MAXNDOTS).
_MOST_NDOTS = 15


@frozen
class ResolvConf:
    """What a resolver is told: whom to ask, which endings to try, and how.

    ``because`` has the lines of the pod's spec that made it so.
    """

    nameservers: tuple[str, ...]
    searches: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    because: tuple[Fact, ...] = ()

    @property
    def ndots(self) -> int:
        """From so many dots on a name is first asked as it stands."""
        for name, value in reversed(self.options):
            if name == "ndots":
                return min(int(value), _MOST_NDOTS) if value.isdecimal() else 0
        return 1

    def has(self, option: str) -> bool:
        return any(name == option for name, _ in self.options)

    def to_text(self) -> str:
        """The file."""
        lines = []
        if self.searches:
            lines.append("search " + " ".join(self.searches))
        lines += [f"nameserver {server}" for server in self.nameservers]
        if self.options:
            lines.append("options " + " ".join(f"{name}:{value}" if value else name for name, value in self.options))
        return "".join(line + "\n" for line in lines)


#: What a node has, and with it a pod whose policy is Default.
OF_A_NODE = ResolvConf((external.ADDRESS,))


def resolv_conf(state: State, caller: Caller) -> ResolvConf:
    """The file of ``caller``. A pod that does not exist gets what it would have with the defaults."""
    if caller.kind != "pod":
        return OF_A_NODE
    pod = state.get("Pod", caller.namespace, caller.name)
    if pod is None:
        return _cluster_first(state, caller.namespace, ())
    found = _by_policy(state, pod)
    config = pod.spec.get("dnsConfig")
    return _with_config(pod, found, config) if config else found


def _by_policy(state: State, pod: Object) -> ResolvConf:
    policy = pod.spec.get("dnsPolicy") or "ClusterFirst"
    cause = fact(pod, ("spec", "dnsPolicy"), _POLICIES.get(policy, ""))
    if policy == "None":
        return ResolvConf((), because=(cause,))
    if policy == "ClusterFirst" and pod.spec.get("hostNetwork"):
        on_host = fact(
            pod,
            ("spec", "hostNetwork"),
            "a pod in the node's network falls back to the node's DNS unless its policy is ClusterFirstWithHostNet",
        )
        return ResolvConf(OF_A_NODE.nameservers, because=(on_host, cause))
    if policy == "Default":
        return ResolvConf(OF_A_NODE.nameservers, because=(cause,))
    return _cluster_first(state, pod.namespace, (cause,))


_POLICIES = {
    "None": "only what dnsConfig says",
    "Default": "the node's resolv.conf: the cluster's DNS is not asked",
    "ClusterFirst": "the cluster's DNS, with the pod's own namespace first in the search list",
    "ClusterFirstWithHostNet": "the cluster's DNS, in the node's network too",
}


def _cluster_first(state: State, namespace: str, because: tuple[Fact, ...]) -> ResolvConf:
    domain = state.shape.cluster_domain
    searches = (f"{namespace}.svc.{domain}", f"svc.{domain}", domain)
    return ResolvConf((state.shape.dns_address,), searches, (("ndots", "5"),), because)


def _with_config(pod: Object, found: ResolvConf, config: dict[str, object]) -> ResolvConf:
    """dnsConfig is added behind what the policy gave; an option of the same name takes its place."""
    options = dict(found.options)
    entries = config.get("options")
    for entry in entries if isinstance(entries, list) else ():
        options[str(entry.get("name") or "")] = str(entry.get("value") or "")
    servers = _together(found.nameservers, config.get("nameservers"))[:_MOST_NAMESERVERS]
    searches = _fitting(_together(found.searches, config.get("searches")))
    causes = tuple(fact(pod, ("spec", "dnsConfig", field), text) for field, text in _FIELDS if config.get(field))
    return ResolvConf(servers, searches, tuple(options.items()), found.because + causes)


_FIELDS = (
    ("nameservers", "asked after those that the policy gives"),
    ("searches", "endings tried after those that the policy gives"),
    ("options", "how many dots a name needs to be asked as it stands, and more"),
)


def _together(first: Iterable[str], more: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*first, *(more if isinstance(more, list) else ())]))


def _fitting(searches: tuple[str, ...]) -> tuple[str, ...]:
    kept = searches[:_MOST_SEARCHES]
    while len(" ".join(kept)) > _MOST_SEARCH_CHARACTERS:
        kept = kept[:-1]
    return kept
