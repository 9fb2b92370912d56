"""``object``: the live object, noise removed."""

from __future__ import annotations

from typing import Any

from sandbox.engine import api
from sandbox.engine.claims.claim import Carried, ClaimKind
from sandbox.engine.evidence import fact
from sandbox.engine.terminal import Shell

_NOISE = ("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields")
_NOISY_ANNOTATIONS = ("kubectl.kubernetes.io/last-applied-configuration",
                      "endpoints.kubernetes.io/last-change-trigger-time")
_HIDDEN = {"uid": "<uid>", "resourceVersion": "<version>"}


def _check(value: Any) -> list[str]:
    if isinstance(value, str) and value.count("/") in (1, 2):
        return []
    return ["needs kind/name or kind/namespace/name"]


def _hidden(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _HIDDEN[key] if key in _HIDDEN and isinstance(one, str) else _hidden(one)
                for key, one in value.items()}
    if isinstance(value, list):
        return [_hidden(one) for one in value]
    return value


def quiet(tree: dict[str, Any]) -> dict[str, Any]:
    """The object without what differs from run to run."""
    metadata = {key: value for key, value in tree["metadata"].items() if key not in _NOISE}
    annotations = {key: value for key, value in (metadata.pop("annotations", None) or {}).items()
                   if key not in _NOISY_ANNOTATIONS}
    if annotations:
        metadata["annotations"] = annotations
    return dict(_hidden({**tree, "metadata": metadata}))


def _carry_out(shell: Shell, value: Any) -> Carried:
    word, _, rest = value.partition("/")
    namespace, _, name = rest.rpartition("/")
    kind = api.resource(word)
    if kind is None:
        return Carried({"object": None}, f"There is no kind of object called {word}.")
    found = shell.cluster.state.get(kind.name, (namespace or "default") if kind.is_namespaced else "", name)
    if found is None:
        return Carried({"object": None}, f"There is no {value}.")
    seen = quiet(found.tree)
    return Carried({**seen, "object": seen}, f"{found.title} exists.",
                   because=(fact(found, ("metadata", "name"), f"{found.title} is there."),))


KIND = ClaimKind("object", _check, lambda value: f"The live object {value}", _carry_out, short="object",
                 recorded=("object",))
