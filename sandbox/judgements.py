"""What a run gives back, apart from the engine that it comes from: web processes read this and load no engine."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sandbox.models import State


@dataclass(frozen=True)
class Judgement:
    """What became of one run: one of the four ends, with a verdict (ASCII JSON) or with a message that says why not.

    `cpu_ms` is None where the verdict was known already.
    """

    state: State
    verdict_json: str = ""
    message: str = ""
    cpu_ms: float | None = None

    @property
    def verdict(self) -> dict[str, Any] | None:
        """The plain verdict, or None where the run was stopped."""
        return json.loads(self.verdict_json) if self.verdict_json else None


def content_hash(manifests: str, claims: str) -> str:
    """One hexadecimal name for equal content."""
    parts = (part.encode("utf-8", "surrogatepass") for part in (manifests, claims))
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).hexdigest()
