"""The Endpoints controller: the old v1 Endpoints object of each Service with a selector.

Follows ``pkg/controller/endpoint`` and ``pkg/api/v1/endpoints`` (v1.37): addresses with the
same ports make a subset, ports stand in the order of their hash, and beyond 1,000
addresses the rest is cut off.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.controllers import trigger_time
from sandbox.engine.controllers.controller import Controller, Desk, Key, itself
from sandbox.engine.controllers.endpoint_slice.pods import (
    belongs_in_endpoints,
    find_port,
    has_hostname_in,
    is_ready,
    parsed,
    services_touched,
)
from sandbox.engine.controllers.names import fnv128a
from sandbox.engine.controllers.selectors import pods_with_all

MANAGED_BY = "endpoints.kubernetes.io/managed-by"
MANAGER = "endpoint-controller"
HEADLESS = "service.kubernetes.io/headless"
OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity"

#: The most addresses that one Endpoints object holds.
CAPACITY = 1000

#: A port as it may be compared: name, number, protocol, appProtocol.
Port = tuple[str, int, str, str | None]


def _deleted(state: State, event: Event) -> Iterable[Key]:
    """Endpoints that somebody deleted come back; what is written into them stays until something else changes."""
    return itself(state, event) if event.verb == "deleted" else []


def reconcile(desk: Desk, key: Key) -> None:
    """Make one Service's Endpoints what they should be."""
    service = desk.state.get("Service", *key)
    held = desk.state.get("Endpoints", *key)
    if service is None:
        if held is not None:
            desk.state.remove("Endpoints", *key)
        return
    selector = service.spec.get("selector")
    if service.spec.get("type") == "ExternalName" or not selector or service.is_terminating:
        return
    pods = pods_with_all(desk.state, service.namespace, selector)
    is_triggered = trigger_time.changed(desk.state, MANAGER, service, pods)
    subsets, is_cut = _truncated(_subsets(service, pods))
    labels = {**service.labels, MANAGED_BY: MANAGER}
    if service.spec.get("clusterIP") in (None, "", "None"):
        labels[HEADLESS] = ""
    if held is None:
        metadata: Tree = {"labels": labels}
        annotations = _annotations({}, desk.state, is_cut=is_cut, is_triggered=is_triggered)
        if annotations:
            metadata["annotations"] = annotations
        tree: Tree = {"metadata": metadata, "subsets": subsets} if subsets else {"metadata": metadata}
        desk.add("Endpoints", "v1", service.namespace, service.name, tree)
        return
    if (
        (held.tree.get("subsets") or []) == subsets
        and held.labels == labels
        and (held.annotations.get(OVER_CAPACITY) == "truncated") == is_cut
    ):
        return
    annotations = _annotations(held.annotations, desk.state, is_cut=is_cut, is_triggered=is_triggered)
    metadata = {**held.metadata, "labels": labels, "annotations": annotations}
    if not annotations:
        del metadata["annotations"]
    desk.write(held, metadata=metadata, subsets=subsets or None)


def _annotations(held: dict[str, str], state: State, *, is_cut: bool, is_triggered: bool) -> dict[str, str]:
    kept = {name: value for name, value in held.items() if name != OVER_CAPACITY}
    if is_cut:
        kept[OVER_CAPACITY] = "truncated"
    return trigger_time.annotated(kept, state, is_triggered=is_triggered)


