"""The one door to the engine: nothing else of the site imports it.

`judge` carries a submission out in a cell (`cell.py`), within the budget of `limits`, and never raises for what a
learner wrote. The engine is deterministic and keeps nothing between runs, so equal content has an equal verdict: a
verdict is kept in the cache under the hash of the content and of the engine's own source. Two workers that judge the
same content at once both do the work and write the same bytes, which is harmless. Runs that were stopped are not kept:
the next machine may be faster.

`play` carries the next command of a playground out, in a cell that keeps the playground's cluster (`residents.py`);
`check` carries claims out there on a fork.
"""

import hashlib
import json
import logging
import time
from contextlib import suppress
from dataclasses import asdict
from functools import cache as once
from pathlib import Path
from typing import Any, Literal, cast

from django.core.cache import cache
from redis.exceptions import RedisError

from sandbox import cell, engine, limits
from sandbox.engine.api.service.fields import FIELDS as SERVICE_FIELDS
from sandbox.engine.claims.observe import observe_all
from sandbox.engine.cluster.shape import Shape
from sandbox.engine.render import plain
from sandbox.engine.render.overview import overview
from sandbox.judgements import Judgement, content_hash
from sandbox.models import State
from sandbox.plays import History, Mark, Played, Typed, source_of
from sandbox.residents import NotBuilt, Residents

log = logging.getLogger(__name__)

KEEP_SECONDS = 24 * 3600
KEEP_BYTES = 1024 * 1024

BUDGET = cell.Budget(limits.CPU_SECONDS, limits.WALL_SECONDS, limits.MEMORY_BYTES, limits.VERDICT_BYTES)
REPLAY = cell.Budget(limits.REPLAY_CPU_SECONDS, limits.REPLAY_WALL_SECONDS, limits.MEMORY_BYTES, limits.VERDICT_BYTES)
COMPLETION = cell.Budget(limits.CPU_SECONDS, limits.COMPLETION_WALL_SECONDS, limits.MEMORY_BYTES, limits.VERDICT_BYTES)
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


def judge_content(manifests: str, claims: str) -> Judgement:
    """The same for content of the site's own, in this process: nobody hostile wrote it, and a cell costs more than it.

    Over the budget of CPU time it is TIMED_OUT, as a learner who submits it would find out.
    """
    begin = time.process_time()
    text = _carry_out(manifests, claims).decode("ascii")
    cpu_ms = (time.process_time() - begin) * 1000
    if cpu_ms > limits.CPU_SECONDS * 1000:
        return Judgement(State.TIMED_OUT, message=limits.OVER_CPU, cpu_ms=cpu_ms)
    return _judged(text, cpu_ms)


