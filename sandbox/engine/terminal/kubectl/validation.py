"""The words of ``--validate``."""

from __future__ import annotations

from sandbox.engine.terminal.kubectl.command import Call
from sandbox.engine.terminal.kubectl.failures import Failure

_LEVELS = {"": "Strict", "strict": "Strict", "true": "Strict", "warn": "Warn", "ignore": "Ignore", "false": "Ignore"}


def level(call: Call) -> str:
    """``Strict``, ``Warn`` or ``Ignore``. Raises Failure for another word."""
    word = str(call.flags.get("validate") or "").lower()
    if word not in _LEVELS:
        raise Failure(
            f'invalid - validate option "{call.flags["validate"]}"; must be one of: strict (or true), warn, '
            "ignore (or false)"
        )
    return _LEVELS[word]
