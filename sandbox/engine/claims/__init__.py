"""Claims: their grammar, carrying them out, and whether they hold."""

from sandbox.engine.claims.grammar import Claims
from sandbox.engine.claims.grammar import parse as parse_claims
from sandbox.engine.claims.judge import Judged, Verdict, judge, judge_on

__all__ = ["Claims", "Judged", "Verdict", "judge", "judge_on", "parse_claims"]
