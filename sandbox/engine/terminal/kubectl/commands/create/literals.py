"""``--from-literal=key=value``, as ConfigMaps and Secrets take it."""

from __future__ import annotations

import re

from sandbox.engine.terminal.kubectl.command import Call
from sandbox.engine.terminal.kubectl.failures import Failure

_KEY = re.compile(r"[-._a-zA-Z0-9]+\Z")
_NO_KEY = (
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or "
    "'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
)


def literals(call: Call, kind: str, name: str) -> dict[str, str]:
    """The pairs of all ``--from-literal`` flags. Raises Failure."""
    if call.flags["from-file"] or call.flags["from-env-file"]:
        raise Failure("there are no files here: use --from-literal")
    found: dict[str, str] = {}
    for text in call.flags["from-literal"]:
        key, sign, value = text.partition("=")
        if not sign or not key:
            raise Failure(f"invalid literal source {text}, expected key=value")
        if not _KEY.match(key):
            raise Failure(f'"{key}" is not a valid key name for a {kind}: {_NO_KEY}')
        if key in found:
            raise Failure(
                f'cannot add key "{key}", another key by that name already exists in Data for {kind} "{name}"'
            )
        found[key] = value
    return found
