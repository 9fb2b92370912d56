"""Applying a strategic merge patch: a merge that knows which lists have keys.

The rules and their order are those of ``k8s.io/apimachinery/pkg/util/strategicpatch`` (v1.37)
with the directives ``$patch``, ``$setElementOrder/…``, ``$deleteFromPrimitiveList/…`` and
``$retainKeys``. Nothing that is passed in is changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.engine.apiserver.patching.merge_patch import is_same
from sandbox.engine.apiserver.patching.structure import Field, field

DIRECTIVE = "$patch"
SET_ORDER = "$setElementOrder/"
DELETE_FROM = "$deleteFromPrimitiveList/"
RETAIN_KEYS = "$retainKeys"


class NotMergeable(ValueError):
    """A patch that does not fit the structure. ``is_bad_request`` tells the API server's 400 from its 500."""

    def __init__(self, text: str, is_bad_request: bool = False) -> None:
        super().__init__(text)
        self.is_bad_request = is_bad_request


def apply(tree: dict[str, Any], patch: dict[str, Any], struct: str, keeps_nulls: bool = False) -> dict[str, Any]:
    """The tree after the patch. ``struct`` names the tree's type. Raises NotMergeable.

    ``keeps_nulls`` keeps nulls and directives whose field is not there: that is how two patches
    are merged into one.
    """
    if DIRECTIVE in patch:
        return _whole(patch)
    merged = dict(tree)
    rest = dict(patch)
    if not keeps_nulls:
        _retain(merged, rest)
        _order_lists(merged, rest, struct)
    for key, value in rest.items():
        is_deletion = key.startswith(DELETE_FROM)
        if is_deletion and keeps_nulls:
            merged[key] = value
            continue
        if key.startswith((SET_ORDER, RETAIN_KEYS)):
            if keeps_nulls:
                merged[key] = value
            continue
        name = key.removeprefix(DELETE_FROM)
        if value is None:
            merged.pop(name, None)
            if keeps_nulls:
                merged[name] = None
            continue
        if name not in merged or merged[name] is None:
            if not is_deletion:
                merged[name] = value if keeps_nulls else without_directives(value)
            continue
        merged[name] = _merged(merged[name], value, field(struct, name), is_deletion, keeps_nulls)
    if keeps_nulls:
        _order_patch_lists(merged, struct)
    return merged


def _order_patch_lists(patch: dict[str, Any], struct: str) -> None:
    """What a patch changes stands in the order that it gives; what it takes away stands behind."""
    for key in [key for key in patch if key.startswith(SET_ORDER)]:
        name = key.removeprefix(SET_ORDER)
        items = patch.get(name)
        if not isinstance(items, list):
            continue
        gone = [one for one in items if isinstance(one, dict) and DIRECTIVE in one]
        merge_key = field(struct, name).merge_key if _holds_maps(items) else ""
        patch[name] = _ordered([one for one in items if one not in gone], patch[key], [], merge_key) + gone


def _merged(old: Any, new: Any, facts: Field, is_deletion: bool, keeps_nulls: bool) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        if "replace" in facts.strategies:
            return new
        return apply(old, new, "" if facts.is_map and not facts.struct else facts.struct, keeps_nulls)
    if isinstance(old, list) and isinstance(new, list):
        if facts.merges:
            return _merged_lists(old, new, facts, is_deletion, keeps_nulls)
        return new
    return old if is_deletion else new


def _whole(patch: dict[str, Any]) -> dict[str, Any]:
    directive = patch[DIRECTIVE]
    if directive == "replace":
        return {key: value for key, value in patch.items() if key != DIRECTIVE}
    if directive == "delete":
        return {}
    raise NotMergeable(f"Unknown patch type found: {directive}")


def without_directives(value: Any) -> Any:
    """A value that is new as a whole: nulls and directives in it have nothing to act on."""
    if isinstance(value, dict):
        return {
            key: without_directives(one)
            for key, one in value.items()
            if one is not None and key not in (DIRECTIVE, RETAIN_KEYS) and not key.startswith((SET_ORDER, DELETE_FROM))
        }
    if isinstance(value, list):
        return [
            without_directives(one)
            for one in value
            if not (isinstance(one, dict) and (one.get(DIRECTIVE) == "delete" or one.keys() == {DIRECTIVE}))
        ]
    return value


def _retain(merged: dict[str, Any], rest: dict[str, Any]) -> None:
    keys = rest.pop(RETAIN_KEYS, None)
    if keys is None:
        return
    if not isinstance(keys, list):
        raise NotMergeable("invalid patch format of retainKeys", True)
    if any(
        value is not None and key not in keys and not key.startswith((DELETE_FROM, SET_ORDER))
        for key, value in rest.items()
    ):
        raise NotMergeable("invalid patch format of retainKeys", True)
    for key in [key for key in merged if key not in keys]:
        del merged[key]


