"""Facts: what an outcome rests on.

Every hop, answer, endpoint and refusal carries the facts that caused it, so that "why" is
answered by the object, its field, the value there and the line somebody wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from sandbox.engine.places import Path, Place, to_text

if TYPE_CHECKING:
    from sandbox.engine.cluster.objects import Object


class Fact(NamedTuple):
    """One cause of an outcome.

    ``object`` is ``Service default/web`` (``Node node1`` without a namespace), ``field`` the
    field's path as text, ``value`` what stands there (None where nothing does), ``text`` one
    sentence for a reader, ``place`` the line in the learner's text, where there is one.
    """

    object: str
    field: str
    value: Any
    text: str
    place: Place | None


def value_at(tree: Any, path: Path) -> Any:
    """The value at ``path`` of a tree, None where the path leads nowhere."""
    for part in path:
        if isinstance(part, int):
            if not isinstance(tree, list) or part >= len(tree):
                return None
            tree = tree[part]
        else:
            if tree.__class__ is not dict and not isinstance(tree, Mapping):
                return None
            tree = tree.get(part)
    return tree


def left_out(obj: Object, path: Path, text: str) -> Fact:
    """The fact that a field has its default (or nothing) because the learner's text leaves it out.

    It is shown where one would write it: at the nearest field around it, all of ``spec`` included.
    """
    place = obj.origin.at(path) if obj.origin is not None else None
    return Fact(obj.title, to_text(path), value_at(obj.tree, path), text, place)


def fact(obj: Object, path: Path, text: str) -> Fact:
    """The fact that ``obj`` has (or lacks) a value at ``path``; ``text`` says what follows.

    What is missing is shown at the nearest field around it. A value that the cluster filled in is
    shown at a field like ``spec.ports[0]``, and nowhere where the nearest one is all of ``spec``.
    """
    value = value_at(obj.tree, path)
    place = obj.origin.at(path, 0 if value is None else 2) if obj.origin is not None else None
    return Fact(obj.title, to_text(path), value, text, place)
