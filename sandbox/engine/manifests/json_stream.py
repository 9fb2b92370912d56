"""Manifests in JSON: objects one behind the other, as kubectl reads them.

A text that begins with ``{`` is read as JSON; where that fails kubectl reads the rest as YAML,
and if it is no YAML either it names the mistake in the JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from yaml import YAMLError

from sandbox.engine.manifests.build import Builder
from sandbox.engine.manifests.document import Document, Manifest
from sandbox.engine.manifests.unreadable import Unreadable
from sandbox.engine.places import Place, Places
from sandbox.engine.problems import Problem

_BLANK = " \t\r\n"
#: Python's words for a JSON mistake and Go's.
_WORDS: tuple[tuple[str, str], ...] = (
    ("Expecting property name", "looking for beginning of object key string"),
    ("Illegal trailing comma before end of object", "looking for beginning of object key string"),
    ("Illegal trailing comma before end of array", "looking for beginning of value"),
    ("Expecting value", "looking for beginning of value"),
    ("Expecting ':'", "after object key"),
    ("Expecting ','", "after object key:value pair"),
    ("Invalid control character", "in string literal"),
    ("Invalid \\", "in string escape code"),
)


def is_json(text: str) -> bool:
    """Whether kubectl takes the text for JSON: its first character is an opening brace."""
    return text.lstrip().startswith("{")


def parse(text: str, source: str, parse_yaml: Callable[[str, str, int, tuple[Document, ...]], Manifest]) -> Manifest:
    """The documents of a JSON stream; ``parse_yaml`` reads on where the JSON ends."""
    decoder = json.JSONDecoder(parse_constant=_refuse)
    documents: list[Document] = []
    position = _skip(text, 0)
    while position < len(text):
        if text.startswith("---", position) and documents:
            return parse_yaml(text[position:], source, _line(text, position), tuple(documents))
        try:
            tree, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            rest = parse_yaml(text[position:], source, _line(text, position), tuple(documents))
            if rest.error is None and not documents:
                return rest
            return _refused(error, text, source, tuple(documents), rest)
        documents.append(_document(tree, text[position:end], source, _line(text, position)))
        position = _skip(text, end)
    return Manifest(tuple(documents), tuple(p for document in documents for p in document.duplicates))


def _document(tree: Any, text: str, source: str, line: int) -> Document:
    """JSON is YAML, so the places come from there (where YAML cannot read it there are none)."""
    try:
        read = Builder(text, source, line).document()
    except (Unreadable, YAMLError):
        return Document(tree, Places({(): Place(source, line, 1, line, 1)}, {}), line)
    return Document(tree, read.places, line, read.duplicates)


def _refused(error: Exception, text: str, source: str, documents: tuple[Document, ...], rest: Manifest) -> Manifest:
    if not isinstance(error, json.JSONDecodeError):
        return Manifest(documents, rest.problems, rest.error or "exceeded max depth")
    offset = error.pos
    while offset < len(text) and text[offset] in _BLANK:
        offset += 1
    if offset >= len(text) or "Unterminated string" in error.msg:
        said = "unexpected EOF"
    else:
        words = next((there for here, there in _WORDS if here in error.msg), "looking for beginning of value")
        said = f"json: offset {len(text[: offset + 1].encode())}: invalid character '{text[offset]}' {words}"
    offset = min(offset, len(text) - 1)
    line = _line(text, offset)
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    problem = Problem(
        f"{said}. In JSON every key is in double quotes, and a comma stands between entries.",
        "",
        Place(source, line, column, line, column + 1),
    )
    return Manifest(documents, (problem,), said)


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in _BLANK:
        position += 1
    return position


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
