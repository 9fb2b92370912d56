"""What may change in a pod that exists."""

from __future__ import annotations

import pytest

from sandbox.engine.api.pod.internal import STRUCTS, convert, difference, outer_name
from sandbox.engine.api.pod.update import validate_change

CONTAINER = {"name": "web", "image": "a", "ports": [{"containerPort": 80, "protocol": "TCP"}], "resources": {}}
SPEC = {
    "containers": [CONTAINER],
    "restartPolicy": "Always",
    "securityContext": {},
    "tolerations": [{"key": "a", "operator": "Exists"}],
}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"containers": [{**CONTAINER, "image": "b"}]},
        {"activeDeadlineSeconds": 5},
        {"tolerations": [*SPEC["tolerations"], {"key": "b", "operator": "Exists"}]},
        {"nodeSelector": {}},
    ],
)
def test_change_is_allowed(change: dict[str, object]) -> None:
    assert validate_change({**SPEC, **change}, SPEC) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"containers": [CONTAINER, CONTAINER]},
            "spec.containers: Forbidden: pod updates may not add or remove containers",
        ),
        (
            {"tolerations": []},
            "spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds",
        ),
        (
            {"schedulingGates": [{"name": "x"}]},
            "spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'x'",
        ),
    ],
)
def test_change_is_refused(change: dict[str, object], said: str) -> None:
    assert str(validate_change({**SPEC, **change}, SPEC)[0]) == said


def test_refusal_shows_the_difference_of_the_inner_specs() -> None:
    (error,) = validate_change({**SPEC, "hostname": "x"}, SPEC)
    assert error.detail.startswith("pod updates may not change fields other than `spec.containers[*].image`,")
    heading, *lines = error.detail.split("\n")[1:]
    assert heading.startswith("@@ -")
    assert lines == [
        '   "SELinuxChangePolicy": null',
        "  },",
        '  "ImagePullSecrets": null,',
        '- "Hostname": "",',
        '+ "Hostname": "x",',
        '  "Subdomain": "",',
        '  "SetHostnameAsFQDN": null,',
        '  "Affinity": null,',
        "",
    ]


def test_host_namespaces_are_inside_the_security_context() -> None:
    inner = convert("PodSpec", {**SPEC, "hostNetwork": True, "securityContext": {"runAsUser": 5}})
    assert (inner["SecurityContext"]["HostNetwork"], inner["SecurityContext"]["RunAsUser"]) == (True, 5)


def test_equal_specs_have_no_difference() -> None:
    assert difference(SPEC, dict(SPEC)) == ""


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("DNSPolicy", "dnsPolicy"),
        ("HTTPGet", "httpGet"),
        ("TTY", "tty"),
        ("SELinuxOptions", "seLinuxOptions"),
        ("HostIP", "hostIP"),
        ("CephFS", "cephfs"),
        ("GRPC", "grpc"),
        ("SetHostnameAsFQDN", "setHostnameAsFQDN"),
    ],
)
def test_inner_names_have_their_spelling_outside(inner: str, outer: str) -> None:
    assert outer_name(inner) == outer


def test_every_struct_that_is_referred_to_is_there() -> None:
    words = [word for fields in STRUCTS.values() for word in fields.split()]
    named = {word.rpartition(":")[2].strip("*[]=") for word in words} - {"s", "i", "b", "q", "v", "?", "selector"}
    assert named <= set(STRUCTS)