def _order_lists(merged: dict[str, Any], rest: dict[str, Any], struct: str) -> None:
    """Lists that come with their order: merged at once, and put into that order."""
    for key in [key for key in rest if key.startswith(SET_ORDER)]:
        order = rest.pop(key)
        name = key.removeprefix(SET_ORDER)
        if not isinstance(order, list):
            raise NotMergeable("invalid patch format of setElementOrder list", True)
        if DELETE_FROM + name in rest:
            taken = rest.pop(DELETE_FROM + name)
            if isinstance(merged.get(name), list):
                merged[name] = [one for one in merged[name] if one not in taken]
        facts = field(struct, name)
        old, new = merged.get(name), rest.pop(name, None)
        if isinstance(new, list):
            _check_order(new, order, facts.merge_key)
        if old is None and new is None:
            continue
        if old is None:
            both = without_directives(new)
        elif new is None:
            both = old
        else:
            both = _merged(old, new, facts, False, False)
        merged[name] = _ordered(both, order, old or [], facts.merge_key if _holds_maps(both) else "")


def _check_order(items: list[Any], order: list[Any], key: str) -> None:
    """What a patch adds or changes has to be named in its order, and stand in it. Raises NotMergeable."""
    waiting = [one for one in items if not (isinstance(one, dict) and DIRECTIVE in one)]
    for named in order:
        if waiting and is_same(_identity(waiting[0], key), _identity(named, key)):
            waiting.pop(0)
    if waiting:
        raise NotMergeable(
            f"The order in patch list:\n{go_map(items)}\n doesn't match $setElementOrder list:\n{go_map(order)}\n"
        )


def _identity(item: Any, key: str) -> Any:
    return item.get(key) if key and isinstance(item, dict) else item


def _merged_lists(old: list[Any], new: list[Any], facts: Field, is_deletion: bool, keeps_nulls: bool) -> list[Any]:
    if not old and not new:
        return old
    if not _holds_maps([*old, *new]):
        if is_deletion:
            return [one for one in old if one not in new]
        merged: list[Any] = []
        for one in [*old, *new]:
            if one not in merged:
                merged.append(one)
        return _ordered(merged, new, old, "")
    key = facts.merge_key
    if not key:
        raise NotMergeable(f"cannot merge lists without merge key for {facts.struct.rsplit('.', 1)[-1]}")
    left, right = _special(old, new, key, keeps_nulls)
    result = list(left)
    for item in right:
        if key not in item and DIRECTIVE not in item:
            raise NotMergeable(f"map: {go_map(item)} does not contain declared merge key: {key}")
        at = _position(result, item.get(key), key)
        if at is None:
            result.append(item if keeps_nulls else without_directives(item))
        else:
            result[at] = apply(result[at], item, facts.struct, keeps_nulls)
    return _ordered(result, right, left, key)


def _special(old: list[Any], new: list[Any], key: str, keeps_nulls: bool) -> tuple[list[Any], list[Any]]:
    """Carry out ``$patch: delete`` and ``$patch: replace`` items; gives what is left of both lists."""
    left, right, replaces = list(old), [], False
    for item in new:
        directive = item.get(DIRECTIVE) if isinstance(item, dict) else None
        if directive is None or keeps_nulls:
            right.append(item)
        elif directive == "delete":
            if key not in item:
                raise NotMergeable("delete patch type with no merge key defined")
            left = [one for one in left if not is_same(one.get(key), item[key])]
        elif directive == "replace":
            replaces = True
            rest = {name: value for name, value in item.items() if name != DIRECTIVE}
            if rest:
                right.append(rest)
        elif directive == "merge":
            raise NotMergeable('Invalid value "merge" for $patch')
        else:
            raise NotMergeable(f"Unknown patch type found: {directive}")
    return ([], right) if replaces else (left, right)


def _holds_maps(items: Sequence[Any]) -> bool:
    return any(isinstance(one, dict) for one in items)


def _position(items: Sequence[Any], wanted: Any, key: str) -> int | None:
    for at, one in enumerate(items):
        if is_same(_identity(one, key), wanted):
            return at
    return None


def _ordered(items: list[Any], order: Sequence[Any], server: Sequence[Any], key: str) -> list[Any]:
    """Items that ``order`` names stand in its order; the others keep their order in ``server``,
    in front of the first that stood behind them there."""

    def place(one: Any, among: Sequence[Any]) -> int:
        at = _position(among, _identity(one, key), key)
        return -1 if at is None else at

    named = sorted((one for one in items if place(one, order) >= 0), key=lambda one: place(one, order))
    others = sorted((one for one in items if place(one, order) < 0), key=lambda one: place(one, server))
    result: list[Any] = []
    while named or others:
        if not named or (others and 0 <= place(others[0], server) < place(named[0], server)):
            result.append(others.pop(0))
        else:
            result.append(named.pop(0))
    return result


def go_map(value: Any) -> str:
    """A tree as Go's ``%v`` prints it: ``map[name:web ports:[map[port:80]]]``."""
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{go_map(one)}" for key, one in sorted(value.items())) + "]"
    if isinstance(value, list):
        return "[" + " ".join(go_map(one) for one in value) + "]"
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
