"""Deployments, StatefulSets, DaemonSets and Jobs: defaults, refusals, what stays."""

from __future__ import annotations

import pytest

from tests.engine.api.admitted import Door, errors

TEMPLATE = "template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: x}]}}"
SELECTOR = "selector: {matchLabels: {app: a}}"


def apps(kind: str, more: str = "", selector: str = SELECTOR, template: str = TEMPLATE, name: str = "a") -> str:
    parts = ", ".join(part for part in (selector, template, more) if part)
    return f"{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: {name}}}, spec: {{{parts}}}}}"


REFUSED = [
    (
        apps("Deployment", "strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}"),
        ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
    ),
    (
        apps("Deployment", "strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}"),
        ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0'],
    ),
    (
        apps("Deployment", "strategy: {rollingUpdate: {maxUnavailable: 120%}}"),
        ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "120%": must not be greater than 100%'],
    ),
    (apps("Deployment", "replicas: -1"), ["spec.replicas: Invalid value: -1: must be greater than or equal to 0"]),
    (
        apps("Deployment", "progressDeadlineSeconds: 5, minReadySeconds: 5"),
        ["spec.progressDeadlineSeconds: Invalid value: 5: must be greater than minReadySeconds"],
    ),
    (
        apps("Deployment", selector="selector: {}"),
        ["spec.selector: Invalid value: {}: empty selector is invalid for deployment"],
    ),
    (
        apps("Deployment", selector="selector: {matchExpressions: [{key: app, operator: In}]}"),
        [
            "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
            'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"In"}]}: invalid label selector',
        ],
    ),
    (
        apps(
            "Deployment",
            template="template: {metadata: {labels: {app: a}}, spec: {restartPolicy: Never, "
            "containers: [{name: c, image: x, ports: [{containerPort: 0}]}]}}",
        ),
        [
            "spec.template.spec.containers[0].ports[0].containerPort: Required value",
            'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
        ],
    ),
    (
        apps("StatefulSet", "podManagementPolicy: Chaos"),
        ["spec.podManagementPolicy: Invalid value: \"Chaos\": must be 'OrderedReady' or 'Parallel'"],
    ),
    (apps("StatefulSet", name="a.b"), ['metadata.name: Invalid value: "a.b": must not contain dots']),
    (
        apps("DaemonSet", "updateStrategy: {rollingUpdate: {maxUnavailable: 1, maxSurge: 1}}"),
        [
            "spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero"
        ],
    ),
    (
        f"{{apiVersion: batch/v1, kind: Job, spec: {{{TEMPLATE}}}}}",
        ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    ),
]


@pytest.mark.parametrize(("text", "found"), REFUSED)
def test_workload_is_refused(text: str, found: list[str]) -> None:
    assert Door().mistakes(text) == found


def test_stateful_set_is_not_asked_about_its_pods() -> None:
    text = apps("StatefulSet", template="template: {metadata: {labels: {app: a}}, spec: {containers: []}}")
    assert Door().mistakes(text) == []


@pytest.mark.parametrize("kind", ["Deployment", "ReplicaSet", "DaemonSet", "StatefulSet"])
def test_selector_stays(kind: str) -> None:
    door = Door()
    door.made(apps(kind))
    other = "selector: {matchLabels: {app: b}}"
    changed = door.replace(apps(kind, selector=other, template=TEMPLATE.replace("app: a", "app: b")))
    assert errors(changed) == ['spec.selector: Invalid value: {"matchLabels":{"app":"b"}}: field is immutable']


def test_stateful_set_keeps_what_pods_are_named_after() -> None:
    door = Door()
    door.made(apps("StatefulSet", "serviceName: x"))
    changed = door.replace(
        apps("StatefulSet", "serviceName: y, podManagementPolicy: Parallel, replicas: 7, revisionHistoryLimit: 3")
    )
    assert errors(changed) == [
        'spec.serviceName: Invalid value: "y": field is immutable',
        'spec.podManagementPolicy: Invalid value: "Parallel": field is immutable',
    ]


def test_job_finds_its_pods_by_its_own_uid() -> None:
    tree = Door().made(
        "{apiVersion: batch/v1, kind: Job, spec: {template: {spec: {restartPolicy: Never, "
        "containers: [{name: c, image: x}]}}}}"
    )
    uid = tree["metadata"]["uid"]
    assert tree["spec"]["selector"] == {"matchLabels": {"batch.kubernetes.io/controller-uid": uid}}
    assert tree["spec"]["template"]["metadata"]["labels"] == {
        "batch.kubernetes.io/controller-uid": uid,
        "controller-uid": uid,
        "batch.kubernetes.io/job-name": "a",
        "job-name": "a",
    }


def test_deployment_whose_pods_would_have_dots_in_their_names_is_warned_about() -> None:
    reply = Door().create(apps("Deployment", name="a.b"))
    assert reply.warnings == (
        "metadata.name: this is used in Pod names and hostnames, which can result in "
        "surprising behavior; a DNS label is recommended: [must not contain dots]",
    )
