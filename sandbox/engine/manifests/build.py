"""One YAML document's events into plain values and the place of each, in one pass.

libyaml's events are read instead of PyYAML's nodes: nesting, size and aliases are bounded
while reading (PyYAML's own composer recurses, and crashes the process on a deep document).
"""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamStartEvent,
)

from sandbox.engine.manifests import scalars
from sandbox.engine.manifests.document import Document
from sandbox.engine.places import Path, Place, Places, to_text
from sandbox.engine.problems import Problem

#: Deeper than any object Kubernetes knows; YAML deeper than this is refused.
DEPTH = 64
#: Values of one document, those that aliases repeat included.
NODES = 200_000
_MERGE_TAG = "tag:yaml.org,2002:merge"
_NO_KEY = object()


class Unreadable(ValueError):
    """A document that is no YAML to kubectl. ``said`` is what kubectl says of it (behind
    ``error converting YAML to JSON: ``), ``advice`` is for a reader."""

    def __init__(self, said: str, line: int, column: int, advice: str) -> None:
        super().__init__(said)
        self.said = said
        self.line = line
        self.column = column
        self.advice = advice


class _Level:
    """A mapping or list that is being read; ``key`` is the mapping's key that waits for a value."""

    __slots__ = ("anchor", "is_merge", "key", "line", "nodes", "path", "start", "value")

    def __init__(self, value: Any, path: Path, start: Any, anchor: str | None, nodes: int) -> None:
        self.value = value
        self.path = path
        self.start = start
        self.anchor = anchor
        self.nodes = nodes
        self.key: Any = _NO_KEY
        self.is_merge = False


