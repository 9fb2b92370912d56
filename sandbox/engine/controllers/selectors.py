"""The pods that selectors select, found by an index."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.engine.api.label_selector import matches
from sandbox.engine.cluster.indexes import PODS_BY_LABEL
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import State


def selected_pods(state: State, namespace: str, selector: Tree | None) -> list[Object]:
    """The pods of a namespace that a selector matches, found by one of its labels where it has any."""
    if selector is None:
        return []
    pairs = sorted((selector.get("matchLabels") or {}).items())
    found = (
        state.found(PODS_BY_LABEL, (namespace, f"{pairs[0][0]}={pairs[0][1]}"))
        if pairs
        else state.all("Pod", namespace)
    )
    return [pod for pod in found if matches(selector, pod.labels)]


def pods_with_all(state: State, namespace: str, pairs: Mapping[str, str]) -> list[Object]:
    """The pods of a namespace that carry all the pairs (a Service's selector), in order of creation."""
    if not pairs:
        return []
    key, value = min(pairs.items())
    return [
        pod
        for pod in state.found(PODS_BY_LABEL, (namespace, f"{key}={value}"))
        if all(pod.labels.get(k) == v for k, v in pairs.items())
    ]
