"""Patches of all four kinds, and the refusal of those that do not fit."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.engine.apiserver.patching import PatchType, patched, server_side, to_json, undecodable
from sandbox.engine.apiserver.patching.three_way import patch as three_way
from sandbox.engine.apiserver.patching.three_way import two_way
from sandbox.engine.apiserver.status import Status

SERVICE = "io.k8s.api.core.v1.Service"
DEPLOYMENT = "io.k8s.api.apps.v1.Deployment"
HTTP, HTTPS = {"name": "http", "port": 80, "protocol": "TCP"}, {"name": "https", "port": 443, "protocol": "TCP"}
LIVE = {"spec": {"ports": [HTTP, HTTPS], "selector": {"app": "web"}, "externalIPs": ["192.0.2.1"]}}

STRATEGIC: list[tuple[dict[str, Any], list[str], Any]] = [
    ({"spec": {"ports": [{"port": 443, "name": "tls"}]}}, ["spec", "ports"], [HTTP, {**HTTPS, "name": "tls"}]),
    ({"spec": {"ports": [{"port": 8080}]}}, ["spec", "ports"], [{"port": 8080}, HTTP, HTTPS]),
    ({"spec": {"ports": [{"port": 80, "$patch": "delete"}]}}, ["spec", "ports"], [HTTPS]),
    ({"spec": {"ports": [{"$patch": "replace"}, {"port": 1}]}}, ["spec", "ports"], [{"port": 1}]),
    ({"spec": {"$setElementOrder/ports": [{"port": 443}, {"port": 80}]}}, ["spec", "ports"], [HTTPS, HTTP]),
    ({"spec": {"externalIPs": ["192.0.2.2"]}}, ["spec", "externalIPs"], ["192.0.2.2"]),
    ({"spec": {"selector": {"tier": "front"}}}, ["spec", "selector"], {"app": "web", "tier": "front"}),
    ({"spec": {"selector": {"app": None}}}, ["spec", "selector"], {}),
    ({"spec": {"selector": {"$patch": "replace", "a": "b"}}}, ["spec", "selector"], {"a": "b"}),
    ({"spec": {"$retainKeys": ["selector"]}}, ["spec"], {"selector": {"app": "web"}}),
    (
        {"spec": {"sessionAffinityConfig": {"clientIP": {"timeoutSeconds": None}}}},
        ["spec", "sessionAffinityConfig"],
        {"clientIP": {}},
    ),
]


def _patched(tree: dict[str, Any], patch: Any, kind: PatchType, struct: str) -> dict[str, Any]:
    """What came of a patch that was taken."""
    result = patched(tree, patch, kind, struct)
    assert not isinstance(result, Status), result.message
    return result


@pytest.mark.parametrize(("patch", "path", "value"), STRATEGIC)
def test_a_strategic_patch_merges_lists_by_their_keys(patch, path, value):
    found = _patched(LIVE, patch, "strategic", SERVICE)
    for name in path:
        found = found[name]
    assert found == value


JSON: list[tuple[list[dict[str, Any]], Callable[[Any], bool]]] = [
    ([{"op": "add", "path": "/spec/ports/-", "value": {"port": 1}}], lambda s: len(s["ports"]) == 3),
    ([{"op": "add", "path": "/spec/ports/0", "value": {"port": 1}}], lambda s: s["ports"][0] == {"port": 1}),
    ([{"op": "remove", "path": "/spec/selector"}], lambda s: "selector" not in s),
    ([{"op": "move", "from": "/spec/ports/0", "path": "/spec/ports/1"}], lambda s: s["ports"] == [HTTPS, HTTP]),
    (
        [{"op": "copy", "from": "/spec/selector/app", "path": "/spec/selector/a~1b"}],
        lambda s: s["selector"] == {"app": "web", "a/b": "web"},
    ),
    (
        [{"op": "test", "path": "/spec/ports/0/port", "value": 80}, {"op": "remove", "path": "/spec/ports/0"}],
        lambda s: s["ports"] == [HTTPS],
    ),
]


@pytest.mark.parametrize(("patch", "holds"), JSON)
def test_a_json_patch_does_its_operations_in_order(patch, holds):
    assert holds(_patched(LIVE, patch, "json", SERVICE)["spec"])


def test_a_patch_leaves_the_object_that_it_is_applied_to_as_it_was():
    before = to_json(LIVE)
    for merge, _, _ in STRATEGIC:
        _patched(LIVE, merge, "strategic", SERVICE)
    for operations, _ in JSON:
        _patched(LIVE, operations, "json", SERVICE)
    assert to_json(LIVE) == before


UNPROCESSABLE = "the server rejected our request due to an error in our request"
REFUSED = [
    ("json", [{"op": "remove", "path": "/spec/type"}], 422, UNPROCESSABLE),
    ("json", [{"op": "replace", "path": "/spec/ports/7", "value": 1}], 422, UNPROCESSABLE),
    ("json", [{"op": "test", "path": "/spec/ports/0/port", "value": 81}], 422, UNPROCESSABLE),
    ("json", {}, 400, "json: cannot unmarshal object into Go value of type jsonpatch.Patch"),
    ("merge", [], 400, "json: cannot unmarshal array into Go value of type map[string]interface {}"),
    (
        "strategic",
        {"spec": {"ports": [{"targetPort": 8080}]}},
        500,
        "map: map[targetPort:8080] does not contain declared merge key: port",
    ),
]


@pytest.mark.parametrize(("kind", "patch", "code", "said"), REFUSED)
def test_a_patch_that_does_not_fit_is_refused(kind, patch, code, said):
    answer = patched(LIVE, patch, kind, SERVICE)
    assert isinstance(answer, Status)
    assert (answer.code, answer.message) == (code, said)


def test_a_merge_patch_takes_away_what_is_null_and_replaces_lists():
    found = patched(LIVE, {"spec": {"ports": [{"port": 1}], "selector": None}}, "merge", SERVICE)
    assert found == {"spec": {"ports": [{"port": 1}], "externalIPs": ["192.0.2.1"]}}


def test_a_three_way_patch_takes_away_only_what_was_applied_before():
    applied = {"spec": {"selector": {"app": "web", "tier": "x"}, "ports": [{"port": 80}, {"port": 443}]}}
    live = {
        "spec": {
            "selector": {"app": "web", "tier": "x", "by": "hand"},
            "ports": [{"port": 80, "nodePort": 30080}, {"port": 443}, {"port": 9}],
            "type": "NodePort",
        }
    }
    wanted = {"spec": {"selector": {"app": "web"}, "ports": [{"port": 80, "name": "http"}]}}
    made = three_way(applied, wanted, live, SERVICE)
    assert patched(live, made, "strategic", SERVICE) == {
        "spec": {
            "selector": {"app": "web", "by": "hand"},
            "type": "NodePort",
            "ports": [{"port": 80, "nodePort": 30080, "name": "http"}, {"port": 9}],
        }
    }
    assert three_way(wanted, wanted, _patched(live, made, "strategic", SERVICE), SERVICE) == {}


def test_ports_with_the_same_number_are_one_to_a_three_way_patch():
    twice = {"spec": {"ports": [{"port": 53, "protocol": "TCP"}, {"port": 53, "protocol": "UDP"}]}}
    made = three_way({}, twice, {"spec": {"ports": [{"port": 53, "protocol": "TCP"}]}}, SERVICE)
    assert [
        one["protocol"]
        for one in _patched({"spec": {"ports": [{"port": 53, "protocol": "TCP"}]}}, made, "strategic", SERVICE)["spec"][
            "ports"
        ]
    ] == ["UDP"]


def test_a_change_of_strategy_keeps_only_the_fields_of_the_new_one():
    old = {"spec": {"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}}}}
    new = {"spec": {"strategy": {"type": "Recreate"}}}
    assert patched(old, two_way(old, new, DEPLOYMENT), "strategic", DEPLOYMENT) == new


def test_the_refusal_of_an_undecodable_patch_shows_the_patch_as_go_does():
    status = undecodable({"spec": {"sessionAfinity": "ClientIP"}}, 'strict decoding error: unknown field "spec.x"')
    assert [f"{error.field}: {error.body}" for error in status.errors] == [
        'patch: Invalid value: "map[spec:map[sessionAfinity:ClientIP]]": strict decoding error: unknown field "spec.x"'
    ]


def _service(selector, target, **more):
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web"},
        "spec": {"selector": selector, "ports": [{"port": 80, "targetPort": target}], **more},
    }


def _applied(*request: Any, **options: Any) -> dict[str, Any]:
    """What came of an apply that was taken."""
    result = server_side.applied(*request, **options)
    assert not isinstance(result, Status), result.message
    return result


def _refused(*request: Any) -> Status:
    """The refusal of an apply."""
    result = server_side.applied(*request)
    assert isinstance(result, Status)
    return result


def test_what_another_manager_owns_is_a_conflict_unless_forced():
    live = _applied(None, _service({"app": "web"}, 8080), SERVICE, "alice")
    other = _service({"app": "shop"}, 9090)
    answer = _refused(live, other, SERVICE, "bob")
    assert answer.message == (
        'Apply failed with 2 conflicts: conflicts with "alice":\n- .spec.selector\n'
        '- .spec.ports[port=80,protocol="TCP"].targetPort'
    )
    forced = _applied(live, other, SERVICE, "bob", force=True)
    assert forced["spec"] == other["spec"]
    one = _refused(forced, _service({"app": "web"}, 9090), SERVICE, "alice")
    assert one.message == 'Apply failed with 1 conflict: conflict with "bob": .spec.selector'


def test_what_a_manager_applies_no_longer_goes_unless_another_owns_it():
    first = _service({"app": "web"}, 80, type="NodePort", sessionAffinity="None")
    live = _applied(None, first, SERVICE, "a")
    both = _applied(live, _service({"app": "web"}, 80, type="NodePort"), SERVICE, "b")
    less = _applied(both, _service({"app": "web"}, 80), SERVICE, "a")
    assert less["spec"]["type"] == "NodePort"
    assert "sessionAffinity" not in less["spec"]
    assert _applied(less, _service({"app": "web"}, 80), SERVICE, "a") == less


def test_server_side_apply_tells_protocols_apart():
    tcp, udp = ({"port": 53, "protocol": one, "targetPort": 53} for one in ("TCP", "UDP"))
    spec = {"apiVersion": "v1", "metadata": {"name": "dns"}, "spec": {"ports": [tcp, udp]}}
    live = _applied(None, spec, SERVICE, "kubectl")
    less = _applied(live, {**spec, "spec": {"ports": [udp]}}, SERVICE, "kubectl")
    assert less["spec"]["ports"] == [udp]


def test_a_write_takes_what_it_changes_from_those_who_applied_it():
    live = _applied(None, _service({"app": "web"}, 80), SERVICE, "alice")
    written = server_side.updated(
        live,
        {**live, "spec": {**live["spec"], "selector": {"app": "x"}}},
        SERVICE,
        "kubectl-patch",
        "2026-01-01T00:00:09Z",
    )
    answer = _refused(written, _service({"app": "web"}, 80), SERVICE, "alice")
    assert answer.message == (
        'Apply failed with 1 conflict: conflict with "kubectl-patch" using v1 at 2026-01-01T00:00:09Z: .spec.selector'
    )
