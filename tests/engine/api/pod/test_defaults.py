"""What a new pod has without anybody having written it."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.engine.api.pod.defaults import tag
from tests.engine.api.admitted import Door, pod


def container(text: str) -> Any:
    return Door().made(pod(container=text))["spec"]["containers"][0]


@pytest.mark.parametrize(
    ("image", "found"),
    [
        ("nginx", "latest"),
        ("nginx:1.27", "1.27"),
        ("registry.example:5000/nginx", "latest"),
        ("registry.example:5000/nginx:2", "2"),
        ("nginx@sha256:abc", ""),
        ("nginx:3@sha256:abc", "3"),
    ],
)
def test_tag_is_what_stands_behind_the_last_colon_of_the_last_part(image: str, found: str) -> None:
    assert tag(image) == found


def test_probe_gets_its_numbers_path_and_scheme() -> None:
    assert container("livenessProbe: {httpGet: {port: 80}}")["livenessProbe"] == {
        "httpGet": {"port": 80, "path": "/", "scheme": "HTTP"},
        "timeoutSeconds": 1,
        "periodSeconds": 10,
        "successThreshold": 1,
        "failureThreshold": 3,
    }


def test_requests_default_to_limits_and_quantities_are_written_canonically() -> None:
    found = container("resources: {limits: {cpu: '0.5', memory: 1024Mi}, requests: {cpu: 100m}}")["resources"]
    assert found == {"limits": {"cpu": "500m", "memory": "1Gi"}, "requests": {"cpu": "100m", "memory": "1Gi"}}


@pytest.mark.parametrize(
    ("resources", "found"),
    [
        ("{}", "BestEffort"),
        ("{requests: {cpu: 1}}", "Burstable"),
        ("{limits: {cpu: 1, memory: 1Gi}}", "Guaranteed"),
        ("{limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 500m}}", "Burstable"),
    ],
)
def test_quality_of_service_follows_requests_and_limits(resources: str, found: str) -> None:
    assert Door().made(pod(container=f"resources: {resources}"))["status"]["qosClass"] == found


def test_pod_that_wants_no_token_gets_no_volume() -> None:
    assert "volumes" not in Door().made(pod("automountServiceAccountToken: false"))["spec"]


def test_own_toleration_of_a_lost_node_stays_alone() -> None:
    spec = Door().made(pod("tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists}]"))["spec"]
    assert [one["key"] for one in spec["tolerations"]] == [
        "node.kubernetes.io/not-ready",
        "node.kubernetes.io/unreachable",
    ]
    everything = Door().made(pod("tolerations: [{operator: Exists}]"))["spec"]
    assert everything["tolerations"] == [{"operator": "Exists"}]


def test_priority_class_of_the_system_sets_the_number() -> None:
    assert Door().made(pod("priorityClassName: system-node-critical"))["spec"]["priority"] == 2_000_001_000


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (
            "serviceAccountName: ghost",
            'pods "a" is forbidden: error looking up service account default/ghost: serviceaccount "ghost" not found',
        ),
        ("priorityClassName: ghost", 'pods "a" is forbidden: no PriorityClass with name ghost was found'),
        (
            "priority: 5",
            'pods "a" is forbidden: the integer value of priority (5) must not be provided in pod spec; '
            "priority admission controller computed 0 from the given PriorityClass name",
        ),
    ],
)
def test_admission_refuses_what_it_cannot_look_up(spec: str, message: str) -> None:
    status = Door().create(pod(spec)).status
    assert status is not None
    assert (status.code, status.message) == (403, message)


def test_bound_pod_carries_its_nodes_zone() -> None:
    assert Door().made(pod("nodeName: node2"))["metadata"]["labels"] == {"topology.kubernetes.io/zone": "zone-b"}


def test_host_network_gives_ports_of_the_node() -> None:
    made = Door().made(pod("hostNetwork: true", "ports: [{containerPort: 80}]"))
    assert made["spec"]["containers"][0]["ports"] == [{"containerPort": 80, "hostPort": 80, "protocol": "TCP"}]
