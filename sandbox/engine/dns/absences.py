"""Why a name does not exist: the facts behind an NXDOMAIN, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from sandbox.engine.cluster.indexes import SERVICES_BY_NAME, SERVICES_BY_NAMESPACE
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.dns.names import Request
from sandbox.engine.dns.records import Finding
from sandbox.engine.evidence import Fact, fact, left_out
from sandbox.engine.places import Path

#: So many Services of a namespace are looked at for a similar name: a hint may not cost more than the answer.
_LOOKED_AT = 32

#: So many facts of one sort are told; the rest say nothing new.
_TOLD = 5


def no_namespace(namespace: str) -> Finding:
    """The answer below a namespace that does not exist."""
    return Finding(
        exists=False,
        because=(Fact(f"Namespace {namespace}", "metadata.name", None, "there is no namespace of that name", None),),
    )


def no_service(state: State, request: Request) -> Finding:
    """The answer for a Service that does not exist, with the Services that may have been meant."""
    name, namespace = request.service, request.namespace
    causes = [
        Fact(
            f"Service {namespace}/{name}",
            "metadata.name",
            None,
            f"namespace {namespace} has no Service of that name",
            None,
        )
    ]
    elsewhere = (s for s in state.found(SERVICES_BY_NAME, name) if s.namespace != namespace)
    causes += [
        fact(
            s,
            ("metadata", "namespace"),
            f"a Service of that name is in namespace {s.namespace}: it is called {s.name}.{s.namespace} from elsewhere",
        )
        for s in islice(elsewhere, _TOLD)
    ]
    beside = islice(state.found(SERVICES_BY_NAMESPACE, namespace), _LOOKED_AT)
    causes += [
        fact(s, ("metadata", "name"), f"there is a Service with a similar name: {s.name}")
        for s in beside
        if is_similar(s.name, name)
    ][:_TOLD]
    if request.endpoint:
        causes += _named_by_a_pod(state, request)
    pod = state.get("Pod", namespace, name)
    if pod is not None:
        causes.append(
            fact(
                pod,
                ("metadata", "name"),
                "a pod of that name exists, but a pod has a name in DNS only "
                "below a headless Service that its subdomain names",
            )
        )
    return Finding(exists=False, because=tuple(causes))


def no_endpoint(state: State, service: Object, pieces: Sequence[Object], request: Request) -> tuple[Fact, ...]:
    """Why a headless Service, or the name of an endpoint below a Service, gives no address."""
    if request.endpoint:
        first = fact(service, ("metadata", "name"), f"no ready endpoint of the Service is called {request.endpoint}")
        unnamed = list(_unnamed(state, service, pieces, request.endpoint))
        if unnamed:
            return (first, *islice(unnamed, _TOLD))
    elif request.port or request.protocol:
        first = fact(service, ("spec", "ports"), "no ready endpoint has a port of that name and protocol")
    else:
        first = fact(service, ("spec", "clusterIP"), "a headless Service without ready endpoints has no records")
    unready = list(_unready(state, pieces))
    if unready and not service.spec.get("publishNotReadyAddresses"):
        unready.insert(
            1,
            left_out(
                service,
                ("spec", "publishNotReadyAddresses"),
                "pods that are not ready are left out unless publishNotReadyAddresses is true",
            ),
        )
    if not unready and not any(piece.tree.get("endpoints") for piece in pieces):
        path = ("spec", "selector")
        text = (
            "no pod with an address carries all these labels"
            if service.spec.get("selector")
            else "without a selector, endpoints have to be written by hand"
        )
        return (first, fact(service, path, text))
    return (first, *islice(unready, _TOLD))


def _named_by_a_pod(state: State, request: Request) -> Iterable[Fact]:
    """What made somebody expect the pod's name below a Service that is not there."""
    pod = state.get("Pod", request.namespace, request.endpoint)
    if pod is not None and pod.spec.get("subdomain") == request.service:
        yield _subdomain(state, pod, f"{pod.title} has its name below {request.service}, which is no Service")


def _unnamed(state: State, service: Object, pieces: Iterable[Object], label: str) -> Iterable[Fact]:
    """Why a pod that is behind the Service, or nearly is, has not that name below it."""
    about = [endpoint.get("targetRef") or {} for piece in pieces for endpoint in piece.tree.get("endpoints") or ()]
    pods = [state.get("Pod", service.namespace, label)]
    pods += [state.get("Pod", one.get("namespace", ""), one.get("name", "")) for one in about[:_LOOKED_AT]]
    for pod in dict.fromkeys(pod.name for pod in pods if pod is not None):
        found = state.get("Pod", service.namespace, pod)
        if found is None or label not in (found.name, found.spec.get("hostname")):
            continue
        subdomain, hostname = found.spec.get("subdomain"), found.spec.get("hostname")
        if not subdomain:
            yield left_out(
                found,
                ("spec", "subdomain"),
                f"{found.title} has no subdomain: it takes hostname and subdomain to have a name of its own",
            )
        elif subdomain != service.name:
            yield _subdomain(state, found, f"{found.title} has its name below {subdomain}, not below {service.name}")
        if hostname != label:
            said = f"is called {hostname}" if hostname else "has no hostname"
            yield left_out(found, ("spec", "hostname"), f"{found.title} {said}")
        if not hostname or subdomain != service.name:
            continue
        for key, value in (service.spec.get("selector") or {}).items():
            if found.labels.get(key) != value:
                yield fact(service, ("spec", "selector", key), f"the Service does not select {found.title}")


def _subdomain(state: State, pod: Object, text: str) -> Fact:
    """The pod's subdomain; where a StatefulSet gave it, the StatefulSet's serviceName."""
    for owner in pod.metadata.get("ownerReferences") or ():
        maker = state.get("StatefulSet", pod.namespace, owner.get("name", ""))
        if owner.get("kind") == "StatefulSet" and maker is not None:
            return fact(maker, ("spec", "serviceName"), text)
    return fact(pod, ("spec", "subdomain"), text)


def _unready(state: State, pieces: Iterable[Object]) -> Iterable[Fact]:
    for piece in pieces:
        for position, endpoint in enumerate(piece.tree.get("endpoints") or ()):
            if (endpoint.get("conditions") or {}).get("ready") is not False:
                continue
            about = endpoint.get("targetRef") or {}
            pod = state.get("Pod", about.get("namespace", ""), about.get("name", ""))
            if pod is None or about.get("kind") != "Pod":
                yield fact(piece, ("endpoints", position, "conditions", "ready"), "this endpoint is not ready")
            elif pod.is_terminating:
                yield fact(pod, ("metadata", "deletionTimestamp"), f"{pod.title} is being deleted: not ready any more")
            else:
                yield fact(pod, _readiness(pod), f"{pod.title} is not ready")


def _readiness(pod: Object) -> Path:
    """The field that a pod's readiness hangs on: the first probe, else what the kubelet reports."""
    for position, container in enumerate(pod.spec.get("containers") or ()):
        if container.get("readinessProbe"):
            return ("spec", "containers", position, "readinessProbe")
    return ("spec", "readinessGates") if pod.spec.get("readinessGates") else ("status", "conditions")


def is_similar(one: str, other: str) -> bool:
    """Whether one slip of the finger lies between two names: a letter too many, too few, another
    one, or two neighbours exchanged. Upper bound for the cost: the length of the names."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[1::-1] == other_rest[:2] and rest[2:] == other_rest[2:])
    )
