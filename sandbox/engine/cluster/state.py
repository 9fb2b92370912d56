"""The objects of a cluster, their versions, what changed, and the virtual clock.

The same changes in the same order give the same state: nothing here asks the time or chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Literal, NamedTuple

from sandbox.engine.cluster.indexes import INDEXES, Index, Key
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.shape import Shape
from sandbox.engine.places import Origin
from sandbox.engine.problems import EngineError

#: Kinds whose changes stay in the journal for good: session affinity asks what became of endpoints.
KEPT_KINDS = frozenset({"Service", "EndpointSlice"})

#: (namespace, name); the namespace is empty for what belongs to none.
Name = tuple[str, str]


class Event(NamedTuple):
    """One change: ``old`` is None for an object that is new, ``new`` for one that is gone."""

    verb: Literal["added", "modified", "deleted"]
    kind: str
    old: Object | None
    new: Object | None

    @property
    def object(self) -> Object:
        """The object as it is now, as it was last for one that is gone."""
        found = self.new or self.old
        if found is None:
            raise EngineError("a change of nothing")
        return found


class State:
    """All objects of one cluster.

    ``now`` is the virtual time in seconds since the cluster began. ``journal`` holds every
    change since the empty cluster was built; a fork has it too. Whoever follows it keeps a position in it, and may
    :meth:`forget` what it has read.
    ``memory`` is what parts of the cluster remember besides objects (the kernel's session
    affinity, programs that were stopped): a dict for each name, copied by a fork.
    """

    def __init__(self, shape: Shape | None = None) -> None:
        self.shape = shape or Shape()
        self.now = 0.0
        self.version = 0
        self.journal: list[Event] = []
        self.memory: dict[str, dict[Any, Any]] = {}
        self._objects: dict[str, dict[Name, Object]] = {}
        self._indexes: dict[Index, dict[Key, dict[Name, Object]]] = {index: {} for index in INDEXES}
        self._of_kind: dict[str, list[Index]] = {}
        for index in INDEXES:
            self._of_kind.setdefault(index.kind, []).append(index)

    def fork(self, shape: Shape | None = None) -> State:
        """A copy that goes its own way; ``shape`` puts another shape in place of this one's."""
        new = State.__new__(State)
        new.shape = shape or self.shape
        new.now = self.now
        new.version = self.version
        new.journal = self.journal.copy()
        new.memory = {name: dict(held) for name, held in self.memory.items()}
        new._objects = {kind: dict(held) for kind, held in self._objects.items()}
        new._indexes = {
            index: {key: found.copy() for key, found in held.items()} if held else {}
            for index, held in self._indexes.items()
        }
        new._of_kind = self._of_kind
        return new

    def get(self, kind: str, namespace: str, name: str) -> Object | None:
        """The object, None where there is no such one."""
        held = self._objects.get(kind)
        return held.get((namespace, name)) if held else None

    def all(self, kind: str, namespace: str | None = None) -> list[Object]:
        """The objects of a kind in order of namespace and name, of one namespace or of all."""
        held = self._objects.get(kind) or {}
        names = held if namespace is None else [name for name in held if name[0] == namespace]
        return [held[name] for name in sorted(names)]

    def count(self, kind: str) -> int:
        """How many objects of a kind there are."""
        return len(self._objects.get(kind) or ())

    def found(self, index: Index, key: Key) -> Iterable[Object]:
        """The objects that an index finds under a key, in order of their creation in this state."""
        bucket = self._indexes[index].get(key)
        return bucket.values() if bucket else ()

    def put(self, obj: Object) -> Object:
        """Keep a new or changed object under the next resource version; gives it back with that."""
        self.version += 1
        name = (obj.namespace, obj.name)
        held = self._objects.setdefault(obj.kind, {})
        old = held.get(name)
        metadata = {**obj.metadata, "resourceVersion": str(self.version)}
        new = Object(obj.kind, obj.namespace, obj.name, {**obj.tree, "metadata": metadata}, obj.origin, self.version)
        held[name] = new
        self._reindex(obj.kind, name, old, new)
        self.journal.append(Event("modified" if old else "added", obj.kind, old, new))
        return new

    def reread(self, obj: Object, origin: Origin | None) -> Object:
        """Let an object that stays as it is point to the newer text that says the same; that is no change
        of it: no version, nothing for the journal."""
        name = (obj.namespace, obj.name)
        new = replace(obj, origin=origin)
        self._objects[obj.kind][name] = new
        self._reindex(obj.kind, name, obj, new)
        return new

    def remove(self, kind: str, namespace: str, name: str) -> Object | None:
        """Take an object away; gives what was there."""
        held = self._objects.get(kind)
        old = held.pop((namespace, name), None) if held else None
        if old is not None:
            self.version += 1
            self._reindex(kind, (namespace, name), old, None)
            self.journal.append(Event("deleted", kind, old, None))
        return old

    def since(self, position: int) -> Iterator[Event]:
        """The changes from a position in the journal on, those that come meanwhile included."""
        while position < len(self.journal):
            yield self.journal[position]
            position += 1

    def forget(self, position: int) -> int:
        """Let go of the changes in front of a position (and of the objects as they were), those of
        :data:`KEPT_KINDS` excepted; gives the position at which the rest now begins."""
        kept = [event for event in self.journal[:position] if event.kind in KEPT_KINDS]
        self.journal[:position] = kept
        return len(kept)

    def _reindex(self, kind: str, name: Name, old: Object | None, new: Object | None) -> None:
        for index in self._of_kind.get(kind, ()):
            buckets = self._indexes[index]
            after = index.keys(new) if new is not None else ()
            if old is not None and not (new is not None and index.reads and _is_same_part(old, new, index.reads)):
                before = index.keys(old)
                for key in () if before == after else set(before).difference(after):
                    bucket = buckets[key]
                    del bucket[name]
                    if not bucket:
                        del buckets[key]
            if new is not None:
                for key in after:
                    found = buckets.get(key)
                    if found is None:
                        buckets[key] = {name: new}
                    else:
                        found[name] = new


def _is_same_part(old: Object, new: Object, path: tuple[str, ...]) -> bool:
    """Whether both hold the very same part (trees share what stayed the same)."""
    one: Any = old.tree
    other: Any = new.tree
    for name in path:
        one, other = one.get(name), other.get(name)
        if one is None or other is None:
            return one is other
    return one is other
