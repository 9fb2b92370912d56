"""The annotation that says when the change happened that endpoints follow."""

from __future__ import annotations

import pytest

from sandbox.engine import Cluster, programs
from sandbox.engine.controllers.trigger_time import ANNOTATION

MANIFEST = """\
apiVersion: v1
kind: Pod
metadata: {name: web-0, labels: {app: web}}
spec:
  terminationGracePeriodSeconds: 0
  containers: [{name: web, image: example/web:1, ports: [{containerPort: 8080}],
                readinessProbe: {tcpSocket: {port: 8080}}}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
"""


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster()
    assert cluster.apply(MANIFEST).exit == 0
    return cluster


def written(cluster: Cluster) -> list[str | None]:
    """The annotation of the Endpoints object and of the slice."""
    endpoints = cluster.state.get("Endpoints", "default", "web")
    assert endpoints is not None
    slices = [piece for piece in cluster.state.all("EndpointSlice", "default") if piece.name.startswith("web-")]
    return [one.annotations.get(ANNOTATION) for one in (endpoints, *slices)]


def test_a_new_service_has_it(cluster: Cluster) -> None:
    assert written(cluster) == ["2026-01-01T00:00:00Z"] * 2


def test_a_pod_whose_readiness_moves_sets_it_anew(cluster: Cluster) -> None:
    cluster.advance(60)
    pod = cluster.state.get("Pod", "default", "web-0")
    assert pod is not None
    programs.stop(cluster.state, pod, 8080)
    cluster.settle()
    assert written(cluster) == ["2026-01-01T00:01:00Z"] * 2


def test_a_pod_that_is_gone_takes_it_away(cluster: Cluster) -> None:
    cluster.kubectl("delete pod web-0")
    assert written(cluster)[0] is None
