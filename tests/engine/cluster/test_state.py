"""The state's indexes, its journal, and the end of a cluster that nobody needs any more."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest

from sandbox.engine.cluster.indexes import INDEXES, Index
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.face import Cluster

POD: dict[str, Any] = {
    "metadata": {
        "name": "web",
        "namespace": "default",
        "uid": "u1",
        "labels": {"app": "web", "tier": "front"},
        "ownerReferences": [{"uid": "o1", "controller": True}],
    },
    "spec": {"nodeName": "node1"},
    "status": {"podIPs": [{"ip": "10.244.1.10"}]},
}
SERVICE: dict[str, Any] = {
    "metadata": {"name": "web", "namespace": "default"},
    "spec": {
        "selector": {"app": "web"},
        "clusterIPs": ["10.96.0.20"],
        "ports": [{"port": 80, "protocol": "TCP", "nodePort": 30080}],
    },
    "status": {"loadBalancer": {"ingress": [{"ip": "172.18.255.1"}]}},
}
SLICE: dict[str, Any] = {
    "metadata": {"name": "web-abc", "namespace": "default", "labels": {"kubernetes.io/service-name": "web"}},
    "endpoints": [{"addresses": ["10.244.1.10"]}],
}

#: A kind, its tree, and what a later change makes of it.
CHANGES: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("Pod", POD, {"metadata": {**POD["metadata"], "labels": {"app": "other"}}}),
    ("Pod", POD, {"metadata": {**POD["metadata"], "ownerReferences": []}}),
    ("Pod", POD, {"spec": {"nodeName": "node2"}}),
    ("Pod", POD, {"status": {}}),
    ("Pod", POD, {"status": {**POD["status"], "phase": "Running"}}),
    ("Service", SERVICE, {"spec": {**SERVICE["spec"], "selector": {"app": "other"}}}),
    ("Service", SERVICE, {"spec": {**SERVICE["spec"], "ports": []}}),
    ("Service", SERVICE, {"status": {"loadBalancer": {}}}),
    ("EndpointSlice", SLICE, {"endpoints": []}),
    ("EndpointSlice", SLICE, {"metadata": {**SLICE["metadata"], "labels": {}}}),
)


def _expected(state: State, index: Index, kind: str) -> dict[Any, set[str]]:
    found: dict[Any, set[str]] = {}
    for obj in state.all(kind):
        for key in index.keys(obj):
            found.setdefault(key, set()).add(f"{obj.name} {obj.version}")
    return found


@pytest.mark.parametrize(("kind", "tree", "change"), CHANGES)
def test_every_index_finds_what_is_there_after_each_change(
    kind: str, tree: dict[str, Any], change: dict[str, Any]
) -> None:
    state = State()
    old = state.put(Object(kind, "default", "web", tree))
    state.put(Object(kind, "default", "beside", tree))
    indexes = [index for index in INDEXES if index.kind == kind]
    keys = {index: set(_expected(state, index, kind)) for index in indexes}
    state.put(Object(kind, "default", "web", {**old.tree, **change}))
    for index in indexes:
        expected = _expected(state, index, kind)
        for key in keys[index] | set(expected):
            assert {f"{obj.name} {obj.version}" for obj in state.found(index, key)} == expected.get(key, set())
    state.remove(kind, "default", "web")
    state.remove(kind, "default", "beside")
    assert not any(list(state.found(index, key)) for index in indexes for key in keys[index])


def test_what_a_follower_has_read_is_let_go_but_for_services_and_slices() -> None:
    state = State()
    for kind in ("Pod", "Service", "EndpointSlice", "Pod"):
        state.put(Object(kind, "default", "web", {"metadata": {}}))
    assert state.forget(3) == 2
    assert [event.kind for event in state.journal] == ["Service", "EndpointSlice", "Pod"]
    assert [event.kind for event in state.since(2)] == ["Pod"]


def test_a_cluster_that_nobody_needs_is_gone_at_once() -> None:
    cluster = Cluster()
    cluster.kubectl("create deployment web --image=example/web:1 --replicas=2")
    loop = weakref.ref(cluster.loop)
    gc.disable()
    try:
        del cluster
        assert loop() is None
    finally:
        gc.enable()
