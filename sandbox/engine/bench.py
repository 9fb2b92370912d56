"""How long the engine takes, as medians and beside something measured in the same run.

The yardstick is PyYAML's C parser reading the same manifest into plain values: a machine that
is twice as slow today is twice as slow there, so compare the ratios and not the milliseconds.
"""

from __future__ import annotations

import gc
import resource
import statistics
import time
from collections.abc import Callable

import yaml

from sandbox.engine import api, manifests, programs
from sandbox.engine.callers import Caller
from sandbox.engine.claims import judge, parse_claims
from sandbox.engine.claims.claim import Step
from sandbox.engine.claims.judge import carry_out
from sandbox.engine.claims.symbols import Symbols
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

_ROUNDS = 200
_MANY_SERVICES = 10_000
_PODS_OF_EACH = 10


def _median(work: Callable[[], object], rounds: int = _ROUNDS) -> float:
    """The median of a call, in milliseconds."""
    work()
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent) * 1000


def _stages() -> dict[str, float]:
    """The medians of each stage of a typical submission, in milliseconds."""
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

    ready = reconciled()
    found = {
        "yardstick": _median(lambda: list(yaml.load_all(MANIFEST, yaml.CSafeLoader))),
        "fork": _median(Cluster),
        "parse": _median(lambda: manifests.parse(MANIFEST)),
        "apply": _median(admitted),
        "apply and reconcile": _median(reconciled),
        "judge (6 claims)": _median(lambda: carried(ready, claims.steps)),
        "submission": _median(lambda: plain.verdict(judge(MANIFEST, CLAIMS))),
    }
    found["admit"] = found["apply"] - found["parse"] - found["fork"]
    found["reconcile"] = found["apply and reconcile"] - found["apply"]
    return found


def _large() -> None:
    """A cluster of 10,000 Services and 100,000 endpoints: built, asked, and changed."""
    cluster = Cluster()
    pod = ("apiVersion: v1\nkind: Pod\nmetadata:\n  name: web-{0}-{1}\n  labels: {{app: web-{0}}}\nspec:\n"
           "  containers:\n  - name: web\n    image: example/web:1\n    ports: [{{containerPort: 8080}}]\n"
           "    readinessProbe: {{tcpSocket: {{port: 8080}}}}\n")
    service = ("apiVersion: v1\nkind: Service\nmetadata:\n  name: web-{0}\nspec:\n  selector: {{app: web-{0}}}\n"
               "  ports: [{{port: 80, targetPort: 8080}}]\n")
    began = time.perf_counter()
    large_cluster(cluster, pod, service)
    print(f"build                   {time.perf_counter() - began:9.1f} s   "
          f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    node = Caller("node", "node1")
    client = Caller("pod", "web-0-0", "default")
    name = "web-5000.default.svc.cluster.local."
    address = cluster.lookup(client, name, "A").questions[0].answers[0].data
    print(f"lookup                  {_median(lambda: cluster.lookup(client, name, 'A')) * 1000:9.0f} us")
    print(f"walk                    {_median(lambda: cluster.connect(node, address, 80)) * 1000:9.0f} us")
    print(f"readiness change        {_median(lambda: _flip(cluster, 'web-5000-3'), 50) / 2:9.2f} ms")


def large_cluster(cluster: Cluster, pod: str, service: str) -> None:
    """Fill a cluster through its API server, as fast as a program can."""
    pods, services = (next(kind for kind in api.KINDS if kind.name == name) for name in ("Pod", "Service"))
    pod_tree = yaml.load(pod.format("NUMBER", "REPLICA"), yaml.CSafeLoader)
    service_tree = yaml.load(service.format("NUMBER"), yaml.CSafeLoader)
    gc.disable()
    for number in range(_MANY_SERVICES):
        app = f"web-{number}"
        cluster.api.create(services, "default", {**service_tree, "metadata": {"name": app}, "spec": {
            **service_tree["spec"], "selector": {"app": app}}})
        for replica in range(_PODS_OF_EACH):
            cluster.api.create(pods, "default", {**pod_tree, "metadata": {
                "name": f"{app}-{replica}", "labels": {"app": app}}})
    cluster.settle()
    gc.enable()


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
    """Print the medians."""
    found = _stages()
    yardstick = found["yardstick"]
    print(f"{'':24}{'median':>9}      against reading the YAML")
    for name in ("parse", "admit", "reconcile", "judge (6 claims)", "submission"):
        print(f"{name:24}{found[name]:9.2f} ms   x {found[name] / yardstick:.1f}")
    if is_large:
        _large()
