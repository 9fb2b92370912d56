"""kubectl's JSONPath templates: ``{range .items[*]}{.metadata.name}{"\\n"}{end}``."""

from __future__ import annotations

import re
from typing import Any

from sandbox.engine.terminal.kubectl import go_values
from sandbox.engine.terminal.kubectl.failures import Failure
from sandbox.engine.terminal.kubectl.jsonpath.evaluate import Unexecutable, results
from sandbox.engine.terminal.kubectl.jsonpath.nodes import Sequence
from sandbox.engine.terminal.kubectl.jsonpath.parse import Unparsable, parse

_RELAXED = re.compile(r"\{\.?([^{}]+)\}|\.?([^{}]+)")


def relaxed(path: str) -> str:
    """``metadata.name``, ``.metadata.name`` and ``{metadata.name}`` as ``{.metadata.name}``. Raises Failure."""
    if not path:
        return path
    found = _RELAXED.fullmatch(path)
    if found is None:
        raise Failure(
            "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'"
        )
    return "{." + (found[1] or found[2]) + "}"


def printed(template: Sequence, tree: Any, *, as_json: bool = False) -> str:
    """What the template prints for a tree. Raises Unexecutable."""
    return "".join(_shown(values, as_json) for values in results(template, tree))


def _shown(values: list[Any], as_json: bool) -> str:
    if as_json:
        return go_values.marshalled(values, 4) + "\n"
    return " ".join(
        go_values.marshalled(value) if isinstance(value, (dict, list)) else go_values.plain(value) for value in values
    )


__all__ = ["Sequence", "Unexecutable", "Unparsable", "parse", "printed", "relaxed", "results"]
