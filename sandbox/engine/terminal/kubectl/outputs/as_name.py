"""``-o name``: ``service/web``, a line for each object."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.terminal.kubectl.command import Call


def make(template: str, call: Call) -> Callable[[Tree], str]:
    """The printer of ``-o name``."""
    return to_text


def to_text(tree: Tree) -> str:
    """The name of an object, or the names of a list's items."""
    if tree.get("kind") == "List":
        return "".join(to_text(item) for item in tree.get("items") or ())
    group = str(tree.get("apiVersion", "")).rpartition("/")[0]
    kind = str(tree.get("kind", "")).lower()
    return f"{kind}{'.' + group if group else ''}/{(tree.get('metadata') or {}).get('name', '<unknown>')}\n"
