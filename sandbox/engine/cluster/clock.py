"""Virtual time in the API server's spelling: seconds since the cluster began and RFC 3339 text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

#: When every cluster begins.
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=256)
def to_text(seconds: float) -> str:
    """``2026-01-01T00:00:00Z`` for 0; parts of a second are dropped as metav1.Time drops them."""
    return (EPOCH + timedelta(seconds=int(seconds))).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(maxsize=256)
def from_text(text: str) -> float:
    """The virtual time of a timestamp; 0 for what cannot be read as one."""
    try:
        when = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return 0.0
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - EPOCH.timestamp()
