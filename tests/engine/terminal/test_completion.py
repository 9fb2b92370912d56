"""What Tab offers, over a cluster with a bit of everything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.engine import Cluster

MANIFESTS = """\
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: Pod
metadata: {name: client, labels: {role: asks}}
spec: {containers: [{name: app, image: "example/app:1"}, {name: side, image: "example/app:1"}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{name: http, port: 80}, {name: admin, port: 9000}]}
---
apiVersion: v1
kind: Service
metadata: {name: till, namespace: shop}
spec: {selector: {app: till}, ports: [{port: 443}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: till, namespace: shop}
spec:
  replicas: 0
  selector: {matchLabels: {app: till}}
  template:
    metadata: {labels: {app: till}}
    spec: {containers: [{name: app, image: "example/app:1"}]}
"""


@pytest.fixture(scope="module")
def cluster() -> Cluster:
    made = Cluster()
    assert made.apply(MANIFESTS).exit == 0
    return made


def offered(cluster: Cluster, line: str) -> list[str]:
    """The line with each suggestion put in."""
    found = cluster.completions(line)
    return [line[: found.start] + one.text + (" " if one.is_whole else "") for one in found.suggestions]


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("", ["kubectl "]),
        ("kub", ["kubectl "]),
        ("kubectl descr", ["describe "]),
        ("kubectl rollout re", ["restart ", "resume "]),
        ("kubectl create service no", ["nodeport "]),
        ("k get serv", ["serviceaccounts ", "services ", "servicecidrs "]),
        ("k get svc", ["svc "]),
        ("k get svc,po", ["svc,pods "]),
        ("k get svc w", ["web "]),
        ("k get svc/w", ["svc/web "]),
        ("k get service/web po", ["pods/"]),
        ("k -n shop get svc ", ["till "]),
        ("k get svc -n shop ", ["till "]),
        ("k get svc --namespace=shop ", ["till "]),
        ("k get svc -nshop ", ["till "]),
        ("k get svc -A ", ["kubernetes ", "web ", "kube-dns ", "till "]),
        ("k get svc web ku", ["kubernetes "]),
        ("k get pods -n sh", ["shop "]),
        ("k get pods --namespace=sh", ["--namespace=shop "]),
        ("k get pods -o w", ["wide "]),
        ("k get pods -o jsonpath-as", ["jsonpath-as-json="]),
        ("k describe pods -o w", []),
        ("k get pods -l ro", ["role=asks "]),
        ("k get pods --all-n", ["--all-namespaces "]),
        ("k get pods --sel", ["--selector="]),
        ("k get pods --all-namespaces --all-n", []),
        ("k scale dep", ["deployments "]),
        ("k scale -n shop deployments ", ["till "]),
        ("k scale serv", []),
        ("k label pod client ro", ["role=", "role- "]),
        ("k patch svc web --type=m", ["--type=merge "]),
        ("k expose pod client --type=No", ["--type=NodePort "]),
        ("k exec cl", ["client "]),
        ("k exec client client", []),
        ("k exec client -c si", ["side "]),
        ("k exec -n shop deploy/t", ["deploy/till "]),
        ("k exec client -- cur", ["curl "]),
        ("k exec client -- curl -s w", ["web "]),
        ("k exec client -- curl http://ti", ["http://till.shop "]),
        ("k exec client -- curl web:", ["web:80 ", "web:9000 "]),
        ("k exec client -- nc -zv web 9", ["9000 "]),
        ("k exec client -- dig AA", ["AAAA "]),
        ("k exec client -- dig till", ["till.shop.svc.cluster.local "]),
        ("k exec client -- getent ho", ["hosts "]),
        ("k exec client -- cat /etc/r", ["/etc/resolv.conf "]),
        ("k wait pod client --for=condition=R", ["--for=condition=Ready "]),
        ("k nothing ", []),
        ("curl ", []),
        ("k get pods | k", []),
        ("k get 'po", []),
        ("k apply -f - <<EOF\nkind: P", []),
        ("k get \\\n po", ["pods "]),
    ],
)
def test_the_words_that_fit_are_offered(cluster, line, ends) -> None:
    found = offered(cluster, line)
    start = line[: cluster.completions(line).start]
    assert [one.removeprefix(start) for one in found] == ends


def test_every_command_and_every_kind_is_offered(cluster) -> None:
    from sandbox.engine.api import KINDS
    from sandbox.engine.terminal.kubectl import COMMANDS, find

    commands = {one.text for one in cluster.completions("kubectl ").suggestions}
    assert commands == {name for name in COMMANDS if find(name) is not None}
    assert [one.text for one in cluster.completions("kubectl get ").suggestions] == [kind.plural for kind in KINDS]


def test_every_rule_is_one_of_a_command_that_there_is() -> None:
    from sandbox.engine.terminal.kubectl import find
    from sandbox.engine.terminal.kubectl.completing import ARGUMENTS

    for path in ARGUMENTS:
        name, *below = path.split()
        command = find(name)
        assert command is not None, path
        for word in below:
            command = next(one for one in command.subcommands if one.name == word)


def test_a_long_list_is_cut_and_that_is_counted() -> None:
    busy = Cluster()
    manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c%03d}\n---\n"
    busy.apply("".join(manifest % number for number in range(150)))
    found = busy.completions("kubectl get cm c")
    assert (len(found.suggestions), found.left_out) == (100, 50)


@given(
    st.text(alphabet=" -=/,.:\\'\"|<\nkubectlgsvcponxw", max_size=60),
    st.sampled_from(["", "kubectl ", "k exec client -- "]),
)
def test_nothing_that_can_be_typed_raises(text, front) -> None:
    made = _CLUSTER.completions(front + text)
    assert 0 <= made.start <= len(front + text)


_CLUSTER = Cluster()
_CLUSTER.apply(MANIFESTS)
