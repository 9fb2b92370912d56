"""``/etc/hosts`` and the host name of whoever asks.

The kubelet writes a pod's file (``pkg/kubelet/kubelet_pods.go``, managedHostsFileContent, v1.37):
the usual lines, the pod's addresses with its host name, and ``hostAliases``.
"""

from __future__ import annotations

from sandbox.engine.callers import Caller
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.evidence import Fact, fact
from sandbox.engine.frozen import frozen

_MOST_OF_A_HOSTNAME = 63

_USUAL = """\
127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
fe00::0\tip6-localnet
fe00::0\tip6-mcastprefix
fe00::1\tip6-allnodes
fe00::2\tip6-allrouters
"""


@frozen
class Hosts:
    """The file's text, its entries (address, names) in order, and the causes of the pod's own."""

    text: str
    because: tuple[Fact, ...] = ()

    @property
    def entries(self) -> list[tuple[str, list[str]]]:
        words = (line.partition("#")[0].split() for line in self.text.splitlines())
        return [(one[0], one[1:]) for one in words if len(one) > 1]

    def of(self, name: str) -> list[tuple[str, list[str]]]:
        """The entries that name a host; letters' case does not matter, a closing dot does."""
        wanted = name.lower()
        if wanted not in self.text.lower():  # nearly always: spares the reading
            return []
        return [entry for entry in self.entries if wanted in (one.lower() for one in entry[1])]


def hostname(pod: Object) -> tuple[str, str]:
    """A pod's host name and the domain behind its first label in ``/etc/hosts`` (empty without one)."""
    spec = pod.spec
    override = spec.get("hostnameOverride")
    if override:
        return str(override), ""
    name = str(spec.get("hostname") or pod.name)[:_MOST_OF_A_HOSTNAME].rstrip("-.")
    return name, str(spec.get("subdomain") or "")


def kernel_hostname(state: State, caller: Caller) -> str:
    """What the program ``hostname`` prints: the FQDN for ``setHostnameAsFQDN``."""
    pod = state.get("Pod", caller.namespace, caller.name) if caller.kind == "pod" else None
    if pod is None:
        return caller.name or "external"
    if pod.spec.get("hostNetwork"):
        return str(pod.spec.get("nodeName") or pod.name)
    name, subdomain = hostname(pod)
    if pod.spec.get("setHostnameAsFQDN") and subdomain:
        return f"{name}.{_domain(state, pod, subdomain)}"
    return name


def hosts(state: State, caller: Caller) -> Hosts:
    """The file of ``caller``."""
    pod = state.get("Pod", caller.namespace, caller.name) if caller.kind == "pod" else None
    if pod is None:
        return Hosts(_of_a_node(state, caller.name))
    if pod.spec.get("hostNetwork"):
        top = "# Kubernetes-managed hosts file (host network).\n" + _of_a_node(state, pod.spec.get("nodeName") or "")
        return Hosts(top + _aliases(pod), _alias_facts(pod))
    name, subdomain = hostname(pod)
    names = f"{name}.{_domain(state, pod, subdomain)}\t{name}" if subdomain else name
    own = "".join(f"{entry['ip']}\t{names}\n" for entry in pod.status.get("podIPs") or ())
    cause = fact(
        pod,
        ("spec", "hostname") if pod.spec.get("hostname") else ("metadata", "name"),
        "a pod finds its own host name in its /etc/hosts",
    )
    return Hosts("# Kubernetes-managed hosts file.\n" + _USUAL + own + _aliases(pod), (cause, *_alias_facts(pod)))


def _of_a_node(state: State, name: str) -> str:
    node = state.shape.node(name)
    own = f"{node.ip}\t{node.name}\n" if node is not None else ""
    if node is not None and state.shape.is_dual_stack:
        own += f"{node.ip6}\t{node.name}\n"
    return _USUAL + own


def _domain(state: State, pod: Object, subdomain: str) -> str:
    return f"{subdomain}.{pod.namespace}.svc.{state.shape.cluster_domain}"


def _aliases(pod: Object) -> str:
    aliases = pod.spec.get("hostAliases") or ()
    lines = ["\t".join([alias.get("ip") or "", *(alias.get("hostnames") or ())]) + "\n" for alias in aliases]
    return "\n# Entries added by HostAliases.\n" + "".join(lines) if lines else ""


def _alias_facts(pod: Object) -> tuple[Fact, ...]:
    return tuple(
        fact(pod, ("spec", "hostAliases", position), "written into the pod's /etc/hosts: DNS is not asked")
        for position, _ in enumerate(pod.spec.get("hostAliases") or ())
    )
