"""``kubectl describe secret``."""

from __future__ import annotations

import base64

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl.describers.description import Description


def describe(secret: Object, out: Description) -> None:
    """The Secret with the sizes of what it holds (a ServiceAccount's token in plain text)."""
    kind = secret.tree.get("type", "")
    out.head(secret)
    out.line("")
    out.line(f"Type:\t{kind}")
    for text in ("", "Data", "===="):
        out.line(text)
    for key, value in sorted((secret.tree.get("data") or {}).items()):
        content = base64.b64decode(value)
        if key == "token" and kind == "kubernetes.io/service-account-token":
            out.line(f"{key}:\t{content.decode('utf-8', 'replace')}")
        else:
            out.line(f"{key}:\t{len(content)} bytes")