class Builder:
    """Builds one document out of a text whose first line is line ``first_line`` of ``source``."""

    def __init__(self, text: str, source: str, first_line: int) -> None:
        self._parser = CParser(text)
        self._source = source
        self._shift = first_line
        self._values: dict[Path, Place] = {}
        self._keys: dict[Path, Place] = {}
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._open_anchors: set[str] = set()
        self._duplicates: list[Problem] = []
        self._levels: list[_Level] = []
        self._nodes = 0
        self._root: Any = None
        self._line = first_line

    def document(self) -> Document:
        """The text's first document. Raises Unreadable, or yaml.YAMLError as libyaml does."""
        parser = self._parser
        while True:
            event = parser.get_event()
            kind = type(event)
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._open(event, {} if kind is MappingStartEvent else [])
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close(event)
            elif kind is AliasEvent:
                self._alias(event)
            elif kind is DocumentStartEvent or kind is StreamStartEvent:
                continue
            elif kind is DocumentEndEvent or event is None or not self._levels:
                return Document(self._root, Places(self._values, self._keys), self._line, tuple(self._duplicates))

    def _scalar(self, event: Any) -> None:
        level = self._levels[-1] if self._levels else None
        text = event.value
        is_plain = event.implicit[0]
        try:
            if event.tag is not None and event.tag != "!":
                value = scalars.tagged(text, event.tag)
            else:
                value = scalars.plain(text) if is_plain else text
            if level is not None and level.key is _NO_KEY and type(level.value) is dict:
                if text == "<<" and (is_plain or event.tag == _MERGE_TAG):
                    level.is_merge = True
                self._key(level, value, event)
                return
            if type(value) is float:
                value = scalars.as_json(value)
        except scalars.NotDecodable as error:
            said = str(error)
            raise self._unreadable(said, event.start_mark, "Put the value in quotes if it is meant as text.") from None
        self._put(value, event, event.anchor, 1)

    def _key(self, level: _Level, value: Any, event: Any) -> None:
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, 1)
        key = scalars.as_key(value)
        if key is None:
            following = self._parser.peek_event()
            shown = as_go(following.value) if isinstance(following, ScalarEvent) else "<nil>"
            raise self._unreadable(f"unsupported map key of type: %!s(<nil>), key: <nil>, value: {shown}",
                                   event.start_mark, "Every key needs a name.")
        start, end = event.start_mark, event.end_mark
        shift = self._shift
        place = Place(self._source, start.line + shift, start.column + 1, end.line + shift, end.column + 1)
        path = (*level.path, key)
        if key in level.value and path in self._keys and not level.is_merge:
            first = self._keys[path].line
            self._duplicates.append(Problem(
                f'the key "{key}" is given twice, first in line {first}: kubectl takes the last one and says nothing',
                to_text(path), place))
        self._keys[path] = place
        level.key = key

    def _put(self, value: Any, event: Any, anchor: str | None, nodes: int) -> None:
        """A finished scalar or alias into the mapping or list around it."""
        self._count(nodes, event)
        if anchor is not None:
            self._anchors[anchor] = (value, nodes)
        start, end = event.start_mark, event.end_mark
        shift = self._shift
        place = Place(self._source, start.line + shift, start.column + 1, end.line + shift, end.column + 1)
        if not self._levels:
            self._root = value
            self._values[()] = place
            self._line = place.line
            return
        level = self._levels[-1]
        inside = level.value
        if type(inside) is list:
            self._values[(*level.path, len(inside))] = place
            inside.append(value)
            return
        if level.is_merge:
            self._merge(level, value, event)
        else:
            self._values[(*level.path, level.key)] = place
            inside[level.key] = value
        level.key = _NO_KEY

    def _open(self, event: Any, value: Any) -> None:
        levels = self._levels
        if len(levels) >= DEPTH:
            raise self._unreadable("yaml: exceeded max depth of " + str(DEPTH), event.start_mark,
                                   f"No Kubernetes object is nested deeper than {DEPTH} levels.")
        self._count(1, event)
        path: Path = ()
        if levels:
            level = levels[-1]
            if type(level.value) is list:
                path = (*level.path, len(level.value))
            elif level.key is _NO_KEY:
                path = (*level.path, "?")
            else:
                path = (*level.path, level.key)
        if event.anchor is not None:
            self._open_anchors.add(event.anchor)
        levels.append(_Level(value, path, event.start_mark, event.anchor, self._nodes))

    def _close(self, event: Any) -> None:
        level = self._levels.pop()
        start, end = level.start, event.end_mark
        shift = self._shift
        place = Place(self._source, start.line + shift, start.column + 1, end.line + shift, end.column + 1)
        value = level.value
        if level.anchor is not None:
            self._open_anchors.discard(level.anchor)
            self._anchors[level.anchor] = (value, self._nodes - level.nodes + 1)
        if not self._levels:
            self._root = value
            self._values[()] = place
            self._line = place.line
            return
        parent = self._levels[-1]
        if type(parent.value) is dict and parent.key is _NO_KEY:
            raise self._unreadable(f"yaml: invalid map key: {as_go(value)}", start,
                                   "A key has to be a plain word, not a list or a mapping. "
                                   "Text that begins with { or [ needs quotes.")
        if type(parent.value) is list:
            self._values[level.path] = place
            parent.value.append(value)
            return
        if parent.is_merge:
            self._merge(parent, value, event)
        else:
            self._values[level.path] = place
            parent.value[parent.key] = value
        parent.key = _NO_KEY

    def _alias(self, event: Any) -> None:
        name = event.anchor
        if name in self._open_anchors:
            raise self._unreadable(f"yaml: anchor '{name}' value contains itself", event.start_mark,
                                   "An alias cannot stand inside of what it repeats.")
        if name not in self._anchors:
            raise self._unreadable(f"yaml: unknown anchor '{name}' referenced", event.start_mark,
                                   "Text that begins with * needs quotes.")
        value, nodes = self._anchors[name]
        level = self._levels[-1] if self._levels else None
        if level is not None and type(level.value) is dict and level.key is _NO_KEY:
            if isinstance(value, (dict, list)):
                raise self._unreadable(f"yaml: invalid map key: {as_go(value)}", event.start_mark,
                                       "A key has to be a plain word.")
            self._key(level, value, event)
            return
        if isinstance(value, (dict, list)):
            self._count(nodes, event)
            value = deepcopy(value)
            nodes = 1
        self._put(value, event, None, nodes)

    def _merge(self, level: _Level, value: Any, event: Any) -> None:
        """``<<: value``. go-yaml lets a merge win over keys in front of it."""
        level.is_merge = False
        del self._keys[(*level.path, level.key)]
        if isinstance(value, dict):
            level.value.update(value)
            return
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            for one in reversed(value):
                level.value.update(one)
            return
        raise self._unreadable("yaml: map merge requires map or sequence of maps as the value", event.start_mark,
                               "Behind << stands an alias of a mapping, such as <<: *defaults.")

    def _count(self, nodes: int, event: Any) -> None:
        self._nodes += nodes
        if self._nodes > NODES:
            raise self._unreadable("yaml: document contains excessive aliasing", event.start_mark,
                                   f"A document may hold {NODES} values, aliases counted in full.")

    def _unreadable(self, said: str, mark: Any, advice: str) -> Unreadable:
        return Unreadable(said, mark.line + self._shift, mark.column + 1, advice)


def as_go(value: Any) -> str:
    """A value as Go's ``%#v`` prints it, which is how go-yaml names a key that cannot be one."""
    if value is None:
        return "interface {}(nil)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[]interface {}{" + ", ".join(as_go(one) for one in value) + "}"
    if isinstance(value, dict):
        inside = ", ".join(f"{as_go(key)}:{as_go(one)}" for key, one in sorted(value.items()))
        return "map[interface {}]interface {}{" + inside + "}"
    return str(value)
