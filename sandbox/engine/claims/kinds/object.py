"""``object``: the live object, noise removed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sandbox.engine import api
from sandbox.engine.claims.claim import Carried, ClaimKind
from sandbox.engine.claims.expectation import MATCHERS
from sandbox.engine.cluster.objects import Object
from sandbox.engine.evidence import Fact, fact, left_out, value_at
from sandbox.engine.places import Path, to_text
from sandbox.engine.terminal import Shell

_NOISE = ("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields")
_NOISY_ANNOTATIONS = (
    "kubectl.kubernetes.io/last-applied-configuration",
    "endpoints.kubernetes.io/last-change-trigger-time",
)
_MOST_FIELDS = 20
_HIDDEN = {"uid": "<uid>", "resourceVersion": "<version>"}


def _check(value: Any) -> list[str]:
    if isinstance(value, str) and value.count("/") in (1, 2):
        return []
    return ["needs kind/name or kind/namespace/name"]


def _hidden(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _HIDDEN[key] if key in _HIDDEN and isinstance(one, str) else _hidden(one) for key, one in value.items()
        }
    if isinstance(value, list):
        return [_hidden(one) for one in value]
    return value


def quiet(tree: dict[str, Any]) -> dict[str, Any]:
    """The object without what differs from run to run."""
    metadata = {key: value for key, value in tree["metadata"].items() if key not in _NOISE}
    annotations = {
        key: value for key, value in (metadata.pop("annotations", None) or {}).items() if key not in _NOISY_ANNOTATIONS
    }
    if annotations:
        metadata["annotations"] = annotations
    return dict(_hidden({**tree, "metadata": metadata}))


def _live(shell: Shell, value: str) -> Object | None:
    word, _, rest = value.partition("/")
    namespace, _, name = rest.rpartition("/")
    kind = api.resource(word)
    if kind is None:
        return None
    return shell.cluster.state.get(kind.name, (namespace or "default") if kind.is_namespaced else "", name)


def _path(tree: Any, text: str) -> Path:
    """``spec.ports.0.port`` as a path; the longest key that is there is taken, for a label has dots too."""
    path: list[str | int] = []
    rest = text
    while rest:
        keys = (key for key in tree if rest == key or rest.startswith(f"{key}.")) if isinstance(tree, dict) else ()
        key = max(keys, key=len, default=rest.partition(".")[0])
        rest = rest[len(key) + 1 :]
        part: str | int = int(key) if isinstance(tree, list) and key.isdecimal() else key
        path.append(part)
        tree = value_at(tree, (part,))
    return tuple(path)


def _leaves(tree: Any, expected: Any, path: Path) -> Iterator[Path]:
    """The paths of an object's tree that an expectation names."""
    if isinstance(expected, dict) and expected and not set(expected) & set(MATCHERS):
        for key, one in expected.items():
            below = _path(tree, str(key))
            yield from _leaves(value_at(tree, below), one, (*path, *below))
    elif path:
        yield path


def _explain(shell: Shell, value: Any, expected: Any) -> tuple[Fact, ...]:
    """The fields that are expected to be something, each with what it is and its own line."""
    found = _live(shell, value)
    if found is None or not isinstance(expected, dict):
        return ()
    held = expected.get("object")
    inner = (
        held
        if isinstance(held, dict) and len(expected) == 1
        else {str(key).removeprefix("object."): one for key, one in expected.items()}
    )
    paths = islice(_leaves(found.tree, inner, ()), _MOST_FIELDS)
    return tuple(left_out(found, path, _said(found, path)) for path in paths)


def _said(found: Object, path: Path) -> str:
    seen = value_at(found.tree, path)
    if seen is None:
        return f"{to_text(path)} is not set."
    return f"{to_text(path)} has entries." if isinstance(seen, (dict, list)) else f"{to_text(path)} is {seen}."


def _carry_out(shell: Shell, value: Any) -> Carried:
    word = value.partition("/")[0]
    if api.resource(word) is None:
        return Carried({"object": None}, f"There is no kind of object called {word}.")
    found = _live(shell, value)
    if found is None:
        return Carried({"object": None}, f"There is no {value}.")
    seen = quiet(found.tree)
    return Carried(
        {**seen, "object": seen},
        f"{found.title} exists.",
        because=(fact(found, ("metadata", "name"), f"{found.title} is there."),),
    )


KIND = ClaimKind(
    "object",
    _check,
    lambda value: f"The live object {value}",
    _carry_out,
    short="object",
    recorded=("object",),
    explain=_explain,
)
