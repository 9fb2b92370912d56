"""The large cluster of the benchmark, made small."""

from __future__ import annotations

from sandbox.engine import bench
from sandbox.engine.callers import Caller


def test_every_service_of_the_large_cluster_answers_from_ten_pods() -> None:
    cluster = bench.large_cluster(3)
    for number in range(3):
        service = cluster.state.get("Service", "default", f"web-{number}")
        assert service is not None
        connection = cluster.connect(Caller("node", "node1"), service.spec["clusterIPs"][0], 80)
        assert [name for name, _ in connection.outcomes] == ["answered"]
        assert len(connection.servers) == 10
