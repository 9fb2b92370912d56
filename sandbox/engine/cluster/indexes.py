"""Ways to find objects without looking through all of them.

An index names a kind and gives the keys under which an object of it is found. The state keeps
every index of :data:`INDEXES` up to date with each change, so that a look-up costs the same
in a cluster of three Services and of ten thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.engine.cluster.objects import Object

Key = str | tuple[str, ...] | tuple[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """How objects of ``kind`` are found; ``keys`` gives all keys of one object.

    ``reads`` is the part of the tree that alone decides about the keys: a change that keeps that
    very part keeps the keys, and they need not be worked out again. Empty: the whole tree does.
    """

    name: str
    kind: str
    keys: Callable[[Object], Sequence[Key]]
    reads: tuple[str, ...] = ()


def _name(obj: Object) -> Sequence[Key]:
    return [obj.name]


def _namespace(obj: Object) -> Sequence[Key]:
    return [obj.namespace]


def _pod_labels(pod: Object) -> Sequence[Key]:
    return [(pod.namespace, f"{key}={value}") for key, value in pod.labels.items()]


def _pod_addresses(pod: Object) -> Sequence[Key]:
    return [entry["ip"] for entry in pod.status.get("podIPs") or ()]


def _pod_node(pod: Object) -> Sequence[Key]:
    node = pod.spec.get("nodeName")
    return [node] if node else []


def _service_selector(service: Object) -> Sequence[Key]:
    """One pair is enough: a Service that selects a pod has this pair among the pod's labels."""
    pairs = sorted((service.spec.get("selector") or {}).items())
    return [(service.namespace, f"{pairs[0][0]}={pairs[0][1]}")] if pairs else []


def _service_addresses(service: Object) -> Sequence[Key]:
    """Every address at which the Service may be reached besides the nodes' own."""
    spec = service.spec
    found = [ip for ip in spec.get("clusterIPs") or () if ip and ip != "None"]
    found += spec.get("externalIPs") or ()
    ingress = (service.status.get("loadBalancer") or {}).get("ingress") or ()
    found += [entry["ip"] for entry in ingress if entry.get("ip")]
    return list(dict.fromkeys(found))


def _service_node_ports(service: Object) -> Sequence[Key]:
    found: list[Key] = [
        (port.get("protocol", "TCP"), port["nodePort"])
        for port in service.spec.get("ports") or ()
        if port.get("nodePort")
    ]
    check = service.spec.get("healthCheckNodePort")
    return [*found, ("health", check)] if check else found


def _slice_service(piece: Object) -> Sequence[Key]:
    name = piece.labels.get("kubernetes.io/service-name")
    return [(piece.namespace, name)] if name else []


def _slice_addresses(piece: Object) -> Sequence[Key]:
    return list(
        dict.fromkeys(
            address for endpoint in piece.tree.get("endpoints") or () for address in endpoint.get("addresses") or ()
        )
    )


def _controller(obj: Object) -> Sequence[Key]:
    return [owner["uid"] for owner in obj.metadata.get("ownerReferences") or () if owner.get("controller")]


def _owners(obj: Object) -> Sequence[Key]:
    return [owner["uid"] for owner in obj.metadata.get("ownerReferences") or () if owner.get("uid")]


def _uid(obj: Object) -> Sequence[Key]:
    uid = obj.metadata.get("uid")
    return [uid] if uid else []


PODS_BY_LABEL = Index("pods by (namespace, 'key=value')", "Pod", _pod_labels, ("metadata", "labels"))
PODS_BY_ADDRESS = Index("pods by address", "Pod", _pod_addresses, ("status", "podIPs"))
PODS_BY_NODE = Index("pods by node", "Pod", _pod_node, ("spec", "nodeName"))
PODS_BY_UID = Index("pods by uid", "Pod", _uid, ("metadata", "uid"))
PODS_BY_CONTROLLER = Index("pods by their controller's uid", "Pod", _controller, ("metadata", "ownerReferences"))
REPLICA_SETS_BY_CONTROLLER = Index(
    "ReplicaSets by their Deployment's uid", "ReplicaSet", _controller, ("metadata", "ownerReferences")
)
REVISIONS_BY_CONTROLLER = Index(
    "ControllerRevisions by their workload's uid", "ControllerRevision", _controller, ("metadata", "ownerReferences")
)
SERVICES_BY_SELECTOR = Index(
    "Services by (namespace, first pair of the selector)", "Service", _service_selector, ("spec", "selector")
)
SERVICES_BY_ADDRESS = Index("Services by address", "Service", _service_addresses)
SERVICES_BY_NAME = Index("Services by name", "Service", _name, ("metadata", "name"))
SERVICES_BY_NAMESPACE = Index("Services by namespace", "Service", _namespace, ("metadata", "namespace"))
SERVICES_BY_NODE_PORT = Index("Services by (protocol, nodePort)", "Service", _service_node_ports, ("spec",))
SLICES_BY_SERVICE = Index(
    "EndpointSlices by (namespace, Service)", "EndpointSlice", _slice_service, ("metadata", "labels")
)
SLICES_BY_ADDRESS = Index("EndpointSlices by endpoint address", "EndpointSlice", _slice_addresses, ("endpoints",))

#: What the garbage collector asks: the objects of a kind by the uids of all their owners.
DEPENDENTS: tuple[Index, ...] = tuple(
    Index(f"{kind}s by their owners' uids", kind, _owners, ("metadata", "ownerReferences"))
    for kind in (
        "ConfigMap",
        "ControllerRevision",
        "DaemonSet",
        "Deployment",
        "Endpoints",
        "EndpointSlice",
        "Job",
        "PersistentVolumeClaim",
        "Pod",
        "ReplicaSet",
        "Secret",
        "Service",
        "ServiceAccount",
        "StatefulSet",
    )
)

INDEXES: tuple[Index, ...] = (
    PODS_BY_LABEL,
    PODS_BY_ADDRESS,
    PODS_BY_NODE,
    PODS_BY_UID,
    PODS_BY_CONTROLLER,
    REPLICA_SETS_BY_CONTROLLER,
    REVISIONS_BY_CONTROLLER,
    SERVICES_BY_NAME,
    SERVICES_BY_NAMESPACE,
    SERVICES_BY_SELECTOR,
    SERVICES_BY_ADDRESS,
    SERVICES_BY_NODE_PORT,
    SLICES_BY_SERVICE,
    SLICES_BY_ADDRESS,
    *DEPENDENTS,
)
