"""What an expectation matches."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.engine.claims.expectation import matches

HOLDS = [
    ("answered", "answered"),
    ("a\n", "a"),
    ({"outcome": "answered", "servers": {}}, {"outcome": "answered"}),
    ({"answered": 0.5, "refused": 0.5}, ["answered", "refused"]),
    ({"answered": 1.0}, "answered"),
    (["b", "a"], ["a", "b"]),
    ({"object": {"spec": {"ports": [{"port": 80}]}}}, {"object.spec.ports.0.port": 80}),
    ({"labels": {"app.kubernetes.io/name": "web"}}, {"labels.app.kubernetes.io/name": "web"}),
    ("ClusterIP and more", {"contains": "ClusterIP"}),
    ("ClusterIP", {"lacks": "NodePort"}),
    ("refused", {"any_of": ["refused", "timeout"]}),
    (["a", "b"], {"at_least": 2}),
    ([{"name": "a", "port": 1}], {"contains": {"name": "a"}}),
    (None, None),
]

FAILS = [
    ("refused", "answered"),
    ({"answered": 0.5, "refused": 0.5}, "answered"),
    (["a"], ["a", "b"]),
    (["a", "b"], ["a"]),
    ({"outcome": "answered"}, {"server": "x"}),
    ("ClusterIP", {"lacks": "Cluster"}),
    (1, True),
    (["a"], {"at_least": 2}),
    ({"a": 1}, {"a.b": 1}),
]


@pytest.mark.parametrize(("seen", "wanted"), HOLDS)
def test_matches(seen: Any, wanted: Any) -> None:
    assert matches(seen, wanted)


@pytest.mark.parametrize(("seen", "wanted"), FAILS)
def test_does_not_match(seen: Any, wanted: Any) -> None:
    assert not matches(seen, wanted)
