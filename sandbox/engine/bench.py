"""How long the engine takes, as medians and beside something measured in the same run.

The yardstick is PyYAML's C parser reading the three manifests of the submission into plain values:
a machine that is twice as slow today is twice as slow there, so compare the ratios and not the
milliseconds. Times are CPU time of this one process, so that others on the machine count for less.
After a warm-up what is there is frozen (``gc.freeze``), as a worker does before it
takes its first submission, so that the garbage collector looks at new objects only.
"""

from __future__ import annotations

import gc
import resource
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

import yaml

from sandbox.engine import api, manifests, programs
from sandbox.engine.callers import Caller
from sandbox.engine.claims import judge, parse_claims
from sandbox.engine.claims.claim import Step
from sandbox.engine.claims.judge import carry_out
from sandbox.engine.claims.symbols import Symbols
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.shape import NodeShape, Shape
from sandbox.engine.face import Cluster
from sandbox.engine.problems import EngineError
from sandbox.engine.render import plain
from sandbox.engine.terminal import Shell

MANIFEST = """\
apiVersion: v1
kind: Pod
metadata:
  name: client
spec:
  containers:
  - name: shell
    image: example/shell:1
---
apiVersion: v1
kind: Pod
metadata:
  name: web-0
  labels:
    app: web
spec:
  containers:
  - name: web
    image: example/web:1
    ports:
    - containerPort: 8080
    readinessProbe:
      httpGet:
        port: 8080
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
  - port: 80
    targetPort: 8080
"""

CLAIMS = """\
- connect: {from: pod/client, to: web, port: 80}
  expect: answered
- connect: {from: node/node1, to: "{clusterIP default/web}", port: 80}
  expect: answered
- connect: {from: pod/client, to: web, port: 81}
  expect: refused
- lookup: {from: pod/client, name: web, type: A}
  expect: NOERROR
- endpoints: web
  expect: [default/web-0]
- object: service/web
  expect: {object.spec.type: ClusterIP}
"""

#: The pods and the Service of the large cluster, to be filled in.
POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: NAME
  labels: {}
spec:
  containers:
  - name: web
    image: example/web:1
    ports: [{containerPort: 8080}]
    readinessProbe: {tcpSocket: {port: 8080}}
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: NAME
spec:
  selector: {}
  ports: [{port: 80, targetPort: 8080}]
"""
#: A Service as learners write them, for the rate of parsing and validation.
FULL_SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: shop
  namespace: default
  labels:
    app.kubernetes.io/name: shop
    app.kubernetes.io/part-of: store
spec:
  type: LoadBalancer
  selector:
    app.kubernetes.io/name: shop
  externalTrafficPolicy: Local
  sessionAffinity: ClientIP
  loadBalancerSourceRanges:
  - 203.0.113.0/24
  ports:
  - name: http
    port: 80
    targetPort: http
  - name: metrics
    port: 9090
    targetPort: 9090
    protocol: TCP
"""

#: Nodes with room for a million pods each; the default shape has room for some hundreds.
WIDE = Shape(
    nodes=(
        NodeShape(
            "node1",
            "172.18.0.2",
            "fd00:172:18::2",
            "zone-a",
            "10.64.0.0/12",
            "fd00:10:244:1::/64",
            "10.64.0.1",
            "fd00:10:244:1::1",
        ),
        NodeShape(
            "node2",
            "172.18.0.3",
            "fd00:172:18::3",
            "zone-b",
            "10.80.0.0/12",
            "fd00:10:244:2::/64",
            "10.80.0.1",
            "fd00:10:244:2::1",
        ),
    )
)

_ROUNDS = 300
_MANY_SERVICES = 10_000
_PODS_OF_EACH = 10
#: So many Services with their pods are applied before the controllers get their turn.
_AT_ONCE = 50


class Times(NamedTuple):
    """What a call takes in milliseconds: the median, and the fastest that was seen."""

    median: float
    fastest: float


def _times(work: Callable[[], object], rounds: int = _ROUNDS) -> Times:
    work()
    spent = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return Times(statistics.median(spent) * 1000, min(spent) * 1000)


def _settle_down() -> None:
    """What a worker does when it has warmed up."""
    gc.collect()
    gc.freeze()


def _yardstick() -> Times:
    return _times(lambda: list(yaml.load_all(MANIFEST, yaml.CSafeLoader)))


def _print(name: str, found: Times, yardstick: Times, *, in_microseconds: bool = False) -> None:
    scale, unit = (1000, "us") if in_microseconds else (1, "ms")
    digits = 0 if in_microseconds else 2
    print(
        f"{name:28}{found.median * scale:9.{digits}f} {unit}{found.fastest * scale:11.{digits}f} {unit}"
        f"    x {found.median / yardstick.median:.1f}"
    )


