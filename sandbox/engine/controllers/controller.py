"""What a controller is, and what it works with.

A controller names the kinds that it watches. Each change of such an object gives the keys
that it has to look at again, so that work is proportional to what changed. ``reconcile``
then compares what is with what should be for one key, and writes the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from sandbox.engine.api import KINDS
from sandbox.engine.api.kind import Kind
from sandbox.engine.apiserver import deletion, system_fields
from sandbox.engine.apiserver.status import Reply
from sandbox.engine.cluster.clock import to_text
from sandbox.engine.cluster.identity import uid
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import Event, State
from sandbox.engine.places import Origin
from sandbox.engine.problems import EngineError, LimitReached

if TYPE_CHECKING:
    Reconcile = Callable[["Desk", "Key"], None]

#: What is reconciled as one: nearly always the (namespace, name) of an object.
Key = tuple[str, ...]

#: The keys that a change of an object touches.
Watch = Callable[[State, Event], Iterable[Key]]

#: The name under which a controller watches every kind there is.
EVERY_KIND = "*"

Propagation = Literal["Background", "Foreground", "Orphan"]

#: How many pods the controllers make in one cluster before they refuse to go on.
MOST_PODS = 200_000


class Requests(Protocol):
    """What controllers ask of the API server."""

    def create(self, kind: Kind, namespace: str, tree: Tree, *, origin: Origin | None = None) -> Reply: ...

    def delete(
        self,
        kind: Kind,
        namespace: str,
        name: str,
        *,
        grace: int | None = None,
        propagation: Propagation = "Background",
    ) -> Reply: ...


@dataclass(frozen=True, slots=True, eq=False)
class Controller:
    """One controller: its name, the kinds it watches and what it does for a key.

    ``overlooks`` are kinds whose changes it does not look at when it made them itself.
    """

    name: str
    watches: Mapping[str, Watch]
    reconcile: Reconcile
    overlooks: frozenset[str] = frozenset()


def itself(state: State, event: Event) -> Iterable[Key]:
    """The watch of a controller that reconciles the very objects it watches."""
    return [(event.object.namespace, event.object.name)]


class Desk:
    """A controller's place of work: the state to read, the API server to ask, the clock."""

    def __init__(self, state: State, api: Requests, wake: Callable[[float, Key], None]) -> None:
        self.state = state
        self.api = api
        self._wake = wake

    @property
    def now(self) -> str:
        """The present as an object's timestamp."""
        return to_text(self.state.now)

    def later(self, due: float, key: Key) -> None:
        """Have the key reconciled again at the virtual time ``due`` (seconds)."""
        self._wake(due, key)

    def create(self, kind: str, namespace: str, tree: Tree, origin: Origin | None = None) -> Reply:
        """Ask the API server for a new object. Raises LimitReached beyond :data:`MOST_PODS` pods."""
        if kind == "Pod" and self.state.count("Pod") >= MOST_PODS:
            raise LimitReached(f"more than {MOST_PODS} pods")
        return self.api.create(_kind(kind), namespace, tree, origin=origin)

    def delete(self, obj: Object, *, grace: int | None = None, propagation: Propagation = "Background") -> Reply:
        """Ask the API server to delete an object."""
        return self.api.delete(_kind(obj.kind), obj.namespace, obj.name, grace=grace, propagation=propagation)

    def add(
        self, kind: str, api_version: str, namespace: str, name: str, tree: Tree, origin: Origin | None = None
    ) -> Object:
        """Put a new object that a controller writes as it is (slices, Endpoints, revisions)."""
        metadata: Tree = {
            **(tree.get("metadata") or {}),
            "name": name,
            "namespace": namespace,
            "uid": uid(kind, namespace, name, self.state.version),
            "creationTimestamp": self.now,
        }
        return self.state.put(
            Object(
                kind, namespace, name, {"apiVersion": api_version, "kind": kind, **tree, "metadata": metadata}, origin
            )
        )

    def generated_name(self, kind: str, namespace: str, prefix: str) -> str:
        """The prefix with five more characters: a name that no object of the kind has yet."""
        return system_fields.generated_name(_kind(kind), namespace, prefix, self.state)

    def remove(self, obj: Object) -> None:
        """Take an object away at once, with what goes with it (a Service's addresses)."""
        deletion.remove(_kind(obj.kind), obj, self.state)

    def write(self, obj: Object, **changes: Tree | list[Tree] | None) -> Object:
        """Put an object with other top-level parts (``status=…``); nothing happens where all stays the same.

        A part that is None is taken away. The object's origin is kept.
        """
        tree = dict(obj.tree)
        for field, value in changes.items():
            if value is None:
                tree.pop(field, None)
            else:
                tree[field] = value
        if tree == obj.tree:
            return obj
        return self.state.put(Object(obj.kind, obj.namespace, obj.name, tree, obj.origin))

    def relabel(self, obj: Object, **metadata: object) -> Object:
        """Put an object with other parts of its metadata; empty ones are taken away."""
        new = {key: value for key, value in {**obj.metadata, **metadata}.items() if value not in (None, {}, [])}
        return self.write(obj, metadata=new)


_BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}


def _kind(name: str) -> Kind:
    found = _BY_NAME.get(name)
    if found is None:
        raise EngineError(f"no kind {name}")
    return found
