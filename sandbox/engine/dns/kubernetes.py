"""CoreDNS' kubernetes plugin: the zone of the cluster, answered from its objects.

The order of the rules is upstream's (``plugin/kubernetes/handler.go`` and ``kubernetes.go``, and
``plugin/backend_lookup.go`` for what each type of record does; CoreDNS 1.14). Nothing is cached:
every answer is read off the state.
"""

from __future__ import annotations

from collections.abc import Callable

from sandbox.engine.cluster.state import State
from sandbox.engine.dns import absences, pods, records, reverse, services
from sandbox.engine.dns.names import fqdn, is_within, labels_below, parse_request
from sandbox.engine.dns.records import ADDRESS_TYPES, Finding, Target, host_type
from sandbox.engine.evidence import Fact, fact
from sandbox.engine.frozen import frozen
from sandbox.engine.traces import Answer, Record

#: Asks the whole server again, for what lies outside the zone: (name, type) -> answer.
Upstream = Callable[[str, str], Answer]

#: The version of the DNS schema (kubernetes/dns, docs/specification.md), and its time to live.
SCHEMA = Target("", ttl=28800, text="1.1.0")

#: So many aliases may stand before one that is still followed (``backend_lookup.go`` since 1.12.1).
MOST_ALIASES = 10

#: The start of the cluster's virtual time in seconds since 1970: 2026-01-01.
_EPOCH = 1767225600


@frozen
class Found:
    """The sections of an answer while it is made; ``exists`` False means NXDOMAIN."""

    answers: tuple[Record, ...] = ()
    additional: tuple[Record, ...] = ()
    exists: bool = True
    because: tuple[Fact, ...] = ()


