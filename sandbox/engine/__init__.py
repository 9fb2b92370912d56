"""An embedded engine that admits, routes and resolves as Kubernetes Services do.

``Cluster`` is a cluster on a virtual clock; ``judge`` applies manifests to an empty one and
carries claims out. Pure Python: no network, no clock, no chance of its own.
"""

from sandbox.engine.claims import Claims, Verdict, judge, judge_on, parse_claims
from sandbox.engine.face import Cluster
from sandbox.engine.problems import EngineError, LimitReached, NotModelled, Problem

__all__ = [
    "Claims",
    "Cluster",
    "EngineError",
    "LimitReached",
    "NotModelled",
    "Problem",
    "Verdict",
    "judge",
    "judge_on",
    "parse_claims",
]