def _stages() -> dict[str, Times]:
    """Each stage of a typical submission."""
    claims = parse_claims(CLAIMS)

    def admitted() -> Shell:
        shell = Shell(Cluster())
        shell.run("kubectl apply -f -", MANIFEST)
        return shell

    def reconciled() -> Shell:
        shell = admitted()
        shell.cluster.settle()
        return shell

    def carried(shell: Shell, steps: tuple[Step, ...]) -> None:
        symbols = Symbols(shell.cluster.state)
        for step in steps:
            carry_out(shell, step, symbols)

    def submitted() -> None:
        plain.verdict(judge(MANIFEST, CLAIMS))

    def service() -> None:
        tree = manifests.parse(FULL_SERVICE).documents[0].tree
        if cluster.api.create(_kind("Service"), "default", tree, dry_run=True).object is None:
            raise EngineError("the benchmark's Service is refused")

    ready = reconciled()
    cluster = Cluster()
    submitted()
    service()
    _settle_down()
    return {
        "yardstick": _yardstick(),
        "parse the manifests": _times(lambda: manifests.parse(MANIFEST)),
        "apply (fork, parse, admit)": _times(admitted),
        "and reconcile": _times(reconciled),
        "judge (6 claims)": _times(lambda: carried(ready, claims.steps)),
        "submission": _times(submitted),
        "a Service, fully validated": _times(service),
    }


def _kind(name: str) -> api.Kind:
    found = api.kind(name)
    if found is None:
        raise EngineError(f"there is no kind {name}")
    return found


def _large(yardstick: Times) -> None:
    """A cluster of 10,000 Services and 100,000 endpoints: built, asked, and changed."""
    began, clock = time.process_time(), time.perf_counter()
    cluster = large_cluster()
    took, waited = time.process_time() - began, time.perf_counter() - clock
    _settle_down()
    endpoints = _MANY_SERVICES * _PODS_OF_EACH
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n{_MANY_SERVICES} Services, {endpoints} endpoints: built in {took:.1f} s ({waited:.1f} s by the "
        f"clock) with {memory:.0f} MiB; for each endpoint {took / endpoints * 1e6:.0f} us, "
        f"x {took / endpoints * 1000 / yardstick.median:.2f}"
    )
    client, node = Caller("pod", "web-0-0", "default"), Caller("node", "node1")
    middle = f"web-{_MANY_SERVICES // 2}"
    name = f"{middle}.default.svc.cluster.local."
    address = cluster.lookup(client, name, "A").questions[0].answers[0].data
    outcomes = cluster.connect(node, address, 80).outcomes
    if dict(outcomes).get("answered") != 1:
        raise EngineError(f"the benchmark's Service {middle} does not answer: {outcomes}")
    flipped = _times(lambda: _flip(cluster, f"{middle}-3"), 50)
    _print("one DNS lookup", _times(lambda: cluster.lookup(client, name, "A")), yardstick, in_microseconds=True)
    _print(
        "one walk to 10 endpoints", _times(lambda: cluster.connect(node, address, 80)), yardstick, in_microseconds=True
    )
    _print("one readiness change", Times(flipped.median / 2, flipped.fastest / 2), yardstick)


def large_cluster(services: int = _MANY_SERVICES) -> Cluster:
    """A cluster filled through its API server, as fast as a program can: nothing that is built is
    garbage, so the collector rests meanwhile."""
    cluster = Cluster(WIDE)
    pod_tree, service_tree = (yaml.load(text, yaml.CSafeLoader) for text in (POD, SERVICE))
    gc.disable()
    for first in range(0, services, _AT_ONCE):
        for number in range(first, min(first + _AT_ONCE, services)):
            _add_service(cluster, f"web-{number}", pod_tree, service_tree)
        cluster.settle()
    gc.enable()
    return cluster


def _add_service(cluster: Cluster, app: str, pod_tree: Tree, service_tree: Tree) -> None:
    cluster.api.create(
        _kind("Service"),
        "default",
        {**service_tree, "metadata": {"name": app}, "spec": {**service_tree["spec"], "selector": {"app": app}}},
    )
    for replica in range(_PODS_OF_EACH):
        cluster.api.create(
            _kind("Pod"), "default", {**pod_tree, "metadata": {"name": f"{app}-{replica}", "labels": {"app": app}}}
        )


def _flip(cluster: Cluster, name: str) -> None:
    """Change a pod's readiness twice, by stopping and starting its program."""
    pod = cluster.state.get("Pod", "default", name)
    if pod is None:
        raise EngineError(f"the benchmark's pod {name} is missing")
    programs.stop(cluster.state, pod, 8080)
    cluster.settle()
    programs.start(cluster.state, pod, 8080)
    cluster.settle()


def main(*, is_large: bool = False) -> None:
    """Print what everything takes."""
    found = _stages()
    yardstick = found["yardstick"]
    print(f"{'':28}{'median':>9}{'fastest':>17}       against reading the YAML")
    for name, times in found.items():
        _print(name, times, yardstick)
    rate = 1000 / found["a Service, fully validated"].median
    print(f"{'Services a second':28}{rate:9.0f}")
    if is_large:
        _large(yardstick)