class Kubernetes:
    """The plugin over one state. ``upstream`` is asked for targets outside the zone."""

    def __init__(self, state: State, upstream: Upstream) -> None:
        self._state = state
        self._upstream = upstream
        self._domain = fqdn(state.shape.cluster_domain)

    def answer(self, name: str, kind: str, server: str) -> Answer | None:
        """The answer for a name (with its closing dot), None where the next plugin has to answer."""
        zone = next((z for z in (self._domain, *reverse.ZONES) if is_within(name, z)), None)
        if zone is None:
            return None
        zone = name[-len(zone) :]  # as it was asked, in its letters: SOA and targets repeat them
        if kind in ("AXFR", "IXFR"):
            return Answer(name, kind, server, "REFUSED")
        found = self._found(name, kind, zone)
        if not found.exists and zone.lower() != self._domain:
            return None  # fallthrough in-addr.arpa ip6.arpa
        if found.answers:
            return Answer(name, kind, server, "NOERROR", found.answers, (), found.additional, found.because)
        authority = (records.soa(zone, self._serial()),)
        return Answer(name, kind, server, "NOERROR" if found.exists else "NXDOMAIN", (), authority, (), found.because)

    def _found(self, name: str, kind: str, zone: str) -> Found:
        match kind:
            case "A" | "AAAA":
                return self._addresses(name, kind, zone, ())
            case "SRV":
                return self._srv(name, zone)
            case "TXT":
                return self._txt(name, zone)
            case "CNAME":
                return self._cname(name, zone)
            case "PTR":
                return self._ptr(name, zone)
            case "SOA":
                # Off the zone's own name nothing is looked up, so that every name seems to exist.
                return Found((records.soa(zone, self._serial()),) if name == zone else ())
            case "NS" if name.lower() == zone:
                return self._ns(name, zone)
        found = self._addresses(name, "A", zone, ())
        return Found(exists=found.exists, because=found.because)

    def _targets(self, name: str, zone: str, kind: str) -> Finding:
        """What a name stands for (``Services`` and ``Records`` upstream)."""
        lowered = name.lower()
        if lowered == f"ns.dns.{zone}":
            return Finding(tuple(t for t in self._own_addresses(zone) if host_type(t) == kind))
        request = parse_request(name, zone)
        if request is None:
            return Finding(
                exists=False,
                because=(Fact(f"name {name}", "", None, "no record of the cluster has a name of this form", None),),
            )
        if not request.branch:
            return Finding()
        if zone.lower() != self._domain:
            return Finding(exists=False)
        namespace = self._state.get("Namespace", "", request.namespace)
        if namespace is None:
            return absences.no_namespace(request.namespace)
        if request.branch == "pod":
            return pods.find(namespace, request, zone)
        return services.find(self._state, request, zone)

    def _addresses(self, name: str, kind: str, zone: str, aliases: tuple[Record, ...]) -> Found:
        finding = self._targets(name, zone, kind)
        found: dict[Record, None] = {}
        because = list(finding.because)
        for target in finding.targets:
            because += target.because
            sort = host_type(target)
            if sort == kind:
                found[records.address(name, target)] = None
            elif sort == "CNAME":
                for record in self._follow(name, kind, zone, target, aliases, because):
                    found[record] = None
        if finding.targets and not found:
            because += _lacking(kind, finding)
        return Found(tuple(found), exists=finding.exists, because=records.once(because))

    def _follow(
        self, name: str, kind: str, zone: str, target: Target, aliases: tuple[Record, ...], because: list[Fact]
    ) -> tuple[Record, ...]:
        """The alias and what lies behind it; nothing at all for one that leads nowhere in the zone."""
        host = fqdn(target.host)
        alias = records.cname(name, target)
        if is_within(host, name) or len(aliases) > MOST_ALIASES or alias in aliases:
            return ()
        if not is_within(host, zone):
            behind = self._upstream(host, kind)
            because += behind.because
            return (alias, *behind.answers)
        rest = self._addresses(host, kind, zone, (*aliases, alias))
        because += rest.because
        return (alias, *rest.answers) if rest.answers else ()

    def _srv(self, name: str, zone: str) -> Found:
        finding = self._targets(name, zone, "SRV")
        targets = [t for t in finding.targets if host_type(t) != "CNAME"]
        weight = max(100 // len(targets), 1) if targets else 0
        answers: dict[tuple[str, int], Record] = {}
        additional: dict[tuple[str, str], Record] = {}
        because = list(finding.because)
        for target in targets:
            because += target.because
            if target.port == -1:
                continue
            answers.setdefault((target.owner, target.port), records.srv(name, target, weight))
            additional.setdefault((target.owner, target.host), records.address(target.owner, target))
        return Found(tuple(answers.values()), tuple(additional.values()), finding.exists, records.once(because))

    def _txt(self, name: str, zone: str) -> Found:
        if [label.lower() for label in labels_below(name, zone)] == ["dns-version"]:
            return Found((records.txt(name, SCHEMA),))
        request = parse_request(name, zone)
        finding = self._targets(name, zone, "TXT") if request is not None and request.branch else Finding()
        return Found(exists=bool(finding.targets), because=finding.because)

    def _cname(self, name: str, zone: str) -> Found:
        finding = self._targets(name, zone, "CNAME")
        first = finding.targets[:1]
        aliases = tuple(records.cname(name, t) for t in first if host_type(t) == "CNAME")
        because = finding.because + (first[0].because if first else ())
        return Found(aliases, exists=finding.exists, because=because)

    def _ptr(self, name: str, zone: str) -> Found:
        address = reverse.parse_reverse(name)
        if not address:
            finding = self._targets(name, zone, "PTR")
            return Found(exists=finding.exists, because=finding.because)
        finding = reverse.find(self._state, address, self._domain)
        because = tuple(cause for target in finding.targets for cause in target.because)
        answers = tuple(Record(name, t.ttl, "PTR", t.host) for t in finding.targets)
        return Found(answers, exists=finding.exists, because=because)

    def _ns(self, name: str, zone: str) -> Found:
        own = self._own_addresses(zone)
        answers = dict.fromkeys(Record(name, t.ttl, "NS", t.owner) for t in own)
        causes = tuple(cause for target in own for cause in target.because)
        return Found(tuple(answers), tuple(records.address(t.owner, t) for t in own), because=causes)

    def _own_addresses(self, zone: str) -> tuple[Target, ...]:
        """The addresses of the Service in front of CoreDNS itself (``plugin/kubernetes/ns.go``)."""
        service = self._state.get("Service", "kube-system", "kube-dns")
        if service is None:
            return (Target(self._state.shape.dns_address, f"ns.dns.{zone}"),)
        cause = fact(service, ("spec", "clusterIP"), "the Service in front of the DNS server")
        owner = f"{service.name}.{service.namespace}.svc.{zone}"
        return tuple(Target(ip, owner, because=(cause,)) for ip in service.spec.get("clusterIPs") or ())

    def _serial(self) -> int:
        return _EPOCH + int(self._state.now)


def _lacking(kind: str, finding: Finding) -> list[Fact]:
    """Why a name that exists has no record of the asked family."""
    if any(host_type(target) == "CNAME" for target in finding.targets):
        return [Fact("DNS", "", kind, "the alias leads to no address", None)]
    if kind in ADDRESS_TYPES:
        family = "IPv4" if kind == "A" else "IPv6"
        return [Fact("DNS", "", kind, f"the name exists, and nothing behind it has an {family} address", None)]
    return []
