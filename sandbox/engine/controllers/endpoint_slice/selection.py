"""Which pods a Service selects, which it nearly does, and why each of them serves or does not.

Pure reading: it explains to a learner what the controllers made of pods and Service, and
points at the lines that decided it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.engine import programs
from sandbox.engine.cluster.indexes import PODS_BY_LABEL, SLICES_BY_SERVICE
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import State
from sandbox.engine.controllers.endpoint_slice.pods import find_port, is_ready
from sandbox.engine.controllers.kubelet.probes import port_number, succeeds
from sandbox.engine.controllers.selectors import pods_with_all
from sandbox.engine.evidence import Fact, fact
from sandbox.engine.places import Path, of_key
from sandbox.engine.traces import Candidate

#: How many pods that miss are shown at most.
MOST_MISSES = 20

#: The label by which an EndpointSlice belongs to a Service.
_SERVICE_NAME = "kubernetes.io/service-name"

#: How many pods of a namespace are looked at for values that are nearly those asked for.
MOST_LOOKED_AT = 500


def candidates(state: State, service: Object) -> tuple[Candidate, ...]:
    """The pods that the Service selects, then those that miss it by little.

    For a Service without selector the endpoints are written by hand: where it has none, the slices that
    may have been meant for it.
    """
    selector: dict[str, str] = service.spec.get("selector") or {}
    if service.spec.get("type") == "ExternalName":
        return ()
    if not selector:
        return tuple(_slices_nearby(state, service))
    selected = pods_with_all(state, service.namespace, selector)
    taken = {pod.name for pod in selected}
    return (
        *(_judged(state, service, pod) for pod in selected),
        *(_missed(service, pod) for pod in _near_misses(state, service, taken)),
    )


def held_back(state: State, pod: Object) -> tuple[str, tuple[Fact, ...]]:
    """What keeps a pod from serving whichever Service, in a caption and facts; an empty caption where nothing does."""
    phase = pod.status.get("phase", "Pending")
    if phase in ("Succeeded", "Failed"):
        words = f"The pod ran to its end ({phase}) and is no endpoint any more."
        return "finished", (fact(pod, ("status", "phase"), words),)
    if not _address(pod):
        return "no address", _without_address(pod)
    if pod.is_terminating:
        return "terminating", _terminating(pod)
    return ("", ()) if is_ready(pod) else _not_ready(state, pod)


def _judged(state: State, service: Object, pod: Object) -> Candidate:
    """A pod that the selector matches: used, or held back by its own state."""
    matched = tuple(
        fact(pod, ("metadata", "labels", key), f"{key}: {value} is what the Service selects.")
        for key, value in service.spec["selector"].items()
    )
    reason, because = _obstacle(state, service, pod)
    address = _address(pod)
    return Candidate(
        f"{pod.namespace}/{pod.name}", address, pod.spec.get("nodeName") or "", not reason, reason, because or matched
    )


def _obstacle(state: State, service: Object, pod: Object) -> tuple[str, tuple[Fact, ...]]:
    """Why a selected pod gets no traffic; an empty text where it does."""
    phase = pod.status.get("phase", "Pending")
    publishes_all = bool(service.spec.get("publishNotReadyAddresses"))
    if phase in ("Succeeded", "Failed"):
        words = f"The pod ran to its end ({phase}) and is no endpoint any more."
        return "finished", (fact(pod, ("status", "phase"), words),)
    if not _address(pod):
        return "no address", _without_address(pod)
    if state.get("Node", "", pod.spec.get("nodeName") or "") is None and not publishes_all:
        return "its node does not exist", (fact(pod, ("spec", "nodeName"), "There is no node of that name."),)
    lacking = [port for port in service.spec.get("ports") or () if find_port(pod, port) is None]
    if lacking and len(lacking) == len(service.spec.get("ports") or ()):
        return _lacks_port(service, pod, lacking[0])
    if pod.is_terminating and not publishes_all:
        return "terminating", _terminating(pod)
    if not is_ready(pod) and not publishes_all:
        return _not_ready(state, pod)
    if lacking:
        return "", _lacks_port(service, pod, lacking[0])[1]
    return "", ()


def _terminating(pod: Object) -> tuple[Fact, ...]:
    seconds = pod.metadata.get("deletionGracePeriodSeconds")
    return (
        fact(
            pod,
            ("metadata", "deletionTimestamp"),
            "The pod is being deleted; it serves only where no ready pod is left.",
        ),
        fact(pod, ("spec", "terminationGracePeriodSeconds"), f"The pod has {seconds} seconds to end."),
    )


def _without_address(pod: Object) -> tuple[Fact, ...]:
    if pod.spec.get("schedulingGates"):
        return (fact(pod, ("spec", "schedulingGates"), "The pod waits behind a scheduling gate and has no address."),)
    if not pod.spec.get("nodeName"):
        said = next(
            (one.get("message") for one in pod.status.get("conditions") or () if one.get("type") == "PodScheduled"),
            None,
        )
        asked = [field for field in ("nodeSelector", "affinity") if pod.spec.get(field)]
        first = fact(pod, ("spec", "nodeName"), "The pod is on no node yet and has no address.")
        return (first, *(fact(pod, ("spec", field), said or "The pod asks for certain nodes.") for field in asked))
    return (fact(pod, ("status", "podIP"), "The pod has no address."),)


def _lacks_port(service: Object, pod: Object, port: Tree) -> tuple[str, tuple[Fact, ...]]:
    """A named targetPort that no container of the pod declares."""
    position = (service.spec.get("ports") or []).index(port)
    target, protocol = port.get("targetPort"), port.get("protocol", "TCP")
    declared: list[Fact] = []
    for path, container in programs.containers(pod):
        held = container.get("ports")
        for number, one in enumerate(held if isinstance(held, list) else ()):
            name = one.get("name") or "a port without a name"
            words = f"The container declares {name} ({one.get('protocol', 'TCP')})."
            declared.append(fact(pod, (*path, "ports", number, "name"), words))
    return f"no port {target}", (
        fact(
            service, ("spec", "ports", position, "targetPort"), f"targetPort asks for a {protocol} port named {target}."
        ),
        *(declared or [fact(pod, ("spec", "containers", 0, "ports"), "The container declares no ports.")]),
    )


def _not_ready(state: State, pod: Object) -> tuple[str, tuple[Fact, ...]]:
    """What keeps a pod from being ready: a failing probe, or a readiness gate that is not open."""
    for path, container in programs.containers(pod):
        tree: Tree = dict(container)
        for field, words in (("startupProbe", "startup probe"), ("readinessProbe", "readiness probe")):
            probe = tree.get(field)
            if probe and not succeeds(state, pod, tree, probe):
                return "not ready", (_failing(pod, tree, probe, (*path, field), words),)
    held = {one.get("type"): one.get("status") for one in pod.status.get("conditions") or ()}
    for position, gate in enumerate(pod.spec.get("readinessGates") or ()):
        if held.get(gate.get("conditionType")) != "True":
            words = f"The readiness gate {gate.get('conditionType')} is not True."
            return "not ready", (fact(pod, ("spec", "readinessGates", position, "conditionType"), words),)
    return "not ready", (fact(pod, ("status", "conditions"), "The pod's condition Ready is not True."),)


def _failing(pod: Object, container: Tree, probe: Tree, path: Path, words: str) -> Fact:
    for action in ("httpGet", "tcpSocket", "grpc"):
        if action in probe:
            port = (probe[action] or {}).get("port")
            number = port_number(port, container)
            if number is None:
                return fact(
                    pod, (*path, action, "port"), f"The {words} asks for port {port}, which the container lacks."
                )
            return fact(pod, (*path, action, "port"), f"The {words} fails: nothing listens on port {number}.")
    return fact(pod, (*path, "exec", "command"), f"The {words} fails: its command ends with an error.")


def _missed(service: Object, pod: Object) -> Candidate:
    """A pod that carries some of what the selector asks for, and what it lacks."""
    captions: list[str] = []
    because: list[Fact] = []
    for key, value in service.spec["selector"].items():
        held = pod.labels.get(key)
        if held == value:
            continue
        captions.append(f"{key}: {held} is not {key}: {value}" if held is not None else f"no label {key}")
        because.append(fact(service, ("spec", "selector", key), f"The Service selects {key}: {value}."))
        words = f"The pod has {key}: {held}." if held is not None else f"The pod has no label {key}."
        because.append(fact(pod, ("metadata", "labels", key), words))
    return Candidate(
        f"{pod.namespace}/{pod.name}",
        _address(pod),
        pod.spec.get("nodeName") or "",
        False,
        ", ".join(captions),
        tuple(because),
    )


def _slices_nearby(state: State, service: Object) -> Iterator[Candidate]:
    """The slices of the namespace that no Service has, for a Service without any: they lack its label."""
    if any(True for _ in state.found(SLICES_BY_SERVICE, (service.namespace, service.name))):
        return
    if state.count("EndpointSlice") > MOST_LOOKED_AT:
        return
    for piece in state.all("EndpointSlice", service.namespace):
        named = piece.labels.get(_SERVICE_NAME)
        if named is not None and state.get("Service", service.namespace, named) is not None:
            continue
        caption = f"label {_SERVICE_NAME} is {named}" if named else f"no label {_SERVICE_NAME}"
        words = f"The EndpointSlice belongs to {named}." if named else "The EndpointSlice belongs to no Service."
        because = fact(
            piece,
            ("metadata", "labels", of_key(_SERVICE_NAME)),
            f"{words} It takes the label {_SERVICE_NAME}: {service.name}.",
        )
        for endpoint in (piece.tree.get("endpoints") or ())[:1]:
            yield Candidate(
                f"{piece.namespace}/{piece.name}",
                (endpoint.get("addresses") or [""])[0],
                endpoint.get("nodeName") or "",
                False,
                caption,
                (because,),
            )


def _near_misses(state: State, service: Object, taken: set[str]) -> list[Object]:
    """Pods of the namespace that have one of the pairs, or one of the keys with a value much like it, or
    that lack the keys and listen where the Service sends."""
    namespace, selector = service.namespace, service.spec["selector"]
    found: dict[str, tuple[int, Object]] = {}
    for key, value in selector.items():
        for looked, pod in enumerate(state.found(PODS_BY_LABEL, (namespace, f"{key}={value}"))):
            if looked >= MOST_LOOKED_AT:
                break
            if pod.name not in taken:
                found.setdefault(pod.name, (0, pod))
    if state.count("Pod") <= MOST_LOOKED_AT:
        for pod in state.all("Pod", namespace):
            if pod.name in taken or pod.name in found:
                continue
            distance = min((_distance(key, value, pod.labels) for key, value in selector.items()), default=9)
            if distance <= 2 or _listens_for(service, pod):
                found[pod.name] = (1 + distance, pod)
    ranked = sorted(found.values(), key=lambda entry: (entry[0], entry[1].name))
    return [pod for _, pod in ranked[:MOST_MISSES]]


def _listens_for(service: Object, pod: Object) -> bool:
    """Whether the pod declares a port that the Service sends to."""
    numbers = {number for _, (number, _) in programs.declared(pod)}
    return any(
        port.get("targetPort", port.get("port")) in numbers
        or (isinstance(port.get("targetPort"), str) and find_port(pod, port) is not None)
        for port in service.spec.get("ports") or ()
    )


def _distance(key: str, value: str, labels: dict[str, str]) -> int:
    """How far the labels are from a pair: 0 for the key with another value much like it, and so on."""
    held = labels.get(key)
    if held is not None:
        return 0 if is_much_like(held, value) else 1
    if any(is_much_like(other, key) and found == value for other, found in labels.items()):
        return 1
    return 2 if value in labels.values() else 9


def is_much_like(one: str, other: str) -> bool:
    """Whether two words differ by case, one letter more, less or other, or two letters swapped."""
    one, other = one.lower(), other.lower()
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, that = one[start:], other[start:]
    return (
        rest[1:] == that[1:]
        or rest == that[1:]
        or rest[1:] == that
        or (rest[:2] == that[1::-1] and rest[2:] == that[2:])
    )


def _address(pod: Object) -> str:
    return str(pod.status.get("podIP") or "")
