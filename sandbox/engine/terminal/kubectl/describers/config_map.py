"""``kubectl describe configmap``."""

from __future__ import annotations

import base64

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl.describers.description import Description


def describe(config_map: Object, out: Description) -> None:
    """The ConfigMap with all its texts, in order of the keys (Go prints them in no order)."""
    out.head(config_map)
    for text in ("", "Data", "===="):
        out.line(text)
    for key, value in sorted((config_map.tree.get("data") or {}).items()):
        out.line(f"{key}:")
        out.line("----")
        for part in str(value).split("\n"):
            out.line(part)
        out.line("")
    for text in ("", "BinaryData", "===="):
        out.line(text)
    for key, value in sorted((config_map.tree.get("binaryData") or {}).items()):
        out.line(f"{key}: {len(base64.b64decode(value))} bytes")
    out.line("")
    out.events()
