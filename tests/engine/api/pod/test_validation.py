"""Pods that are refused, in the API server's words; and pods that are only warned about."""

from __future__ import annotations

import pytest

from tests.engine.api.admitted import Door, pod

FIRST = "spec.containers[0]."

CONTAINERS = [
    (
        "ports: [{containerPort: 70000}]",
        [FIRST + "ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive"],
    ),
    (
        "ports: [{containerPort: 80, protocol: tcp}]",
        [FIRST + 'ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"'],
    ),
    (
        "ports: [{containerPort: 80, hostPort: 90}, {containerPort: 81, hostPort: 90}]",
        [FIRST + 'ports[1].hostPort: Duplicate value: "TCP//90"'],
    ),
    (
        "imagePullPolicy: Allways",
        [FIRST + 'imagePullPolicy: Unsupported value: "Allways": supported values: "Always", "IfNotPresent", "Never"'],
    ),
    ("readinessProbe: {}", [FIRST + "readinessProbe: Required value: must specify a handler type"]),
    (
        "livenessProbe: {exec: {command: ['true']}, successThreshold: 2}",
        [FIRST + "livenessProbe.successThreshold: Invalid value: 2: must be 1"],
    ),
    (
        "readinessProbe: {tcpSocket: {port: Web}}",
        [
            FIRST + 'readinessProbe.tcpSocket.port: Invalid value: "Web": must contain only alpha-numeric characters '
            "(a-z, 0-9), and hyphens (-)"
        ],
    ),
    (
        "env: [{name: 'A=B', value: x}]",
        [
            FIRST
            + 'env[0].name: Invalid value: "A=B": a valid environment variable name must consist only of printable '
            "ASCII characters other than '='"
        ],
    ),
    (
        "env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.phase}}}]",
        [
            FIRST + 'env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "status.phase": supported values: '
            '"metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", '
            '"status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"'
        ],
    ),
    ("volumeMounts: [{name: data, mountPath: /data}]", [FIRST + 'volumeMounts[0].name: Not found: "data"']),
    (
        "resources: {limits: {cpu: 1}, requests: {cpu: 2}}",
        [FIRST + 'resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1'],
    ),
    (
        "resources: {limits: {cpus: 1}}",
        [
            FIRST + 'resources.limits[cpus]: Invalid value: "cpus": must be a standard resource for containers',
            # Requests were filled in from the limits, and are looked at too.
            FIRST + 'resources.requests[cpus]: Invalid value: "cpus": must be a standard resource for containers',
        ],
    ),
]


@pytest.mark.parametrize(("container", "found"), CONTAINERS)
def test_container_is_refused(container: str, found: list[str]) -> None:
    assert Door().mistakes(pod(container=container)) == found


SPECS = [
    (
        "restartPolicy: Sometimes",
        ['spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"'],
    ),
    ("dnsPolicy: None", ["spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None"]),
    (
        "dnsConfig: {nameservers: [1.1.1.1, 1.1.1.2, 1.1.1.3, 10.0.0.08]}",
        [
            'spec.dnsConfig.nameservers: Invalid value: ["1.1.1.1","1.1.1.2","1.1.1.3","10.0.0.08"]: '
            "must not have more than 3 nameservers",
            'spec.dnsConfig.nameservers[3]: Invalid value: "10.0.0.08": must not have leading 0s',
        ],
    ),
    ("dnsConfig: {options: [{value: '5'}]}", ["spec.dnsConfig.options[0]: Required value: must not be empty"]),
    ("subdomain: a.b", ['spec.subdomain: Invalid value: "a.b": must not contain dots']),
    (
        "activeDeadlineSeconds: 0",
        ["spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"],
    ),
    (
        "volumes: [{name: x, emptyDir: {}, configMap: {name: y}}]",
        ["spec.volumes[0].configMap: Forbidden: may not specify more than 1 volume type"],
    ),
    ("volumes: [{name: x, secret: {}}]", ["spec.volumes[0].secret.secretName: Required value"]),
    (
        "tolerations: [{key: a, operator: Exists, value: b}]",
        ["spec.tolerations[0].operator: Invalid value: \"b\": value must be empty when `operator` is 'Exists'"],
    ),
    (
        "initContainers: [{name: web, image: x, readinessProbe: {exec: {command: [a]}}}]",
        [
            'spec.initContainers[0].name: Duplicate value: "web"',
            "spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without "
            "restartPolicy=Always",
        ],
    ),
    ("hostNetwork: true, hostUsers: false", ["spec.hostNetwork: Forbidden: when `pod.Spec.HostUsers` is false"]),
    (
        "nodeName: node1, schedulingGates: [{name: example.com/wait}]",
        ["spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared"],
    ),
    (
        "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {}}]}}",
        [
            "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: "
            "can not be empty",
            "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "
            '"": name part must be non-empty',
        ],
    ),
]


@pytest.mark.parametrize(("spec", "found"), SPECS)
def test_spec_is_refused(spec: str, found: list[str]) -> None:
    got = Door().mistakes(pod(spec))
    assert got[: len(found)] == found


def test_pod_without_containers_lacks_them() -> None:
    assert Door().mistakes("{kind: Pod, spec: {}}") == ["spec.containers: Required value"]


WARNED = [
    (
        pod(name="web.1"),
        [
            "metadata.name: this is used in the Pod's hostname, which can result in surprising "
            "behavior; a DNS label is recommended: [must not contain dots]"
        ],
    ),
    (
        pod(container="env: [{name: A, value: x}, {name: A, value: y}]"),
        [FIRST + 'env[1]: hides previous definition of "A", which may be dropped when using apply'],
    ),
    (pod(container="env: [{name: A, value: x}, {name: A, value: $(A)y}]"), []),
    (
        pod(container="ports: [{containerPort: 80, hostPort: 80}, {containerPort: 80}]"),
        [FIRST + "ports[1]: overlapping port definition with spec.containers[0].ports[0]"],
    ),
    (
        pod("terminationGracePeriodSeconds: -1"),
        ["spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1"],
    ),
]


@pytest.mark.parametrize(("text", "found"), WARNED)
def test_accepted_pod_is_warned_about(text: str, found: list[str]) -> None:
    reply = Door().create(text)
    assert reply.object is not None
    assert list(reply.warnings) == found
