"""One Service's slices of one address family: what they should hold, and the fewest writes to get there."""

from __future__ import annotations

from functools import cache

from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.controllers import trigger_time
from sandbox.engine.controllers.controller import Desk
from sandbox.engine.controllers.endpoint_slice import hints
from sandbox.engine.controllers.endpoint_slice.plan import Piece, Plan
from sandbox.engine.controllers.endpoint_slice.pods import (
    addresses,
    belongs_in_endpoints,
    find_port,
    has_hostname_in,
    is_ready,
)
from sandbox.engine.controllers.endpoint_slice.ports import PortMap, endpoint_ports, port_map
from sandbox.engine.controllers.owners import reference

MANAGED_BY = "endpointslice.kubernetes.io/managed-by"
MANAGER = "endpointslice-controller.k8s.io"
SERVICE_NAME = "kubernetes.io/service-name"
HEADLESS = "service.kubernetes.io/headless"
RESERVED = frozenset({MANAGED_BY, SERVICE_NAME, HEADLESS})
ZONE = "topology.kubernetes.io/zone"

#: The default of --max-endpoints-per-slice.
MOST_ENDPOINTS = 100

#: What tells one endpoint from another: its addresses and the pod behind it.
Identity = tuple[tuple[str, ...], str, str, str]


def reconcile_family(
    desk: Desk, service: Object, pods: list[Object], existing: list[Object], family: str, *, is_triggered: bool
) -> None:
    """Write the slices of one family. ``existing`` are those of this controller and family."""
    plan = Plan(is_triggered=is_triggered)
    by_ports: dict[PortMap, list[Object]] = {}
    uid = service.metadata.get("uid")
    for piece in existing:
        if any(owner.get("uid") == uid for owner in piece.metadata.get("ownerReferences") or ()):
            by_ports.setdefault(port_map(piece.tree.get("ports") or []), []).append(piece)
        else:
            plan.delete.append(piece)
    desired = _desired(desk, service, pods, family)
    labels = slice_labels(service)
    for ports_key, (ports, endpoints) in desired.items():
        _fill(plan, by_ports.get(ports_key, []), ports, endpoints, labels)
    for ports_key, pieces in by_ports.items():
        if ports_key not in desired:
            plan.delete += pieces
    if len(existing) == len(plan.delete) and not plan.create:
        _keep_a_placeholder(plan, labels)
    hints.assign(desk.state, service, plan)
    _write(desk, service, plan, family)


def _desired(
    desk: Desk, service: Object, pods: list[Object], family: str
) -> dict[PortMap, tuple[list[Tree], dict[Identity, Tree]]]:
    """The endpoints there should be, by the ports at which they serve."""
    found: dict[PortMap, tuple[list[Tree], dict[Identity, Tree]]] = {}
    # Nearly always all pods have the same numbers: what follows from those is worked out once.
    by_numbers: dict[tuple[int | None, ...], dict[Identity, Tree]] = {}
    publishes_all = bool(service.spec.get("publishNotReadyAddresses"))
    for pod in pods:
        if not belongs_in_endpoints(pod, include_terminating=True):
            continue
        numbers = tuple([find_port(pod, port) for port in service.spec.get("ports") or ()])
        endpoints = by_numbers.get(numbers)
        if endpoints is None:
            ports = endpoint_ports(service, numbers)
            _, endpoints = found.setdefault(port_map(ports), (ports, {}))
            by_numbers[numbers] = endpoints
        node = desk.state.get("Node", "", pod.spec.get("nodeName") or "")
        if node is None and not publishes_all:
            continue
        endpoint = endpoint_of(pod, node, service, family)
        if endpoint["addresses"]:
            endpoints[identity(endpoint)] = endpoint
    return found


def endpoint_of(pod: Object, node: Object | None, service: Object, family: str) -> Tree:
    """A pod as an endpoint of a Service."""
    spec = pod.spec
    new: Tree = {
        "addresses": addresses(pod, family),
        "conditions": _conditions(
            bool(service.spec.get("publishNotReadyAddresses")), is_ready(pod), pod.is_terminating
        ),
    }
    if has_hostname_in(pod, service):
        new["hostname"] = spec["hostname"]
    if spec.get("nodeName"):
        new["nodeName"] = spec["nodeName"]
    new["targetRef"] = {"kind": "Pod", "name": pod.name, "namespace": pod.namespace, "uid": pod.metadata.get("uid")}
    zone = node.labels.get(ZONE) if node is not None else None
    if zone:
        new["zone"] = zone
    return new


@cache
def _conditions(publishes_all: bool, is_serving: bool, is_terminating: bool) -> Tree:
    """An endpoint's conditions, which all endpoints of the same kind share."""
    return {
        "ready": publishes_all or (is_serving and not is_terminating),
        "serving": is_serving,
        "terminating": is_terminating,
    }


def identity(endpoint: Tree) -> Identity:
    """What makes an endpoint in a slice the same as one that should be there."""
    target = endpoint.get("targetRef") or {}
    return (
        tuple(sorted(endpoint["addresses"])),
        target.get("namespace", ""),
        target.get("name", ""),
        target.get("uid") or "",
    )


