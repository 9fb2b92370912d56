"""Symbols that stand for a pod's address, and the names under which pods named by chance are counted."""

import yaml

from sandbox.engine.claims.observe import observe

HOST_POD = """
apiVersion: v1
kind: Pod
metadata: {name: proxy}
spec: {hostNetwork: true, nodeName: node2, containers: [{name: app, image: x, ports: [{containerPort: 8080}]}]}
"""

DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: x}]}}
"""


def observed(*steps: dict[str, object]) -> list[dict[str, object]]:
    found = observe("traffic/x", yaml.safe_dump({"title": "t", "steps": list(steps)}))
    run: list[dict[str, object]] = next(iter(found["runs"].values()))["steps"]
    return run


def test_a_pod_in_its_nodes_network_has_an_address_too() -> None:
    entries = observed(
        {"apply": HOST_POD}, {"connect": {"from": "node/node1", "to": "{podIP default/proxy}", "port": 8080}}
    )
    assert entries[-1]["reached_at"] == ["{nodeIP node2}:8080"]


def test_pods_keep_the_name_of_a_deployment_that_is_gone() -> None:
    entries = observed(
        {"apply": DEPLOYMENT}, {"delete": "deploy/web --wait=false"}, {"kubectl": "get pods -l app=web -o name"}
    )
    assert entries[-1]["stdout"] == "pod/web~1\n"
