"""Parts of an object that a request may not set: gone from a new one, kept in one that exists."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State


def keep(new: Tree, old: Tree, field: str) -> None:
    """Put the part back to what it was."""
    if field in old:
        new[field] = old[field]
    else:
        new.pop(field, None)


def reset_status(new: Tree, old: Tree | None, state: State) -> None:
    """A new object begins with an empty status; later a request leaves it as it is."""
    if old is None:
        new["status"] = {}
    else:
        keep(new, old, "status")
