"""The engine in this process, in the place of a worker's runner: the same verdicts, without a cell for each."""

from functools import cache
from typing import Any

from sandbox.engine import judge as carry_out
from sandbox.engine.render import plain


@cache
def judge(manifests: str, claims: str, mode: str = "nftables") -> dict[str, Any]:
    """The plain verdict."""
    return plain.verdict(carry_out(manifests, claims, mode=mode))  # type: ignore[arg-type]
