"""Whatever somebody sends, the API server answers."""

import copy
import random
from typing import Any

import pytest

from sandbox.engine.apiserver import Reply
from tests.engine.api.cluster import SERVICE, Cluster

WEB: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "web", "labels": {"a": "b"}, "annotations": {}},
    "spec": {
        "type": "LoadBalancer",
        "selector": {"app": "web"},
        "clusterIP": "10.96.0.7",
        "externalIPs": ["192.0.2.1"],
        "ports": [{"name": "a", "port": 80, "targetPort": "http", "nodePort": 30080}, {"name": "b", "port": 81}],
        "ipFamilies": ["IPv4"],
        "ipFamilyPolicy": "SingleStack",
        "sessionAffinity": "ClientIP",
        "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 10}},
        "externalTrafficPolicy": "Local",
    },
}
VALUES: list[Any] = [
    None,
    True,
    0,
    -1,
    80.5,
    70000,
    1 << 70,
    "",
    "None",
    "10.96.0.5",
    "fd00::1",
    "NodePort",
    "ExternalName",
    "é\x00",
    [],
    {},
    [[]],
    [None],
    {"a": {}},
    ["x"],
]


def _places(tree, path=()):
    if path:
        yield path
    for key in tree if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ():
        yield from _places(tree[key], (*path, key))


def _broken(chance):
    tree: Any = copy.deepcopy(WEB)
    for _ in range(chance.randint(1, 3)):
        *outer, last = chance.choice(list(_places(tree)) or [("spec",)])
        at = tree
        for key in outer:
            at = at[key]
        at[last] = copy.deepcopy(chance.choice(VALUES))
    return tree


@pytest.mark.parametrize("seed", range(4))
def test_a_broken_service_is_accepted_or_refused_and_never_an_exception(seed):
    chance = random.Random(seed)
    cluster = Cluster(dual=seed % 2 == 1)
    cluster.api.create(SERVICE, "default", WEB)
    refused = 0
    for _ in range(60):
        tree = _broken(chance)
        for reply in (
            cluster.api.create(SERVICE, "default", tree),
            cluster.api.update(SERVICE, "default", "web", tree),
            cluster.api.patch(SERVICE, "default", "web", tree, "merge"),
        ):
            assert isinstance(reply, Reply)
            assert (reply.object is None) == reply.is_refused
            refused += reply.is_refused
    assert refused > 60
