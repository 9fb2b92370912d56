"""What an object that kubectl shows still waits for: the facts behind a ``<pending>``, a ``0/1`` or a ``<none>``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sandbox.engine.cluster.indexes import SLICES_BY_SERVICE
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.controllers.endpoint_slice.selection import candidates, held_back
from sandbox.engine.evidence import Fact, fact, left_out

#: So many objects of one answer are explained, in the order in which they are printed.
MOST_EXPLAINED = 5

_Waits = Callable[[State, Object], Iterable[Fact]]


def _service(state: State, service: Object) -> Iterator[Fact]:
    spec = service.spec
    if spec.get("type") == "LoadBalancer" and not (service.status.get("loadBalancer") or {}).get("ingress"):
        chosen = spec.get("loadBalancerClass")
        if chosen:
            yield fact(
                service,
                ("spec", "loadBalancerClass"),
                f"No controller of this cluster serves the class {chosen}, so no address is given.",
            )
        else:
            yield fact(service, ("spec", "type"), "The load balancer has no address to give yet.")
    if spec.get("type") == "ExternalName":
        return
    known = candidates(state, service)
    if any(one.is_used for one in known):
        return
    has_slices = any(
        piece.tree.get("endpoints") for piece in state.found(SLICES_BY_SERVICE, (service.namespace, service.name))
    )
    if not spec.get("selector") and has_slices:
        return
    for one in known:
        yield from one.because
    if not known:
        yield left_out(
            service,
            ("spec", "selector"),
            "No pod has these labels."
            if spec.get("selector")
            else "Without a selector, endpoints have to be written by hand.",
        )


def _endpoints(state: State, endpoints: Object) -> Iterable[Fact]:
    service = state.get("Service", endpoints.namespace, endpoints.name)
    return _service(state, service) if service is not None else ()


def _pod(state: State, pod: Object) -> Iterable[Fact]:
    return held_back(state, pod)[1]


#: The kinds that may wait for something.
WAITS: dict[str, _Waits] = {"Service": _service, "Endpoints": _endpoints, "Pod": _pod}


def waiting(state: State, objects: Iterable[Object]) -> tuple[Fact, ...]:
    """What the objects lack to be of use, in the order of the objects; empty where all is well."""
    found: list[Fact] = []
    for obj in list(objects)[:MOST_EXPLAINED]:
        waits = WAITS.get(obj.kind)
        if waits is not None:
            found += waits(state, obj)
    return tuple(found)
