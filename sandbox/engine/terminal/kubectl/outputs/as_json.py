"""An object as ``-o json`` prints it: four blanks, keys in alphabetical order."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.terminal.kubectl.command import Call

_ESCAPED = (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


def to_text(tree: Any) -> str:
    """The tree and a line's end; HTML's characters are escaped as Go's encoding/json does."""
    text = json.dumps(tree, indent=4, sort_keys=True, ensure_ascii=False)
    for character, escaped in _ESCAPED:
        text = text.replace(character, escaped)
    return text + "\n"


def make(template: str, call: Call) -> Callable[[Tree], str]:
    """The printer of ``-o json``."""
    return to_text