@once
def engine_fingerprint() -> str:
    """A name for this engine: it changes with any of its source files."""
    digest = hashlib.sha256()
    root = Path(engine.__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def service_fields() -> list[dict[str, str]]:
    """The fields of a Service as the engine declares them: path, doc, default, rule and since, all of them texts."""
    return [
        {"path": one.path, "doc": one.doc, "default": one.default, "rule": one.rule, "since": one.since}
        for one in SERVICE_FIELDS
    ]


def warm_up() -> None:
    """Build in this process what every cell forked from it will then share.

    That is the modules, the empty cluster, and what the engine makes at first use (schemas, patterns): without it each
    cell would make all of it anew, at 200 ms of CPU time instead of a few.
    """
    engine_fingerprint()
    _carry_out(WARM_UP_MANIFESTS, WARM_UP_CLAIMS)
    for mode in ("nftables", "iptables"):
        bench = _Bench(mode)
        bench.play(Typed("kubectl apply -f -", WARM_UP_MANIFESTS))
        bench.complete("kubectl get services ")
        bench.check(WARM_UP_CLAIMS, 1.0)


def observe(cases: Path, out: Path) -> int:
    """What the engine observes of every case below a folder, in the corpus's format below another; how many broke it.

    For content of our own: without a cell, since nobody hostile wrote it.
    """
    return observe_all(cases, out)


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


def play(history: History, command: Typed, mark: int) -> Played:
    """Carry out `command` after all of `history`; `mark` is what its row is known by. Never raises for what somebody
    typed. A command that is stopped leaves the cluster as if it had never been typed."""
    try:
        resident = _residents.at(history)
    except NotBuilt as failure:
        log.error("playground %s cannot be built again: %s", history.playground, failure.outcome)
        return Played(State.FAILED, limits.OVER_REPLAY)
    outcome = resident.ask({"play": asdict(command)}, BUDGET)
    if outcome.end is not cell.End.RETURNED:
        state, message = STOPPED[outcome.end]
        if outcome.end is cell.End.FAULT:
            log.error("the engine failed on a command of playground %s: %s", history.playground, outcome.detail)
            message = limits.COMMAND_FAULT
        return Played(state, message, cpu_ms=outcome.cpu_ms)
    resident.seen.append(Mark(mark, True))
    answer = json.loads(outcome.output)
    return Played(
        State(answer["state"]),
        exit=answer["exit"],
        result_json=json.dumps(answer["result"], separators=(",", ":")),
        overview_json=json.dumps(answer["overview"], separators=(",", ":")),
        cpu_ms=outcome.cpu_ms,
    )


def check(history: History, claims: str, seconds: float) -> Judgement:
    """Carry `claims` out on a fork of a playground's cluster, as it is `seconds` after all of `history`: checking
    changes nothing there. Never raises for what somebody typed."""
    try:
        resident = _residents.at(history)
    except NotBuilt as failure:
        log.error("playground %s cannot be built again: %s", history.playground, failure.outcome)
        return Judgement(State.FAILED, message=limits.OVER_REPLAY)
    outcome = resident.ask({"check": {"claims": claims, "seconds": seconds}}, BUDGET)
    if outcome.end is not cell.End.RETURNED:
        state, message = STOPPED[outcome.end]
        if outcome.end is cell.End.FAULT:
            log.error("the engine failed on a check of playground %s: %s", history.playground, outcome.detail)
            message = limits.CHECK_FAULT
        return Judgement(state, message=message, cpu_ms=outcome.cpu_ms)
    return _judged(outcome.output.decode("ascii"), outcome.cpu_ms)


def complete(history: History, line: str) -> dict[str, Any]:
    """What Tab offers at the end of `line`, after all of `history`: nothing where that cannot be told."""
    try:
        outcome = _residents.at(history).ask({"complete": line}, COMPLETION)
    except NotBuilt as failure:
        outcome = failure.outcome
    if outcome.end is not cell.End.RETURNED:
        log.error("no completion of %r: %s %s", line, outcome.end, outcome.detail)
        return {"start": len(line), "suggestions": [], "left_out": 0}
    return cast(dict[str, Any], json.loads(outcome.output))


class _Bench:
    """The work of a playground's cell: a cluster, and what is done at it."""

    def __init__(self, mode: str) -> None:
        self.cluster = engine.Cluster(Shape(proxy_mode=cast(Literal["nftables", "iptables"], mode)))

    def __call__(self, question: bytes) -> bytes:
        [(kind, value)] = json.loads(question).items()
        answer: Any = None
        match kind:
            case "replay":
                for one in value:
                    self.play(Typed(**one))
            case "play":
                answer = self.play(Typed(**value)) | {"overview": overview(self.cluster)}
            case "check":
                answer = self.check(**value)
            case "complete":
                answer = self.complete(value)
        return json.dumps(answer, allow_nan=False, separators=(",", ":")).encode("ascii")

    def play(self, typed: Typed) -> dict[str, Any]:
        if typed.seconds:
            self.cluster.advance(typed.seconds)
        if not typed.is_carried_out:
            return {}
        try:
            output = self.cluster.run(typed.line, typed.stdin or None, source_of(typed.number))
        except (engine.LimitReached, engine.NotModelled) as limit:
            return _played(State.REFUSED, 1, "", f"error: not modelled here: {limit}\n", [])
        state = State.REFUSED if output.is_refused else State.DONE
        problems = [plain.problem(one) | {"source": "manifests"} for one in output.problems]
        return _played(state, output.exit, output.stdout, output.stderr, problems)

    def check(self, claims: str, seconds: float) -> dict[str, Any]:
        fork = self.cluster.fork()
        fork.advance(seconds)
        try:
            return plain.verdict(engine.judge_on(fork, claims))
        except (engine.LimitReached, engine.NotModelled) as limit:
            return _declined(str(limit))

    def complete(self, line: str) -> dict[str, Any]:
        found = self.cluster.completions(line)
        return {
            "start": found.start,
            "suggestions": [one._asdict() for one in found.suggestions],
            "left_out": found.left_out,
        }


def _played(state: State, exit_code: int, stdout: str, stderr: str, problems: list[dict[str, Any]]) -> dict[str, Any]:
    most = limits.OUTPUT_CHARACTERS
    kept = stdout[:most], stderr[: most - len(stdout[:most])]
    left_out = len(stdout) + len(stderr) - len(kept[0]) - len(kept[1])
    result = {"stdout": kept[0], "stderr": kept[1], "left_out": left_out, "problems": problems[:100]}
    return {"state": state, "exit": exit_code, "result": result}


_residents = Residents(_Bench, REPLAY)
