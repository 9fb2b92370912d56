"""One live object: a tree of plain values and the text it came from."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from sandbox.engine.frozen import frozen
from sandbox.engine.places import Origin

#: A JSON-like tree. A tree that is in the state is never changed in place: a change makes a
#: new tree that shares what stayed the same. That is what makes a fork cheap.
Tree = dict[str, Any]


@frozen
class Object:
    """A live object as the API server keeps it.

    ``namespace`` is empty for what belongs to no namespace. ``tree`` is the whole object with
    ``apiVersion``, ``kind`` and ``metadata``. ``version`` is its resource version.
    """

    kind: str
    namespace: str
    name: str
    tree: Tree
    origin: Origin | None = None
    version: int = 0
    # Read hundreds of times in each request, so taken out of the tree once. {} where there is none.
    metadata: Tree = field(init=False, repr=False, compare=False)
    spec: Tree = field(init=False, repr=False, compare=False)
    status: Tree = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        tree = self.tree
        self.metadata = tree.get("metadata") or {}  # type: ignore[misc]
        self.spec = tree.get("spec") or {}  # type: ignore[misc]
        self.status = tree.get("status") or {}  # type: ignore[misc]

    @property
    def title(self) -> str:
        """``Service default/web``, or ``Node node1`` where there is no namespace."""
        return f"{self.kind} {self.namespace}/{self.name}" if self.namespace else f"{self.kind} {self.name}"

    @property
    def labels(self) -> dict[str, str]:
        return self.metadata.get("labels") or {}

    @property
    def annotations(self) -> dict[str, str]:
        return self.metadata.get("annotations") or {}

    @property
    def is_terminating(self) -> bool:
        return self.metadata.get("deletionTimestamp") is not None
