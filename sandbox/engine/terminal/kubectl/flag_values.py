"""What the value of a flag may be, as far as it can be known while somebody types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sandbox.engine.terminal.kubectl.outputs import FORMATS, TABLES
from sandbox.engine.terminal.kubectl.typed import Typed
from sandbox.engine.terminal.suggestion import Suggestion


def _one_of(*words: str) -> Callable[[Typed], Iterable[Suggestion]]:
    """A fixed list; what ends with ``=`` goes on behind it."""
    return lambda typed: tuple(Suggestion(word, is_whole=not word.endswith("=")) for word in words)


def _namespaces(typed: Typed) -> Iterator[Suggestion]:
    for obj in typed.state.all("Namespace"):
        yield Suggestion(obj.name, "Namespace")


def _outputs(typed: Typed) -> Iterator[Suggestion]:
    for name, found in FORMATS.items():
        if typed.path[:1] == ("get",) or name not in TABLES:
            yield Suggestion(f"{name}=" if found.takes_template else name, "", not found.takes_template)


def _selectors(typed: Typed) -> Iterator[Suggestion]:
    """Labels that the objects have, behind the requirements that stand there already."""
    value = typed.word.partition("=")[2] if typed.word.startswith("--") else typed.word
    front, comma, _ = value.rpartition(",")
    for obj in typed.objects:
        for key, value in obj.labels.items():
            yield Suggestion(f"{front}{comma}{key}={value}", f"{obj.kind} {obj.name}")


def _containers(typed: Typed) -> Iterator[Suggestion]:
    name = typed.words[0].rpartition("/")[2] if typed.words else ""
    pod = typed.state.get("Pod", typed.namespace or "default", name)
    for container in pod.spec.get("containers") or () if pod is not None else ():
        yield Suggestion(container["name"], "container")


#: By the flag's name; with the command's in front where it is another thing there.
VALUES: dict[str, Callable[[Typed], Iterable[Suggestion]]] = {
    "cascade": _one_of("background", "foreground", "orphan"),
    "container": _containers,
    "dry-run": _one_of("none", "client", "server"),
    "expose type": _one_of("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"),
    "field-selector": _one_of("metadata.name=", "metadata.namespace=", "status.phase=", "spec.nodeName="),
    "filename": _one_of("-"),
    "for": _one_of("condition=Ready", "condition=Available", "condition=Complete", "create", "delete", "jsonpath="),
    "namespace": _namespaces,
    "output": _outputs,
    "override-type": _one_of("json", "merge", "strategic"),
    "patch type": _one_of("json", "merge", "strategic"),
    "protocol": _one_of("TCP", "UDP", "SCTP"),
    "restart": _one_of("Always", "OnFailure", "Never"),
    "selector": _selectors,
    "session-affinity": _one_of("None", "ClientIP"),
    "sort-by": _one_of(".metadata.name", ".metadata.creationTimestamp"),
    "validate": _one_of("strict", "warn", "ignore"),
}
