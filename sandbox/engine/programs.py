"""Which program listens where.

A pod's containers listen on every port that they declare, unless the pod's annotation
``sandbox.kubedrill/listens`` says otherwise: ``"8080, 5353/UDP"``, or ``""`` for none. (In a
real pod the declaration opens nothing and a program may listen on any port; the stand-in
program of this sandbox goes by the declaration.) A program can be stopped and started while
its pod runs; a new pod of the same name starts anew.
"""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.places import Path

LISTENS = "sandbox.kubedrill/listens"

#: A port number and its protocol.
Port = tuple[int, str]

#: The memory of the state that holds what was stopped or started by hand: (pod's uid, port, protocol) -> runs.
MEMORY = "programs"


def parse_listens(text: str) -> tuple[Port, ...]:
    """The ports of the annotation; what cannot be read as a port is left out."""
    found: list[Port] = []
    for entry in text.split(","):
        number, _, protocol = entry.strip().partition("/")
        if number.strip().isdecimal():
            found.append((int(number), protocol.strip().upper() or "TCP"))
    return tuple(found)


def containers(pod: Object) -> Iterable[tuple[Path, dict[str, object]]]:
    """The containers that run as long as the pod does, with their paths: sidecars, then the others."""
    for field in ("initContainers", "containers"):
        for position, container in enumerate(pod.spec.get(field) or ()):
            if field == "containers" or container.get("restartPolicy") == "Always":
                yield ("spec", field, position), container


def declared(pod: Object) -> tuple[tuple[Path, Port], ...]:
    """Every declared container port with its path."""
    found: list[tuple[Path, Port]] = []
    for path, container in containers(pod):
        ports = container.get("ports")
        for position, port in enumerate(ports if isinstance(ports, list) else ()):
            number = port.get("containerPort")
            if isinstance(number, int):
                found.append(((*path, "ports", position, "containerPort"), (number, port.get("protocol") or "TCP")))
    return tuple(found)


def started_with(pod: Object) -> tuple[Port, ...]:
    """The ports on which the pod's programs listen when it starts."""
    text = pod.annotations.get(LISTENS)
    return tuple(port for _, port in declared(pod)) if text is None else parse_listens(text)


def listening(state: State, pod: Object, port: int, protocol: str = "TCP") -> bool:
    """Whether a program of the pod listens on the port."""
    memory = state.memory.get(MEMORY)
    if memory:
        known = memory.get((_uid(pod), port, protocol))
        if known is not None:
            return bool(known)
    return _is_started_with(pod, port, protocol)


def _is_started_with(pod: Object, port: int, protocol: str) -> bool:
    """Whether the port is one of :func:`started_with`, without listing the others: this is asked
    for each probe and each packet."""
    text = pod.annotations.get(LISTENS)
    if text is not None:
        return (port, protocol) in parse_listens(text)
    spec = pod.spec
    for field in ("containers", "initContainers"):
        for container in spec.get(field) or ():
            if field == "containers" or container.get("restartPolicy") == "Always":
                for one in container.get("ports") or ():
                    if one.get("containerPort") == port and (one.get("protocol") or "TCP") == protocol:
                        return True
    return False


def listening_ports(state: State, pod: Object) -> tuple[Port, ...]:
    """Every port on which a program of the pod listens now, in order."""
    uid = _uid(pod)
    changed = {key[1:]: runs for key, runs in (state.memory.get(MEMORY) or {}).items() if key[0] == uid}
    ports = {port for port in started_with(pod) if changed.get(port, True)}
    return tuple(sorted(ports | {port for port, runs in changed.items() if runs}))


def stop(state: State, pod: Object, port: int, protocol: str | None = None) -> None:
    """Make the pod's programs stop listening on the port; without a protocol in every protocol."""
    _remember(state, pod, port, protocol, runs=False)


def start(state: State, pod: Object, port: int, protocol: str | None = None) -> None:
    """Make the pod's programs listen on the port (again); without a protocol in those that the
    pod started with, in TCP if it did not listen there at all."""
    _remember(state, pod, port, protocol, runs=True)


def _remember(state: State, pod: Object, port: int, protocol: str | None, runs: bool) -> None:
    protocols = [protocol] if protocol else [p for number, p in started_with(pod) if number == port] or ["TCP"]
    memory = state.memory.setdefault(MEMORY, {})
    for one in protocols:
        memory[_uid(pod), port, one] = runs


def _uid(pod: Object) -> str:
    return str(pod.metadata.get("uid") or pod.title)
