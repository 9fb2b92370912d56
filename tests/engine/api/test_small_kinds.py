"""EndpointSlices, Endpoints, Namespaces, ConfigMaps, Secrets, Ingresses and nodes."""

from __future__ import annotations

import pytest

from tests.engine.api.admitted import Door, errors


def piece(more: str, kind: str = "IPv4") -> str:
    return f"{{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, addressType: {kind}, {more}}}"


REFUSED = [
    (
        piece("endpoints: []", kind="IP"),
        ['addressType: Unsupported value: "IP": supported values: "FQDN", "IPv4", "IPv6"'],
    ),
    (
        piece("endpoints: [{addresses: ['::1']}]", kind="IPv6"),
        ['endpoints[0].addresses[0]: Invalid value: "::1": may not be in the loopback range (127.0.0.0/8, ::1/128)'],
    ),
    (
        piece("endpoints: [{addresses: [192.0.2.09]}]"),
        ['endpoints[0].addresses[0]: Invalid value: "192.0.2.09": must not have leading 0s'],
    ),
    (
        piece("endpoints: [{addresses: [db]}]", kind="FQDN"),
        [
            'endpoints[0].addresses[0]: Invalid value: "db": should be a domain with at least two segments separated '
            "by dots"
        ],
    ),
    (
        piece("endpoints: [{addresses: [192.0.2.1], hints: {forZones: [{name: a}, {name: a}]}}]"),
        ['endpoints[0].hints.forZones[1].name: Duplicate value: "a"'],
    ),
    (
        "{kind: Endpoints, subsets: [{ports: [{port: 80}, {port: 0, name: x}]}]}",
        [
            "subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`",
            "subsets[0].ports[0].name: Required value",
            "subsets[0].ports[1].port: Invalid value: 0: must be between 1 and 65535, inclusive",
        ],
    ),
    (
        "{kind: Endpoints, subsets: [{addresses: [{ip: 169.254.1.1}]}]}",
        [
            'subsets[0].addresses[0].ip: Invalid value: "169.254.1.1": may not be in the link-local range '
            "(169.254.0.0/16, fe80::/10)"
        ],
    ),
    (
        "{kind: ConfigMap, data: {a b: x}}",
        [
            "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or "
            "'.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
        ],
    ),
    ("{kind: Secret, type: kubernetes.io/tls, stringData: {tls.crt: x}}", ["data[tls.key]: Required value"]),
    (
        "{kind: Node, spec: {taints: [{key: a, effect: Never}]}}",
        [
            'spec.taints[0].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", '
            '"NoExecute"'
        ],
    ),
    (
        "{apiVersion: networking.k8s.io/v1, kind: Ingress, spec: {rules: [{host: 10.0.0.1, http: {paths: [{path: web, "
        "pathType: Prefix, backend: {service: {name: web}}}]}}]}}",
        [
            'spec.rules[0].host: Invalid value: "10.0.0.1": must be a DNS name, not an IP address',
            'spec.rules[0].http.paths[0].path: Invalid value: "web": must be an absolute path',
            "spec.rules[0].http.paths[0].backend: Required value: port name or number is required",
        ],
    ),
]


@pytest.mark.parametrize(("text", "found"), REFUSED)
def test_object_is_refused(text: str, found: list[str]) -> None:
    assert Door().mistakes(text) == found


def test_secret_keeps_plain_text_encoded() -> None:
    tree = Door().made("{kind: Secret, stringData: {a: hello}}")
    assert (tree["data"], tree["type"], "stringData" in tree) == ({"a": "aGVsbG8="}, "Opaque", False)


def test_immutable_config_map_stays() -> None:
    door = Door()
    door.made("{kind: ConfigMap, data: {a: b}, immutable: true}")
    said = "Forbidden: field is immutable when `immutable` is set"
    assert errors(door.replace("{kind: ConfigMap, data: {a: c}}")) == [f"immutable: {said}", f"data: {said}"]


def test_namespace_keeps_the_label_of_its_name() -> None:
    door = Door()
    door.made("{kind: Namespace, metadata: {name: shop}}")
    changed = door.replace("{kind: Namespace, metadata: {name: shop, labels: {team: x}}}").object
    assert changed is not None
    assert changed.labels == {"team": "x", "kubernetes.io/metadata.name": "shop"}
    assert changed.tree["spec"] == {"finalizers": ["kubernetes"]}


def test_slice_counts_changes_of_its_content() -> None:
    door = Door()
    door.made(piece("endpoints: [{addresses: [192.0.2.1]}]"))
    changed = door.replace(piece("endpoints: [{addresses: [192.0.2.2]}]")).object
    assert changed is not None
    assert changed.metadata["generation"] == 2
