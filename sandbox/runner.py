"""The one door to the engine: nothing else of the site imports it.

`judge` carries a submission out in a cell (`cell.py`), within the budget of `limits`, and never raises for what a
learner wrote. The engine is deterministic and keeps nothing between runs, so equal content has an equal verdict: a
verdict is kept in the cache under the hash of the content and of the engine's own source. Two workers that judge the
same content at once both do the work and write the same bytes, which is harmless. Runs that were stopped are not kept:
the next machine may be faster.
"""

import hashlib
import json
import logging
from contextlib import suppress
from functools import cache as once
from pathlib import Path
from typing import Any

from django.core.cache import cache
from redis.exceptions import RedisError

from sandbox import cell, engine, limits
from sandbox.engine.render import plain
from sandbox.judgements import Judgement, content_hash
from sandbox.models import State

log = logging.getLogger(__name__)

KEEP_SECONDS = 24 * 3600
KEEP_BYTES = 1024 * 1024

BUDGET = cell.Budget(limits.CPU_SECONDS, limits.WALL_SECONDS, limits.MEMORY_BYTES, limits.VERDICT_BYTES)
WARM_UP_MANIFESTS = """\
apiVersion: v1
kind: Pod
metadata: {name: client}
spec: {containers: [{name: app, image: "example/app:1"}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: app
        image: example/app:1
        ports: [{containerPort: 8080}]
        readinessProbe: {httpGet: {path: /, port: 8080}}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
"""
WARM_UP_CLAIMS = """\
- connect: {from: pod/client, to: web, port: 80}
  expect: answered
- connect: {from: external, to: "{nodeIP node1}", port: "{nodePort default/web -}"}
- lookup: {from: pod/client, name: web, type: A}
- getaddrinfo: {from: pod/client, name: web}
- ping: {from: pod/client, to: web}
- endpoints: web
- object: service/web
- kubectl: get services,pods -o wide
- kubectl: describe service web
"""
STOPPED = {
    cell.End.OVER_CPU: (State.TIMED_OUT, limits.OVER_CPU),
    cell.End.OVER_WALL: (State.TIMED_OUT, limits.OVER_WALL),
    cell.End.OVER_MEMORY: (State.FAILED, limits.OVER_MEMORY),
    cell.End.OVER_OUTPUT: (State.FAILED, limits.OVER_VERDICT),
    cell.End.FAULT: (State.FAILED, limits.ENGINE_FAULT),
}


def judge(manifests: str, claims: str) -> Judgement:
    """Apply `manifests` to an empty cluster, carry `claims` (a YAML list of steps) out, and render what happened."""
    key = f"verdict:{engine_fingerprint()}:{content_hash(manifests, claims)}"
    kept = None
    with suppress(RedisError):
        kept = cache.get(key)
    if kept:
        return _judged(kept)
    outcome = cell.run(lambda: _carry_out(manifests, claims), BUDGET)
    if outcome.end is not cell.End.RETURNED:
        state, message = STOPPED[outcome.end]
        if outcome.end is cell.End.FAULT:
            log.error("the engine failed on content %s: %s", content_hash(manifests, claims), outcome.detail)
        return Judgement(state, message=message, cpu_ms=outcome.cpu_ms)
    text = outcome.output.decode("ascii")
    if len(text) <= KEEP_BYTES:
        with suppress(RedisError):
            cache.set(key, text, KEEP_SECONDS)
    return _judged(text, outcome.cpu_ms)


@once
def engine_fingerprint() -> str:
    """A name for this engine: it changes with any of its source files."""
    digest = hashlib.sha256()
    root = Path(engine.__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def warm_up() -> None:
    """Build in this process what every cell forked from it will then share.

    That is the modules, the empty cluster, and what the engine makes at first use (schemas, patterns): without it each
    cell would make all of it anew, at 200 ms of CPU time instead of a few.
    """
    engine_fingerprint()
    _carry_out(WARM_UP_MANIFESTS, WARM_UP_CLAIMS)


def _carry_out(manifests: str, claims: str) -> bytes:
    """The work of the cell."""
    try:
        verdict = plain.verdict(engine.judge(manifests, claims))
    except (engine.LimitReached, engine.NotModelled) as limit:
        verdict = _declined(str(limit))
    return json.dumps(verdict, allow_nan=False, separators=(",", ":")).encode("ascii")


def _declined(message: str) -> dict[str, Any]:
    """The verdict where the engine says that it will not or cannot: a result like any other refusal."""
    return {
        "holds": None,
        "refused": True,
        "kubernetes": "",
        "mode": "",
        "output": None,
        "problems": [
            {
                "message": message,
                "field": "",
                "line": None,
                "column": None,
                "end_line": None,
                "end_column": None,
                "source": None,
            }
        ],
        "claims": [],
    }


def _judged(text: str, cpu_ms: float | None = None) -> Judgement:
    state = State.REFUSED if json.loads(text)["refused"] else State.DONE
    return Judgement(state, text, cpu_ms=cpu_ms)
