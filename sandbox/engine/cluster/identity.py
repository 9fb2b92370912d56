"""Uids, which look like chance and are none."""

from __future__ import annotations

import hashlib


def uid(kind: str, namespace: str, name: str, version: int) -> str:
    """A uid that looks like a random UUID and is derived from what it names and the cluster's
    resource version at the time."""
    digits = hashlib.sha256(f"{kind}/{namespace}/{name}/{version}".encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"
