"""A manifest that was read: its documents, and what was wrong with the text."""

from __future__ import annotations

from typing import Any

from sandbox.engine.frozen import frozen
from sandbox.engine.places import Places
from sandbox.engine.problems import Problem


@frozen
class Document:
    """One document: plain values as kubectl reads them, and where each of them stands.

    ``tree`` is None for an empty document. ``duplicates`` are keys that were given twice, in
    the order of the text (the tree has the last value).
    """

    tree: Any
    places: Places
    line: int
    duplicates: tuple[Problem, ...] = ()


@frozen
class Manifest:
    """All documents of a text up to the first that could not be read.

    ``problems`` is what a learner is shown; ``error`` is what kubectl says of a text that is
    no YAML (``yaml: line 5: did not find expected key``), None where it could be read.
    """

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...] = ()
    error: str | None = None
