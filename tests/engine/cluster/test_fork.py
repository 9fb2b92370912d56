"""A fork goes its own way and remembers what happened before it."""

from sandbox.engine import Cluster, judge_on

MANIFESTS = """\
{apiVersion: v1, kind: Pod, metadata: {name: client}, spec: {containers: [{name: app, image: "example/app:1"}]}}
---
apiVersion: v1
kind: Pod
metadata: {name: web-0, labels: {app: web}}
spec: {containers: [{name: app, image: "example/app:1", ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, sessionAffinity: ClientIP, ports: [{port: 80, targetPort: 8080}]}
"""
SECOND = MANIFESTS.split("---\n")[1].replace("web-0", "web-1")
ASKED = "- connect: {from: pod/client, to: web, port: 80, attempts: 24}\n"


def servers(cluster: Cluster) -> set[str]:
    return set(judge_on(cluster, ASKED).judged[0].carried.observation["servers"])


def sticky() -> Cluster:
    """A client that web-0 has answered; then web-1 came, and web-0 was out of the Service for a while."""
    cluster = Cluster()
    cluster.apply(MANIFESTS)
    assert cluster.run("kubectl exec client -- curl -s web").exit == 0
    cluster.apply(SECOND)
    return cluster


def test_a_fork_knows_which_endpoints_were_gone_meanwhile() -> None:
    cluster = sticky()
    assert servers(cluster) == {"default/web-0"}
    cluster.run("kubectl label pod web-0 app=other --overwrite")
    cluster.run("kubectl label pod web-0 app=web --overwrite")
    # kube-proxy took the memory away with the endpoint's rules, although it came back.
    assert servers(cluster) == {"default/web-0", "default/web-1"}


def test_a_fork_describes_the_events_of_before() -> None:
    cluster = Cluster()
    cluster.run("kubectl create deployment web --image=example/web:1 --replicas=2")
    claim = "- kubectl: describe deployment web\n"
    told = judge_on(cluster, claim).judged[0].carried.observation["stdout"]
    assert "Scaled up replica set" in told


def test_a_new_cluster_has_no_history() -> None:
    assert Cluster().state.journal == []


def test_claims_on_a_fork_leave_the_cluster_as_it_is() -> None:
    cluster = sticky()
    before = cluster.state.version
    verdict = judge_on(
        cluster, "- delete: svc/web\n- lookup: {from: pod/client, name: web, type: A}\n  expect: NXDOMAIN\n"
    )
    assert verdict.holds
    assert cluster.state.version == before
    assert cluster.run("kubectl exec client -- curl -s web").exit == 0


def test_claims_that_are_none_are_refused_and_nothing_runs() -> None:
    verdict = judge_on(Cluster(), "- frobnicate: web\n")
    assert verdict.is_refused
    assert verdict.problems
