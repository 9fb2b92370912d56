"""Reading the API server's timestamps back as virtual time."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from sandbox.engine.cluster.clock import EPOCH, to_text

__all__ = ["from_text", "to_text"]


@lru_cache(maxsize=256)
def from_text(text: str) -> float:
    """The virtual time (seconds since the cluster began) of a timestamp; 0 for what cannot be read as one."""
    try:
        when = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return 0.0
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - EPOCH.timestamp()
