"""Making a strategic merge patch out of what was applied last, what is wanted and what is there.

``kubectl apply`` sends it: fields that the last manifest had and the new one has not go, fields
of the new manifest that differ from the live object are set, all others stay
(``strategicpatch.CreateThreeWayMergePatch``, v1.37).
"""

from __future__ import annotations

from typing import Any

from sandbox.engine.apiserver.patching.merge_patch import is_same
from sandbox.engine.apiserver.patching.strategic import (
    DELETE_FROM,
    DIRECTIVE,
    RETAIN_KEYS,
    SET_ORDER,
    NotMergeable,
    apply,
    go_map,
)
from sandbox.engine.apiserver.patching.structure import Field, field

Tree = dict[str, Any]


def patch(original: Tree, modified: Tree, current: Tree, struct: str) -> Tree:
    """The patch for ``current``; ``{}`` where nothing is to be done. Raises NotMergeable."""
    delta = _maps(current, modified, struct, takes_away=False, adds=True)
    deletions = _maps(original, modified, struct, takes_away=True, adds=False)
    return apply(deletions, delta, struct, keeps_nulls=True)


def two_way(old: Tree, new: Tree, struct: str) -> Tree:
    """The patch that makes ``new`` out of ``old``. Raises NotMergeable."""
    return _maps(old, new, struct, takes_away=True, adds=True)


def _maps(old: Tree, new: Tree, struct: str, *, takes_away: bool, adds: bool) -> Tree:
    made: Tree = {}
    for key in sorted(old):
        if key not in new:
            if takes_away:
                made[key] = None
            continue
        facts = field(struct, key)
        before, after = old[key], new[key]
        if type(before) is not type(after) and (isinstance(before, (dict, list)) or isinstance(after, (dict, list))):
            if adds:
                made[key] = after
        elif isinstance(before, dict):
            _struct(made, key, before, after, facts, takes_away, adds)
        elif isinstance(before, list):
            _list(made, key, before, after, facts, takes_away, adds)
        elif adds and not is_same(before, after):
            made[key] = after
    if adds:
        made.update({key: new[key] for key in sorted(new) if key not in old})
    return made


def _struct(made: Tree, key: str, before: Tree, after: Tree, facts: Field, takes_away: bool, adds: bool) -> None:
    if "replace" in facts.strategies:
        if adds and not is_same(before, after):
            made[key] = after
        return
    inside = _maps(
        before, after, "" if facts.is_map and not facts.struct else facts.struct, takes_away=takes_away, adds=adds
    )
    if facts.retains_keys and inside and after:
        inside[RETAIN_KEYS] = sorted(after)
    if inside:
        made[key] = inside


def _list(
    made: Tree, key: str, before: list[Any], after: list[Any], facts: Field, takes_away: bool, adds: bool
) -> None:
    if not facts.merges:
        if adds and not is_same(before, after):
            made[key] = after
        return
    holds_maps = any(isinstance(one, dict) for one in [*before, *after])
    if holds_maps:
        items, names = _keyed(before, after, facts, takes_away, adds)
        is_reordered = _keys(before, facts.merge_key, after) != _keys(after, facts.merge_key, before)
        if items:
            made[key] = items
    else:
        added = [one for one in after if one not in before] if adds else []
        gone = [one for one in before if one not in after] if takes_away else []
        names = after
        is_reordered = [one for one in before if one in after] != [one for one in after if one in before]
        if added:
            made[key] = added
        if gone:
            made[DELETE_FROM + key] = gone
    has_changes = key in made or DELETE_FROM + key in made
    if after and (has_changes or (adds and is_reordered)):
        made[SET_ORDER + key] = names


def _keyed(
    before: list[Any], after: list[Any], facts: Field, takes_away: bool, adds: bool
) -> tuple[list[Any], list[Any]]:
    """What differs between two lists of maps, and the order wanted (the keys alone)."""
    key = facts.merge_key
    for item in [*before, *after]:
        if not isinstance(item, dict) or key not in item:
            raise NotMergeable(f"map: {go_map(item)} does not contain declared merge key: {key}")
    items: list[Any] = []
    taken: list[Any] = []
    old = {_text(item[key]): item for item in before}
    new = {_text(item[key]): item for item in after}
    for name, item in new.items():
        if name in old:
            inside = _maps(old[name], item, facts.struct, takes_away=takes_away, adds=adds)
            if inside:
                items.append({**inside, key: item[key]})
        elif adds:
            items.append(item)
    if takes_away:
        taken.extend({DIRECTIVE: "delete", key: item[key]} for name, item in old.items() if name not in new)
    return [*items, *taken], [{key: item[key]} for item in after]


def _keys(items: list[Any], key: str, others: list[Any]) -> list[Any]:
    held = [one.get(key) for one in others if isinstance(one, dict)]
    return [one[key] for one in items if one.get(key) in held]


def _text(value: Any) -> str:
    """A key as the text by which two items are known to be the same."""
    return str(value)
