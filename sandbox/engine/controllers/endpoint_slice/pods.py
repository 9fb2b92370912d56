"""What the endpoint controllers read from pods: readiness, addresses, ports, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from ipaddress import ip_address

from sandbox.engine.cluster.indexes import SERVICES_BY_SELECTOR
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.controllers.controller import Key


def is_ready(pod: Object) -> bool:
    """Whether the pod's condition Ready is True."""
    # A plain loop: this is asked of every pod at every change, and any() takes twice as long.
    for one in pod.status.get("conditions") or ():  # noqa: SIM110
        if one.get("type") == "Ready" and one.get("status") == "True":
            return True
    return False


def belongs_in_endpoints(pod: Object, *, include_terminating: bool) -> bool:
    """A pod that has finished or has no address is no endpoint."""
    if pod.status.get("phase") in ("Succeeded", "Failed"):
        return False
    if not pod.status.get("podIPs") and not pod.status.get("podIP"):
        return False
    return include_terminating or not pod.is_terminating


def services_of(state: State, pod: Object) -> Iterator[Object]:
    """The Services that select a pod, found through its labels."""
    labels = pod.labels
    for key, value in labels.items():
        for service in state.found(SERVICES_BY_SELECTOR, (pod.namespace, f"{key}={value}")):
            if all(labels.get(k) == v for k, v in service.spec["selector"].items()):
                yield service


def services_touched(state: State, event: Event) -> Iterable[Key]:
    """The Services that selected a pod before a change or select it now, if the change concerns endpoints.

    Of a change of labels alone only those that select it no more or newly.
    """
    old, new = event.old, event.new
    if not (new is not None and new.status.get("podIPs")) and not (old is not None and old.status.get("podIPs")):
        return []
    is_changed = old is None or new is None or _traits(old) != _traits(new)
    if not is_changed and old is not None and new is not None and old.labels == new.labels:
        return []
    before, after = (
        {} if pod is None else dict.fromkeys((one.namespace, one.name) for one in services_of(state, pod))
        for pod in (old, new)
    )
    if is_changed:
        return [*before, *(key for key in after if key not in before)]
    return [key for key in (*before, *after) if (key in before) != (key in after)]


def _traits(pod: Object) -> tuple[object, ...]:
    return (
        pod.status.get("podIPs"),
        pod.status.get("phase"),
        pod.spec.get("nodeName"),
        is_ready(pod),
        pod.is_terminating,
    )


@lru_cache(maxsize=1 << 16)
def parsed(text: str) -> tuple[str, str]:
    """The family of an address and its canonical form; an empty family for what is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return "", text
    return f"IPv{address.version}", str(address)


def addresses(pod: Object, family: str) -> list[str]:
    """The pod's addresses of a family (``IPv4`` or ``IPv6``) in canonical form."""
    found = (parsed(entry["ip"]) for entry in pod.status.get("podIPs") or ())
    return [address for known, address in found if known == family]


def find_port(pod: Object, service_port: Tree) -> int | None:
    """The number that a Service port's targetPort stands for in the pod.

    A name is looked up among the ports of the containers, then of the sidecars, by name and
    protocol; None where no container has it.
    """
    target = service_port.get("targetPort", service_port.get("port"))
    if isinstance(target, int):
        return target
    protocol = service_port.get("protocol", "TCP")
    sidecars = [one for one in pod.spec.get("initContainers") or () if one.get("restartPolicy") == "Always"]
    for container in [*(pod.spec.get("containers") or ()), *sidecars]:
        for port in container.get("ports") or ():
            if port.get("name") == target and port.get("protocol", "TCP") == protocol:
                number: int = port["containerPort"]
                return number
    return None


def has_hostname_in(pod: Object, service: Object) -> bool:
    """Whether the pod's hostname becomes a name of the Service: its subdomain has to name it."""
    return (
        bool(pod.spec.get("hostname"))
        and pod.spec.get("subdomain") == service.name
        and pod.namespace == service.namespace
    )
