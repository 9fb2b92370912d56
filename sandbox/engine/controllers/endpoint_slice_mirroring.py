"""The mirroring controller: slices of an Endpoints object that somebody wrote by hand.

Follows ``pkg/controller/endpointslicemirroring`` (v1.37). Only the Endpoints of a Service
without selector are mirrored, unless their label ``skip-mirror`` is ``"true"``.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address

from sandbox.engine.cluster.indexes import SLICES_BY_SERVICE
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.controllers.controller import Controller, Desk, Key, itself
from sandbox.engine.controllers.endpoint_slice.families import MANAGED_BY, SERVICE_NAME
from sandbox.engine.controllers.endpoint_slice.ports import PortMap, port_map, sorted_ports
from sandbox.engine.controllers.owners import reference

MANAGER = "endpointslicemirroring-controller.k8s.io"
SKIP_MIRROR = "endpointslice.kubernetes.io/skip-mirror"
LEADER = "control-plane.alpha.kubernetes.io/leader"

#: Annotations that stay with the Endpoints object.
NOT_COPIED = ("endpoints.kubernetes.io/last-change-trigger-time", "kubectl.kubernetes.io/last-applied-configuration")

#: The default of --mirroring-max-endpoints-per-subset.
MOST_ENDPOINTS = 1000


def _endpoints_of_slice(state: State, event: Event) -> Iterable[Key]:
    return [
        (piece.namespace, piece.labels[SERVICE_NAME])
        for piece in (event.old, event.new)
        if piece is not None and piece.labels.get(MANAGED_BY) == MANAGER and SERVICE_NAME in piece.labels
    ]


def reconcile(desk: Desk, key: Key) -> None:
    """Make the mirrored slices of one Endpoints object what they should be."""
    endpoints = desk.state.get("Endpoints", *key)
    service = desk.state.get("Service", *key)
    mirrored = [piece for piece in desk.state.found(SLICES_BY_SERVICE, key) if piece.labels.get(MANAGED_BY) == MANAGER]
    if endpoints is None or not _is_mirrored(endpoints, service):
        for piece in mirrored:
            desk.state.remove("EndpointSlice", piece.namespace, piece.name)
        return
    wanted = _desired(endpoints)
    spare: list[Object] = []
    by_key: dict[tuple[str, PortMap], Object] = {}
    for piece in mirrored:
        group = piece.tree["addressType"], port_map(piece.tree.get("ports") or [])
        if group in wanted and group not in by_key:
            by_key[group] = piece
        else:
            spare.append(piece)
    for group, (ports, entries) in wanted.items():
        labels, annotations = _copied(endpoints)
        held = by_key.get(group)
        if held is None:
            held = next((piece for piece in spare if piece.tree["addressType"] == group[0]), None)
            if held is not None:
                spare.remove(held)
        if held is None:
            name = desk.generated_name("EndpointSlice", key[0], f"{key[1]}-")
            metadata: Tree = {
                "generateName": f"{key[1]}-",
                "generation": 1,
                "labels": labels,
                "ownerReferences": [reference(endpoints)],
            }
            if annotations:
                metadata["annotations"] = annotations
            desk.add(
                "EndpointSlice",
                "discovery.k8s.io/v1",
                key[0],
                name,
                {"metadata": metadata, "addressType": group[0], "endpoints": entries, "ports": ports},
                endpoints.origin,
            )
        elif _changed(held, entries, ports, labels, annotations):
            metadata = {
                **held.metadata,
                "labels": labels,
                "annotations": annotations,
                "generation": held.metadata.get("generation", 1) + 1,
            }
            if not annotations:
                del metadata["annotations"]
            desk.write(held, metadata=metadata, endpoints=entries, ports=ports)
    for piece in spare:
        desk.state.remove("EndpointSlice", piece.namespace, piece.name)


def _is_mirrored(endpoints: Object, service: Object | None) -> bool:
    if endpoints.labels.get(SKIP_MIRROR) == "true" or LEADER in endpoints.annotations:
        return False
    return service is not None and not service.spec.get("selector") and not endpoints.is_terminating


def _copied(endpoints: Object) -> tuple[dict[str, str], dict[str, str]]:
    labels = {**endpoints.labels, SERVICE_NAME: endpoints.name, MANAGED_BY: MANAGER}
    return labels, {key: value for key, value in endpoints.annotations.items() if key not in NOT_COPIED}


def _desired(endpoints: Object) -> dict[tuple[str, PortMap], tuple[list[Tree], list[Tree]]]:
    """The endpoints there should be by family and ports, at most 1,000 of each subset."""
    found: dict[tuple[str, PortMap], tuple[list[Tree], dict[str, Tree]]] = {}
    for subset in endpoints.tree.get("subsets") or ():
        ports = sorted_ports(
            [
                {
                    "name": port.get("name") or "",
                    "port": port.get("port"),
                    "protocol": port.get("protocol") or "TCP",
                    **({"appProtocol": port["appProtocol"]} if port.get("appProtocol") is not None else {}),
                }
                for port in subset.get("ports") or ()
            ]
        )
        added = 0
        for field, is_ready in (("addresses", True), ("notReadyAddresses", False)):
            for address in subset.get(field) or ():
                if added >= MOST_ENDPOINTS:
                    break
                try:
                    ip = ip_address(address["ip"])
                except ValueError:
                    continue
                added += 1
                group = f"IPv{ip.version}", port_map(ports)
                _, held = found.setdefault(group, (ports, {}))
                held.setdefault(
                    f"{ip} {(address.get('targetRef') or {}).get('uid')}", _endpoint(address, str(ip), is_ready)
                )
    return {group: (ports, list(held.values())) for group, (ports, held) in found.items()}


def _endpoint(address: Tree, ip: str, is_ready: bool) -> Tree:
    new: Tree = {"addresses": [ip], "conditions": {"ready": is_ready}}
    for field in ("hostname", "nodeName", "targetRef"):
        if address.get(field):
            new[field] = address[field]
    return new


def _changed(
    held: Object, entries: list[Tree], ports: list[Tree], labels: dict[str, str], annotations: dict[str, str]
) -> bool:
    old = {repr(entry) for entry in held.tree.get("endpoints") or ()}
    return (
        old != {repr(entry) for entry in entries}
        or held.labels != labels
        or held.annotations != annotations
        or port_map(held.tree.get("ports") or []) != port_map(ports)
    )


CONTROLLER = Controller(
    "endpointslicemirroring-controller",
    {"Endpoints": itself, "Service": itself, "EndpointSlice": _endpoints_of_slice},
    reconcile,
    overlooks=frozenset({"EndpointSlice"}),
)
