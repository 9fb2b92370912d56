"""The fields of a Service, declared once: what decoding, completion, ``explain`` and field tables show.

Name, Go type, our own sentence about each, the release it entered with, its default and its rule
stand here and nowhere else; list keys and the published text come with the published structure.
A field that nobody has published yet needs no more than its line.
"""

from __future__ import annotations

from typing import NamedTuple

from sandbox.engine.api.schema import Field, Struct, declare, struct

SERVICE = "io.k8s.api.core.v1.Service"


class ServiceField(NamedTuple):
    """One field: its path (``spec.ports[].port``), its type in Go (with ``*`` where leaving it out
    and giving it empty are two things), what it does in one sentence, the release since which it
    can be used without a feature gate, what it is when left out, and what it may be."""

    path: str
    go: str
    doc: str
    since: str
    default: str = ""
    rule: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2].removesuffix("[]")

    @property
    def field(self) -> Field:
        """The field as it decodes."""
        return _owner(self.path).fields[self.name]


FIELDS: tuple[ServiceField, ...] = (
    ServiceField(
        "metadata.name",
        "",
        "The Service's name, which is also its DNS label.",
        "1.0",
        rule="a lower-case RFC 1123 label of at most 63 characters; may start with a digit (by default since 1.36)",
    ),
    ServiceField("metadata.namespace", "", "The namespace whose pods it can select.", "1.0", default="default"),
    ServiceField("metadata.labels", "", "Marks on the Service itself; they select nothing.", "1.0"),
    ServiceField("metadata.annotations", "", "Notes for people and tools.", "1.0"),
    ServiceField(
        "spec.type",
        "v1.ServiceType",
        "How far the Service can be reached.",
        "1.0",
        default="ClusterIP",
        rule="ClusterIP, NodePort, LoadBalancer or ExternalName",
    ),
    ServiceField(
        "spec.selector",
        "map[string]string",
        "Labels that a pod needs, all of them, to become an endpoint.",
        "1.0",
        default="none: somebody else writes the EndpointSlices",
        rule="label keys and values",
    ),
    ServiceField(
        "spec.ports[]",
        "[]v1.ServicePort",
        "The ports at which it can be reached.",
        "1.0",
        rule="at least one, except for headless and ExternalName Services; no number twice per protocol",
    ),
    ServiceField(
        "spec.ports[].name",
        "string",
        "The port's name, used in SRV records and to match EndpointSlice ports.",
        "1.0",
        rule="an RFC 1123 label; needed as soon as there are two ports, and different for each",
    ),
    ServiceField(
        "spec.ports[].protocol",
        "v1.Protocol",
        "The transport protocol.",
        "1.0",
        default="TCP",
        rule="TCP, UDP or SCTP (since 1.20)",
    ),
    ServiceField(
        "spec.ports[].port",
        "int32",
        "The number clients connect to at the Service's address.",
        "1.0",
        rule="1 to 65535",
    ),
    ServiceField(
        "spec.ports[].targetPort",
        "intstr.IntOrString",
        "Where the pods listen: a number, or the name of a container port.",
        "1.0",
        default="the same as port",
        rule="1 to 65535, or a port name of at most 15 characters with a letter in it",
    ),
    ServiceField(
        "spec.ports[].nodePort",
        "int32",
        "The port of every node that leads to it.",
        "1.0",
        default="picked from the range for NodePort and LoadBalancer",
        rule="in the node port range (30000-32767) and free; not for ClusterIP",
    ),
    ServiceField(
        "spec.ports[].appProtocol",
        "*string",
        "A hint at the application's protocol; kube-proxy does not read it.",
        "1.20",
        rule="a qualified name such as http or kubernetes.io/h2c",
    ),
    ServiceField(
        "spec.clusterIP",
        "string",
        "The virtual address, or None for a headless Service.",
        "1.0",
        default="picked from the Service range",
        rule="free and in a Service range; stays for good",
    ),
    ServiceField(
        "spec.clusterIPs[]",
        "[]string",
        "The virtual addresses, one for each family; the first is clusterIP.",
        "1.23",
        default="clusterIP",
        rule="at most one of each family",
    ),
    ServiceField(
        "spec.ipFamilies[]",
        "[]v1.IPFamily",
        "The address families, the main one first.",
        "1.23",
        default="the cluster's first family",
        rule="IPv4 and IPv6, as far as the cluster has them",
    ),
    ServiceField(
        "spec.ipFamilyPolicy",
        "*v1.IPFamilyPolicy",
        "Whether it wants one family, prefers both or insists on both.",
        "1.23",
        default="SingleStack; RequireDualStack for headless Services without selector",
        rule="SingleStack, PreferDualStack or RequireDualStack",
    ),
    ServiceField(
        "spec.externalName",
        "string",
        "The DNS name that an ExternalName Service is an alias of.",
        "1.4",
        rule="a lower-case DNS name, needed for ExternalName; an address is no name and resolves to nothing",
    ),
    ServiceField(
        "spec.externalIPs[]",
        "[]string",
        "Further addresses at which nodes accept traffic for it (deprecated in 1.36).",
        "1.0",
        rule="addresses that are neither loopback nor link-local nor 0.0.0.0",
    ),
    ServiceField(
        "spec.sessionAffinity",
        "v1.ServiceAffinity",
        "Whether a client stays with the pod it got first.",
        "1.0",
        default="None",
        rule="None or ClientIP",
    ),
    ServiceField(
        "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
        "*int32",
        "How long a silent client is remembered.",
        "1.8",
        default="10800",
        rule="1 to 86400, with ClientIP only",
    ),
    ServiceField(
        "spec.externalTrafficPolicy",
        "v1.ServiceExternalTrafficPolicy",
        "Whether traffic from outside may go to pods of other nodes (and then loses its source address).",
        "1.7",
        default="Cluster",
        rule="Cluster or Local, where the Service can be reached from outside",
    ),
    ServiceField(
        "spec.internalTrafficPolicy",
        "*v1.ServiceInternalTrafficPolicy",
        "Whether traffic from inside may go to pods of other nodes.",
        "1.26",
        default="Cluster",
        rule="Cluster or Local",
    ),
    ServiceField(
        "spec.trafficDistribution",
        "*string",
        "Which endpoints are preferred as long as they are there.",
        "1.33",
        default="no preference",
        rule="PreferSameZone, PreferSameNode (since 1.35) or the older PreferClose",
    ),
    ServiceField(
        "spec.healthCheckNodePort",
        "int32",
        "The port at which a node says whether it has a ready pod.",
        "1.7",
        default="picked from the node port range",
        rule="for LoadBalancer with externalTrafficPolicy Local only",
    ),
    ServiceField(
        "spec.allocateLoadBalancerNodePorts",
        "*bool",
        "Whether a LoadBalancer's ports get node ports.",
        "1.24",
        default="true",
        rule="for LoadBalancer only",
    ),
    ServiceField(
        "spec.loadBalancerClass",
        "*string",
        "Which load balancer implementation is to serve it.",
        "1.24",
        default="the cluster's own",
        rule="a qualified name; for LoadBalancer only, and it stays",
    ),
    ServiceField(
        "spec.loadBalancerIP",
        "string",
        "The address wished for (deprecated since 1.24, depends on the provider).",
        "1.1",
    ),
    ServiceField(
        "spec.loadBalancerSourceRanges[]",
        "[]string",
        "Who may use the load balancer's address.",
        "1.2",
        default="everybody",
        rule="CIDRs; for LoadBalancer only",
    ),
    ServiceField(
        "spec.publishNotReadyAddresses",
        "bool",
        "Whether pods count as ready before they are.",
        "1.9",
        default="false",
        rule="true or false",
    ),
    ServiceField(
        "status.loadBalancer.ingress[]",
        "[]v1.LoadBalancerIngress",
        "Where the load balancer listens; its controller writes it.",
        "1.0",
    ),
)

#: The structs along a path under ``spec``; what is not here is published as it is.
_STRUCTS = {
    "spec": "io.k8s.api.core.v1.ServiceSpec",
    "spec.ports[]": "io.k8s.api.core.v1.ServicePort",
    "spec.sessionAffinityConfig.clientIP": "io.k8s.api.core.v1.ClientIPConfig",
}

for _field in FIELDS:
    _struct = _STRUCTS.get(_field.path.rpartition(".")[0])
    if _struct is not None:
        declare(_struct, _field.name, _field.go)


def _owner(path: str) -> Struct:
    at = struct(SERVICE)
    for name in path.replace("[]", "").split(".")[:-1]:
        at = at.fields[name].type.inner.struct()
    return at
