"""A small cluster's objects, put into a state by hand: what DNS reads and nothing else."""

from typing import Any

from sandbox.engine.callers import Caller
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.shape import Shape
from sandbox.engine.cluster.state import State

CLIENT = Caller("pod", "client", "default")

Tree = dict[str, Any]


def put(state: State, kind: str, name: str, tree: Tree | None = None, namespace: str = "default") -> None:
    namespace = "" if kind == "Namespace" else namespace
    tree = tree or {}
    metadata = {"name": name, "namespace": namespace, **tree.get("metadata", {})}
    state.put(Object(kind, namespace, name, {"kind": kind, **tree, "metadata": metadata}))


def service(state: State, name: str, *addresses: str, namespace: str = "default", **spec: Any) -> None:
    """A Service with the addresses (``None`` for a headless one) and one port called http."""
    whole = {
        "type": "ClusterIP",
        "clusterIP": addresses[0],
        "clusterIPs": list(addresses),
        "ports": [{"name": "http", "port": 80, "protocol": "TCP"}],
        **spec,
    }
    put(state, "Service", name, {"spec": whole}, namespace)


def alias(state: State, name: str, target: str) -> None:
    put(state, "Service", name, {"spec": {"type": "ExternalName", "externalName": target}})


def slice_of(state: State, name: str, *endpoints: Tree, ports: list[Tree] | None = None) -> None:
    ports = [{"name": "http", "port": 8080, "protocol": "TCP"}] if ports is None else ports
    put(
        state,
        "EndpointSlice",
        f"{name}-1",
        {"metadata": {"labels": {"kubernetes.io/service-name": name}}, "ports": ports, "endpoints": list(endpoints)},
    )


def endpoint(address: str, is_ready: bool = True, **more: Any) -> Tree:
    return {"addresses": [address], "conditions": {"ready": is_ready, "serving": True}, **more}


def pod(state: State, name: str, *addresses: str, **spec: Any) -> None:
    put(
        state,
        "Pod",
        name,
        {
            "spec": {"nodeName": "node1", "containers": [{"name": "app"}], **spec},
            "status": {"podIPs": [{"ip": address} for address in addresses]},
        },
    )


def cluster(shape: Shape | None = None) -> State:
    """One ClusterIP Service, two headless ones (one without a ready endpoint), aliases, a client."""
    state = State(shape)
    for name in ("default", "kube-system", "shop"):
        put(state, "Namespace", name)
    service(
        state,
        "kube-dns",
        "10.96.0.10",
        namespace="kube-system",
        ports=[{"name": "dns", "port": 53, "protocol": "UDP"}, {"name": "dns-tcp", "port": 53, "protocol": "TCP"}],
    )
    service(state, "web", "10.96.0.20")
    slice_of(state, "web", endpoint("10.244.1.5"))
    service(state, "db", "None")
    slice_of(
        state,
        "db",
        endpoint("10.244.1.6", hostname="db-0"),
        endpoint("10.244.2.6", hostname="db-1"),
        endpoint("10.244.2.7", is_ready=False, hostname="db-2"),
    )
    service(state, "dark", "None", selector={"app": "dark"})
    slice_of(state, "dark", endpoint("10.244.2.8", is_ready=False))
    service(state, "api", "10.96.0.30", namespace="shop")
    alias(state, "site", "example.com")
    alias(state, "inside", "web.default.svc.cluster.local")
    alias(state, "lost", "nope.default.svc.cluster.local")
    alias(state, "gone", "gone.example.net")
    alias(state, "number", "10.1.2.3")
    pod(state, "client", "10.244.1.9")
    return state
