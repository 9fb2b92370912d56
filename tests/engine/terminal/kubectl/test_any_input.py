"""Whatever somebody types or applies, the terminal answers: no input ends in an exception."""

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.engine import Cluster

SERVICE: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "web", "labels": {"app": "web"}, "annotations": {}},
    "spec": {
        "type": "LoadBalancer",
        "selector": {"app": "web"},
        "clusterIP": "10.96.0.7",
        "ipFamilies": ["IPv4"],
        "ports": [{"name": "a", "port": 80, "targetPort": "http", "nodePort": 30080}, {"name": "b", "port": 81}],
        "externalIPs": ["192.0.2.1"],
        "loadBalancerSourceRanges": ["10.0.0.0/8"],
        "sessionAffinity": "ClientIP",
        "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 10}},
    },
}
TEMPLATE = {
    "metadata": {"labels": {"app": "web"}},
    "spec": {
        "containers": [
            {
                "name": "web",
                "image": "demo/web:1",
                "ports": [{"name": "http", "containerPort": 8080}],
                "readinessProbe": {"httpGet": {"port": "http"}},
                "resources": {"limits": {"cpu": "1"}},
            }
        ]
    },
}
DEPLOYMENT = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web"},
    "spec": {
        "replicas": 1,
        "selector": {"matchLabels": {"app": "web"}},
        "template": TEMPLATE,
        "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%"}},
    },
}
POD = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "web-0", "labels": {"app": "web"}},
    "spec": TEMPLATE["spec"],
}
SLICE = {
    "apiVersion": "discovery.k8s.io/v1",
    "kind": "EndpointSlice",
    "addressType": "IPv4",
    "metadata": {"name": "web-1", "labels": {"kubernetes.io/service-name": "web"}},
    "endpoints": [{"addresses": ["10.244.1.9"], "conditions": {"ready": True}, "nodeName": "node1"}],
    "ports": [{"name": "a", "port": 8080}],
}
CONFIG_MAP = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "page"}, "data": {"a": "b"}}
MANIFESTS: list[dict[str, Any]] = [SERVICE, DEPLOYMENT, POD, SLICE, CONFIG_MAP]

VALUES: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    1e300,
    2**31,
    2**64,
    "",
    "None",
    "80",
    "a" * 300,
    "a/b/c",
    "1Mi",
    "25%",
    "10.96.0.5",
    "fd00::1",
    "é\u2028",
    [],
    {},
    [None],
    [[]],
    {"a": None},
    {"": ""},
    {"a": {"b": [1]}},
]
KEYS = ["$patch", "$retainKeys", "$setElementOrder/ports", "name", "", "x y", "metadata", "status"]
VERBS = [
    "apply -f -",
    "apply --server-side -f -",
    "apply --dry-run=server -f -",
    "create -f -",
    "replace -f -",
    "delete --wait=false -f -",
]
LINES = [
    "get svc -o wide",
    "expose deploy web --port=80 --name=x",
    "scale deploy/web --replicas=2",
    "label svc web a=b --overwrite",
    "annotate pod web-0 a-",
    "patch svc web --type=json -p [{}]",
    "set selector svc web a=b",
    "create service nodeport x --tcp=80:http --node-port=30099",
    "delete svc,deploy web --wait=false",
    "set image deploy/web web=x",
    "describe svc web",
    "rollout restart deploy/web",
    "taint node node1 a=b:NoSchedule",
    "get pod -l a=b -o jsonpath={.items}",
]
WORDS = [
    "",
    "-",
    "-o",
    "-n",
    "svc/",
    "=",
    "a=",
    "a-",
    "--all",
    "-l",
    "-o=jsonpath={",
    "--type=merge",
    "-p",
    "[]",
    "{}",
    "null",
    "--dry-run=server",
    "--replicas=x",
    "--port=0",
    "-A",
    "*",
    "'",
    "$(",
    "--tcp=:",
    "é",
]


def _places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    for key in tree if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ():
        found += _places(tree[key], (*path, key))
    return found


@st.composite
def broken(draw: st.DrawFn) -> tuple[str, str]:
    """A manifest, and the same with up to three things wrong."""
    text = json.dumps(draw(st.sampled_from(MANIFESTS)))
    tree = json.loads(text)
    for _ in range(draw(st.integers(1, 3))):
        *outer, last = draw(st.sampled_from(_places(tree) or [("kind",)]))
        at = tree
        for key in outer:
            at = at[key]
        if isinstance(at, dict) and draw(st.booleans()):
            at[draw(st.sampled_from(KEYS))] = at.pop(last, None)
        else:
            at[last] = copy.deepcopy(draw(st.sampled_from(VALUES)))
    return text, json.dumps(tree)


@st.composite
def command_line(draw: st.DrawFn) -> str:
    """A command line with words put in, left out and exchanged."""
    words = draw(st.sampled_from(LINES)).split()
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(words)))
        words[at : at + draw(st.integers(0, 1))] = [draw(st.sampled_from(WORDS + words))]
    return " ".join(words)


@settings(
    derandomize=True, database=None, deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow]
)
@given(broken(), st.sampled_from(VERBS), st.booleans())
def test_any_manifest_is_taken_or_refused(manifests: tuple[str, str], verb: str, is_there: bool) -> None:
    cluster = Cluster()
    whole, wrong = manifests
    if is_there:
        assert cluster.apply(whole).exit == 0
    output = cluster.kubectl(verb, wrong)
    assert output.stdout or output.stderr
    assert output.exit in (0, 1)


@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(st.lists(command_line(), min_size=1, max_size=3))
def test_any_command_line_is_answered(lines: list[str]) -> None:
    cluster = Cluster()
    cluster.apply("\n---\n".join(json.dumps(one) for one in MANIFESTS))
    for line in lines:
        output = cluster.kubectl(line)
        assert output.exit == 0 or output.stderr


@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(st.text(alphabet="aA0:-{}[]&*!|>'\"%@`,#? \n\t\0\x85\ufeff", max_size=60))
def test_any_text_is_read(text: str) -> None:
    output = Cluster().apply(text)
    assert output.exit == 0 or output.stderr