def slice_labels(service: Object, manager: str = MANAGER) -> dict[str, str]:
    """The Service's own labels and the reserved ones."""
    labels = {key: value for key, value in service.labels.items() if key not in RESERVED}
    if service.spec.get("clusterIP") in (None, "", "None"):
        labels[HEADLESS] = ""
    return {**labels, SERVICE_NAME: service.name, MANAGED_BY: manager}


def _own_labels(labels: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in labels.items() if key not in RESERVED}


def _fill(
    plan: Plan, existing: list[Object], ports: list[Tree], wanted: dict[Identity, Tree], labels: dict[str, str]
) -> None:
    """Keep what may stay, then fill up changed slices, then one that has room, then new ones."""
    changed: list[Piece] = []
    same: list[Piece] = []
    for held in existing:
        old = held.tree.get("endpoints") or []
        kept = [(wanted.pop(key), endpoint) for endpoint in old if (key := identity(endpoint)) in wanted]
        piece = Piece(held, held.tree.get("ports") or [], [new for new, _ in kept], labels)
        if len(kept) != len(old) or any(_differs(new, endpoint) for new, endpoint in kept):
            if kept:
                changed.append(piece)
            else:
                plan.delete.append(held)
        elif _own_labels(held.labels) != _own_labels(labels):
            changed.append(piece)
        else:
            piece.labels = held.labels
            piece.endpoints = old
            same.append(piece)
    for piece in sorted(changed, key=lambda one: -len(one.endpoints)):
        _move(wanted, piece)
    while wanted:
        roomy = _roomiest(same, len(wanted)) if len(wanted) < MOST_ENDPOINTS else None
        if roomy is None:
            roomy = Piece(None, ports, [], labels)
            plan.create.append(roomy)
        else:
            same.remove(roomy)
            roomy.endpoints = list(roomy.endpoints)
            changed.append(roomy)
        _move(wanted, roomy)
    plan.update += changed
    plan.unchanged += same


def _move(wanted: dict[Identity, Tree], piece: Piece) -> None:
    """Fill a slice; the endpoint that came last goes first (real Kubernetes takes any)."""
    while wanted and len(piece.endpoints) < MOST_ENDPOINTS:
        piece.endpoints.append(wanted.popitem()[1])


def _roomiest(pieces: list[Piece], number: int) -> Piece | None:
    """The slice that comes closest to full when that many are added."""
    fitting = [piece for piece in pieces if len(piece.endpoints) + number <= MOST_ENDPOINTS and piece.endpoints]
    return max(fitting, key=lambda piece: len(piece.endpoints), default=None)


def _differs(new: Tree, old: Tree) -> bool:
    return any(new.get(name) != old.get(name) for name in ("nodeName", "zone", "conditions", "targetRef"))


def _keep_a_placeholder(plan: Plan, labels: dict[str, str]) -> None:
    """A Service without endpoints has one slice with neither endpoints nor ports."""
    if len(plan.delete) == 1:
        held = plan.delete[0]
        if not held.tree.get("endpoints") and not held.tree.get("ports") and held.labels == labels:
            plan.unchanged.append(Piece(held, [], [], held.labels))
            plan.delete.clear()
            return
    plan.create.append(Piece(None, [], [], labels))


def _write(desk: Desk, service: Object, plan: Plan, family: str) -> None:
    """Turn deletions and creations into updates where that is possible, then write."""
    uid = service.metadata.get("uid")
    left: list[Object] = []
    for old in plan.delete:
        is_own = any(owner.get("uid") == uid for owner in old.metadata.get("ownerReferences") or ())
        if plan.create and is_own:
            piece = plan.create.pop()
            piece.held = old
            plan.update.append(piece)
        else:
            left.append(old)
    if not service.is_terminating:
        for piece in plan.create:
            _create(desk, service, piece, family, is_triggered=plan.is_triggered)
    for piece in plan.update:
        held = piece.held
        if held is None:
            continue
        metadata = {**held.metadata, "labels": piece.labels}
        annotations = trigger_time.annotated(held.annotations, desk.state, is_triggered=plan.is_triggered)
        metadata.pop("annotations", None)
        if annotations:
            metadata["annotations"] = annotations
        if (
            (held.tree.get("endpoints") or []) != piece.endpoints
            or (held.tree.get("ports") or []) != piece.ports
            or (held.labels != piece.labels)
        ):
            metadata["generation"] = held.metadata.get("generation", 1) + 1
            desk.write(held, metadata=metadata, endpoints=piece.endpoints, ports=piece.ports)
    for old in left:
        desk.state.remove("EndpointSlice", old.namespace, old.name)


def _create(desk: Desk, service: Object, piece: Piece, family: str, *, is_triggered: bool) -> None:
    metadata: Tree = {
        "generateName": f"{service.name}-",
        "labels": piece.labels,
        "generation": 1,
        "ownerReferences": [reference(service)],
    }
    annotations = trigger_time.annotated({}, desk.state, is_triggered=is_triggered)
    if annotations:
        metadata["annotations"] = annotations
    name = desk.generated_name("EndpointSlice", service.namespace, f"{service.name}-")
    desk.add(
        "EndpointSlice",
        "discovery.k8s.io/v1",
        service.namespace,
        name,
        {
            "metadata": metadata,
            "addressType": family,
            "endpoints": piece.endpoints,
            "ports": piece.ports,
        },
    )
