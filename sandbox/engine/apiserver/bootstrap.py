"""What a fresh cluster has before anybody applies anything.

kubeadm's and the API server's own objects: namespaces, nodes, the Services ``kubernetes`` and
``kube-dns``, the Service range. Names and labels as kubeadm and kind set them (release 1.37).
"""

from __future__ import annotations

from sandbox.engine.api.service.address_allocation import address_object
from sandbox.engine.cluster.clock import to_text
from sandbox.engine.cluster.identity import uid
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.shape import NodeShape, Shape
from sandbox.engine.cluster.state import State

NAMESPACES = ("default", "kube-node-lease", "kube-public", "kube-system")

#: Where the API server itself listens (outside the nodes), and at which port.
API_SERVER = ("172.18.0.1", "fd00:172:18::1")
API_SERVER_PORT = 6443

RANGE = "kubernetes"


def fill(state: State) -> None:
    """Put all of it into an empty state. The first address of the range is the API server's."""
    for name in NAMESPACES:
        _put(
            state,
            "v1",
            "Namespace",
            "",
            name,
            {
                "metadata": {"labels": {"kubernetes.io/metadata.name": name}},
                "spec": {"finalizers": ["kubernetes"]},
                "status": {"phase": "Active"},
            },
        )
    for node in state.shape.nodes:
        _put(state, "v1", "Node", "", node.name, _node(node, state.shape, to_text(state.now)))
    _put(state, "networking.k8s.io/v1", "ServiceCIDR", "", RANGE, _service_cidr(state))
    for namespace, name, tree in (
        ("default", "kubernetes", _kubernetes(state.shape)),
        ("kube-system", "kube-dns", _kube_dns(state.shape)),
    ):
        service = _put(state, "v1", "Service", namespace, name, tree)
        for ip in service.spec["clusterIPs"]:
            address = address_object(ip, service, state)
            _put(state, "networking.k8s.io/v1", "IPAddress", "", ip, address.tree)
    _put(
        state,
        "discovery.k8s.io/v1",
        "EndpointSlice",
        "default",
        "kubernetes",
        {
            "metadata": {"labels": {"kubernetes.io/service-name": "kubernetes"}},
            "addressType": "IPv4",
            "endpoints": [{"addresses": [API_SERVER[0]], "conditions": {"ready": True}}],
            "ports": [{"name": "https", "port": API_SERVER_PORT, "protocol": "TCP"}],
        },
    )
    _put(
        state,
        "v1",
        "Endpoints",
        "default",
        "kubernetes",
        {
            "metadata": {"labels": {"endpointslice.kubernetes.io/skip-mirror": "true"}},
            "subsets": [
                {
                    "addresses": [{"ip": API_SERVER[0]}],
                    "ports": [{"name": "https", "port": API_SERVER_PORT, "protocol": "TCP"}],
                }
            ],
        },
    )


def _put(state: State, api_version: str, kind: str, namespace: str, name: str, tree: Tree) -> Object:
    meta = {
        "name": name,
        "creationTimestamp": to_text(state.now),
        **(tree.get("metadata") or {}),
        "uid": uid(kind, namespace, name, state.version),
    }
    if namespace:
        meta["namespace"] = namespace
    return state.put(Object(kind, namespace, name, {**tree, "apiVersion": api_version, "kind": kind, "metadata": meta}))


def _service_cidr(state: State) -> Tree:
    shape = state.shape
    cidrs = [shape.service_range] + ([shape.service_range6] if shape.is_dual_stack else [])
    return {
        "metadata": {"finalizers": ["networking.k8s.io/service-cidr-finalizer"]},
        "spec": {"cidrs": cidrs},
        "status": {
            "conditions": [
                {
                    "type": "Ready",
                    "status": "True",
                    "reason": "",
                    "message": "Kubernetes default Service CIDR is ready",
                    "lastTransitionTime": to_text(state.now),
                }
            ]
        },
    }


def _kubernetes(shape: Shape) -> Tree:
    """The API server's own Service: it has no selector, the API server writes its endpoints."""
    network, _, _ = shape.service_range.partition("/")
    head, _, last = network.rpartition(".")
    ip = f"{head}.{int(last) + 1}"
    return {
        "metadata": {"labels": {"component": "apiserver", "provider": "kubernetes"}},
        "spec": {
            **_cluster_ip(ip),
            "ports": [{"name": "https", "port": 443, "protocol": "TCP", "targetPort": API_SERVER_PORT}],
        },
        "status": {"loadBalancer": {}},
    }


def _kube_dns(shape: Shape) -> Tree:
    return {
        "metadata": {
            "annotations": {"prometheus.io/port": "9153", "prometheus.io/scrape": "true"},
            "labels": {"k8s-app": "kube-dns", "kubernetes.io/cluster-service": "true", "kubernetes.io/name": "CoreDNS"},
        },
        "spec": {
            **_cluster_ip(shape.dns_address),
            "selector": {"k8s-app": "kube-dns"},
            "ports": [
                {"name": "dns", "port": 53, "protocol": "UDP", "targetPort": 53},
                {"name": "dns-tcp", "port": 53, "protocol": "TCP", "targetPort": 53},
                {"name": "metrics", "port": 9153, "protocol": "TCP", "targetPort": 9153},
            ],
        },
        "status": {"loadBalancer": {}},
    }


def _cluster_ip(ip: str) -> Tree:
    return {
        "clusterIP": ip,
        "clusterIPs": [ip],
        "internalTrafficPolicy": "Cluster",
        "ipFamilies": ["IPv4"],
        "ipFamilyPolicy": "SingleStack",
        "sessionAffinity": "None",
        "type": "ClusterIP",
    }


def _node(node: NodeShape, shape: Shape, now: str) -> Tree:
    both = shape.is_dual_stack
    addresses = [node.ip] + ([node.ip6] if both else [])
    ranges = [node.pod_range] + ([node.pod_range6] if both else [])
    return {
        "metadata": {
            "labels": {
                "beta.kubernetes.io/arch": "amd64",
                "beta.kubernetes.io/os": "linux",
                "kubernetes.io/arch": "amd64",
                "kubernetes.io/hostname": node.name,
                "kubernetes.io/os": "linux",
                "topology.kubernetes.io/zone": node.zone,
            }
        },
        "spec": {"podCIDR": ranges[0], "podCIDRs": ranges},
        "status": {
            "addresses": [{"address": ip, "type": "InternalIP"} for ip in addresses]
            + [{"address": node.name, "type": "Hostname"}],
            "allocatable": {"cpu": "8", "memory": "16Gi", "pods": "110"},
            "capacity": {"cpu": "8", "memory": "16Gi", "pods": "110"},
            "conditions": [
                {
                    "type": "Ready",
                    "status": "True",
                    "reason": "KubeletReady",
                    "message": "kubelet is posting ready status",
                    "lastHeartbeatTime": now,
                    "lastTransitionTime": now,
                }
            ],
            "nodeInfo": {
                "architecture": "amd64",
                "operatingSystem": "linux",
                "kubeletVersion": shape.kubernetes,
                "containerRuntimeVersion": "containerd://2.1.0",
                "kernelVersion": "6.8.0",
                "osImage": "Debian GNU/Linux 13 (trixie)",
            },
        },
    }
