"""JSON that stands on a command line or in an annotation, read as Go's decoder reads it."""

from __future__ import annotations

import json
from typing import Any

from sandbox.engine.manifests import parse

#: As deep as a manifest may be.
DEPTH = 64


def read(text: str) -> Any:
    """The value. Raises ValueError in Go's words."""
    try:
        value = json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("exceeded max depth") from None
    except ValueError:
        wrong = parse(text, "text").error or "invalid JSON document"
        raise ValueError(wrong[max(wrong.find("invalid character"), 0) :]) from None
    if _is_deeper(value, DEPTH):
        raise ValueError("exceeded max depth")
    return value


def _refuse(word: str) -> Any:
    raise ValueError(f"invalid character '{word[0]}' looking for beginning of value")


def _is_deeper(value: Any, depth: int) -> bool:
    level = [value]
    while level and depth:
        level = [
            inner
            for one in level
            if isinstance(one, (dict, list))
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        depth -= 1
    return bool(level)
