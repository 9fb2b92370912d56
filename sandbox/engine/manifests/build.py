"""One YAML document's events into plain values and the place of each, in one pass.

libyaml's events are read instead of PyYAML's nodes: nesting, size and aliases are bounded
while reading (PyYAML's own composer recurses, and crashes the process on a deep document).
"""

from __future__ import annotations

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
from sandbox.engine.manifests.unreadable import Unreadable, as_go
from sandbox.engine.places import Path, Place, Places, to_text
from sandbox.engine.problems import Problem

#: Deeper than any object Kubernetes knows; YAML deeper than this is refused.
DEPTH = 64
#: Values of one document, those that aliases repeat included.
NODES = 200_000
_MERGE_TAG = "tag:yaml.org,2002:merge"
_NO_KEY = object()
#: ``_new(Place, (…))`` is ``Place(…)`` at half the price: a text has a place for nearly each of its words.
_new = tuple.__new__


class _Level:
    """A mapping or list that is being read; ``key`` is the mapping's key that waits for a value, ``key_path``
    the path of both."""

    __slots__ = ("anchor", "is_flow", "is_merge", "key", "key_path", "nodes", "path", "start", "value")

    def __init__(self, value: Any, path: Path, event: Any, nodes: int) -> None:
        self.value = value
        self.path = path
        self.start = event.start_mark
        self.anchor = event.anchor
        self.is_flow = event.flow_style
        self.nodes = nodes
        self.key: Any = _NO_KEY
        self.key_path: Path = path
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
        self._seen_anchors: set[str] = set()
        self._duplicates: list[Problem] = []
        self._levels: list[_Level] = []
        self._nodes = 0
        self._root: Any = None
        self._line = first_line

    def document(self) -> Document:
        """The text's first document. Raises Unreadable, or yaml.YAMLError as libyaml does.

        go-yaml reads a document to its end before it looks at what the values mean, so a mistake
        in the grammar comes before any other, wherever it stands.
        """
        try:
            return self._document()
        except Unreadable as error:
            if not error.is_final:
                self._read_on()
            raise

    def _read_on(self) -> None:
        depth = len(self._levels)
        while True:
            event: Any = self._parser.get_event()
            kind = type(event)
            if event is None or kind is DocumentEndEvent:
                return
            if kind is MappingStartEvent or kind is SequenceStartEvent:
                depth += 1
                self._check_depth(depth, event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                depth -= 1
            if kind is AliasEvent and event.anchor not in self._seen_anchors:
                raise self._unknown_anchor(event)
            self._remember(event)

    def _remember(self, event: Any) -> None:
        anchor = getattr(event, "anchor", None)
        if anchor is not None and type(event) is not AliasEvent:
            self._seen_anchors.add(anchor)

    def _unknown_anchor(self, event: Any) -> Unreadable:
        return self._final(
            f"yaml: unknown anchor '{event.anchor}' referenced",
            event.start_mark,
            "Text that begins with * needs quotes.",
        )

    def _document(self) -> Document:
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
        levels = self._levels
        level = levels[-1] if levels else None
        text, tag, anchor = event.value, event.tag, event.anchor
        if anchor is not None:
            self._seen_anchors.add(anchor)
        is_plain = event.implicit[0]
        if is_plain and level is not None and level.is_flow and "?" in text:
            raise self._question_mark(level, event)
        try:
            if tag is not None and tag != "!":
                value = scalars.tagged(text, tag)
            else:
                value = scalars.plain(text) if is_plain else text
            if level is not None and level.key is _NO_KEY and type(level.value) is dict:
                if text == "<<" and (is_plain or tag == _MERGE_TAG):
                    level.is_merge = True
                self._key(level, value, event)
                return
            if type(value) is float:
                value = scalars.as_json(value)
        except scalars.NotDecodable as error:
            said = str(error)
            raise self._unreadable(said, event.start_mark, "Put the value in quotes if it is meant as text.") from None
        self._put(value, event, anchor, 1)

    def _question_mark(self, level: _Level, event: Any) -> Unreadable:
        """go-yaml, unlike libyaml, takes a question mark between brackets for the sign of a key."""
        line = event.start_mark.line
        where = f"line {line}: " if line else ""
        bracket = "}" if type(level.value) is dict else "]"
        return self._final(
            f"yaml: {where}did not find expected ',' or '{bracket}'",
            event.start_mark,
            "Between brackets, text with a question mark needs quotes.",
        )

    def _key(self, level: _Level, value: Any, event: Any) -> None:
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, 1)
        key = value if type(value) is str else scalars.as_key(value)
        if key is None:
            following = self._parser.peek_event()
            shown = as_go(following.value) if isinstance(following, ScalarEvent) else "<nil>"
            raise self._unreadable(
                f"unsupported map key of type: %!s(<nil>), key: <nil>, value: {shown}",
                event.start_mark,
                "Every key needs a name.",
            )
        start, end = event.start_mark, event.end_mark
        shift = self._shift
        place = _new(Place, (self._source, start.line + shift, start.column + 1, end.line + shift, end.column + 1))
        path = (*level.path, key)
        if key in level.value and path in self._keys and not level.is_merge:
            first = self._keys[path].line
            self._duplicates.append(
                Problem(
                    f'the key "{key}" is given twice, first in line {first}: '
                    "kubectl takes the last one and says nothing",
                    to_text(path),
                    place,
                )
            )
        self._keys[path] = place
        level.key = key
        level.key_path = path

    def _put(self, value: Any, event: Any, anchor: str | None, nodes: int) -> None:
        """A finished scalar or alias into the mapping or list around it."""
        self._nodes += nodes
        if self._nodes > NODES:
            raise self._too_many(event)
        if anchor is not None:
            self._anchors[anchor] = (value, nodes)
        start, end = event.start_mark, event.end_mark
        shift = self._shift
        place = _new(Place, (self._source, start.line + shift, start.column + 1, end.line + shift, end.column + 1))
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
            self._values[level.key_path] = place
            inside[level.key] = value
        level.key = _NO_KEY

    def _open(self, event: Any, value: Any) -> None:
        levels = self._levels
        if len(levels) >= DEPTH:
            self._check_depth(len(levels) + 1, event)
        self._nodes += 1
        if self._nodes > NODES:
            raise self._too_many(event)
        path: Path = ()
        if levels:
            level = levels[-1]
            if type(level.value) is list:
                path = (*level.path, len(level.value))
            elif level.key is _NO_KEY:
                path = (*level.path, "?")
            else:
                path = level.key_path
        if event.anchor is not None:
            self._open_anchors.add(event.anchor)
            self._seen_anchors.add(event.anchor)
        levels.append(_Level(value, path, event, self._nodes))

    def _close(self, event: Any) -> None:
        level = self._levels.pop()
        start, end = level.start, event.end_mark
        shift = self._shift
        place = _new(Place, (self._source, start.line + shift, start.column + 1, end.line + shift, end.column + 1))
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
            raise self._unreadable(
                f"yaml: invalid map key: {as_go(value)}",
                start,
                "A key has to be a plain word, not a list or a mapping. Text that begins with { or [ needs quotes.",
            )
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
            raise self._unreadable(
                f"yaml: anchor '{name}' value contains itself",
                event.start_mark,
                "An alias cannot stand inside of what it repeats.",
            )
        if name not in self._anchors:
            raise self._unknown_anchor(event)
        value, nodes = self._anchors[name]
        level = self._levels[-1] if self._levels else None
        if level is not None and type(level.value) is dict and level.key is _NO_KEY:
            if isinstance(value, (dict, list)):
                raise self._unreadable(
                    f"yaml: invalid map key: {as_go(value)}", event.start_mark, "A key has to be a plain word."
                )
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
        raise self._unreadable(
            "yaml: map merge requires map or sequence of maps as the value",
            event.start_mark,
            "Behind << stands an alias of a mapping, such as <<: *defaults.",
        )

    def _check_depth(self, depth: int, event: Any) -> None:
        if depth > DEPTH:
            raise self._final(
                f"yaml: exceeded max depth of {DEPTH}",
                event.start_mark,
                f"No Kubernetes object is nested deeper than {DEPTH} levels.",
            )

    def _count(self, nodes: int, event: Any) -> None:
        self._nodes += nodes
        if self._nodes > NODES:
            raise self._too_many(event)

    def _too_many(self, event: Any) -> Unreadable:
        return self._final(
            "yaml: document contains excessive aliasing",
            event.start_mark,
            f"A document may hold {NODES} values, aliases counted in full.",
        )

    def _final(self, said: str, mark: Any, advice: str) -> Unreadable:
        error = self._unreadable(said, mark, advice)
        error.is_final = True
        return error

    def _unreadable(self, said: str, mark: Any, advice: str) -> Unreadable:
        return Unreadable(said, mark.line + self._shift, mark.column + 1, advice)