def _subsets(service: Object, pods: list[Object]) -> list[Tree]:
    """Ready and unready addresses by the ports that they have."""
    publishes_all = bool(service.spec.get("publishNotReadyAddresses"))
    by_port: dict[Port, dict[str, tuple[Tree, bool]]] = {}
    for pod in pods:
        if not belongs_in_endpoints(pod, include_terminating=publishes_all):
            continue
        address = _address(service, pod)
        if address is None:
            continue
        for port in service.spec.get("ports") or ():
            number = find_port(pod, port)
            if number is not None:
                key = (port.get("name") or "", number, port.get("protocol") or "TCP", port.get("appProtocol"))
                identity = f"{address['ip']} {address['targetRef']['uid']}"
                by_port.setdefault(key, {})[identity] = (address, publishes_all or is_ready(pod))
    by_addresses: dict[tuple[str, ...], list[Port]] = {}
    for key, held in by_port.items():
        by_addresses.setdefault(tuple(sorted(held)), []).append(key)
    found = []
    for ports in by_addresses.values():
        entries = sorted(by_port[ports[0]].values(), key=lambda entry: (entry[0]["ip"], entry[0]["targetRef"]["uid"]))
        subset: Tree = {}
        for name, wanted in (("addresses", True), ("notReadyAddresses", False)):
            chosen = [address for address, ready in entries if ready is wanted]
            if chosen:
                subset[name] = chosen
        subset["ports"] = [_shown(port) for port in sorted(ports, key=_hash)]
        found.append(subset)
    return sorted(found, key=lambda subset: [port["port"] for port in subset["ports"]])


def _address(service: Object, pod: Object) -> Tree | None:
    """The pod's address of the Service's first family."""
    cluster_ip = service.spec.get("clusterIP")
    families = service.spec.get("ipFamilies") or []
    if cluster_ip and cluster_ip != "None":
        family = parsed(cluster_ip)[0]
    else:
        family = "IPv6" if families[:1] == ["IPv6"] else "IPv4"
    for entry in pod.status.get("podIPs") or ():
        if parsed(entry["ip"])[0] == family:
            found: Tree = {"ip": entry["ip"]}
            if has_hostname_in(pod, service):
                found["hostname"] = pod.spec["hostname"]
            if pod.spec.get("nodeName"):
                found["nodeName"] = pod.spec["nodeName"]
            found["targetRef"] = {
                "kind": "Pod",
                "name": pod.name,
                "namespace": pod.namespace,
                "uid": pod.metadata.get("uid") or "",
            }
            return found
    return None


def _shown(port: Port) -> Tree:
    name, number, protocol, app_protocol = port
    entry: Tree = {"name": name} if name else {}
    entry |= {"port": number, "protocol": protocol}
    if app_protocol is not None:
        entry["appProtocol"] = app_protocol
    return entry


@lru_cache(maxsize=4096)
def _hash(port: Port) -> int:
    """Subsets list their ports by the hash of the port's printed form (SortSubsets)."""
    name, number, protocol, app_protocol = port
    text = (
        f"(v1.EndpointPort){{Name:(string){name} Port:(int32){number} Protocol:(v1.Protocol){protocol} "
        f"AppProtocol:(*string){'<nil>' if app_protocol is None else app_protocol}}}"
    )
    return fnv128a(text.encode())


def _truncated(subsets: list[Tree]) -> tuple[list[Tree], bool]:
    """At most :data:`CAPACITY` addresses, ready ones first, shared out over the subsets."""
    ready = sum(len(subset.get("addresses") or ()) for subset in subsets)
    unready = sum(len(subset.get("notReadyAddresses") or ()) for subset in subsets)
    if ready + unready <= CAPACITY:
        return subsets, False
    name, total, most = (
        ("addresses", ready, CAPACITY) if ready > CAPACITY else ("notReadyAddresses", unready, CAPACITY - ready)
    )
    left = most
    found = []
    for subset in subsets:
        entries = subset.get(name) or []
        kept = entries[: min(left, math.ceil(len(entries) / total * most))]
        left -= len(kept)
        new = {key: value for key, value in subset.items() if key not in (name, "notReadyAddresses")}
        if name == "addresses":
            new = {"addresses": kept, **new}
        elif kept:
            new = {**new, name: kept}
        found.append(new)
    return found, True


CONTROLLER = Controller(
    "endpoint-controller",
    {"Service": itself, "Pod": services_touched, "Endpoints": _deleted},
    reconcile,
    overlooks=frozenset({"Endpoints"}),
)
