"""Label selectors (metav1.LabelSelector) as workloads use them."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.engine.cluster.indexes import PODS_BY_LABEL
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import State


def matches(selector: Tree | None, labels: Mapping[str, str]) -> bool:
    """Whether the labels fulfil the selector; none matches nothing, an empty one everything."""
    if selector is None:
        return False
    if any(labels.get(key) != value for key, value in (selector.get("matchLabels") or {}).items()):
        return False
    return all(_fulfils(one, labels) for one in selector.get("matchExpressions") or ())


def _fulfils(requirement: Tree, labels: Mapping[str, str]) -> bool:
    key, values = requirement.get("key", ""), requirement.get("values") or ()
    match requirement.get("operator"):
        case "In":
            return labels.get(key) in values
        case "NotIn":
            return key not in labels or labels[key] not in values
        case "Exists":
            return key in labels
        case "DoesNotExist":
            return key not in labels
    return False


def selected_pods(state: State, namespace: str, selector: Tree | None) -> list[Object]:
    """The pods of a namespace that a selector matches, found by one of its labels where it has any."""
    if selector is None:
        return []
    pairs = sorted((selector.get("matchLabels") or {}).items())
    found = (state.found(PODS_BY_LABEL, (namespace, f"{pairs[0][0]}={pairs[0][1]}")) if pairs
             else state.all("Pod", namespace))
    return [pod for pod in found if matches(selector, pod.labels)]


def pods_with_all(state: State, namespace: str, pairs: Mapping[str, str]) -> list[Object]:
    """The pods of a namespace that carry all the pairs (a Service's selector), in order of creation."""
    if not pairs:
        return []
    key, value = min(pairs.items())
    return [pod for pod in state.found(PODS_BY_LABEL, (namespace, f"{key}={value}"))
            if all(pod.labels.get(k) == v for k, v in pairs.items())]
