"""Server-side apply: a merge that knows who owns which field.

Follows ``sigs.k8s.io/structured-merge-diff`` (merge/update.go) and apimachinery's
``managedfields`` (v1.37): a field whose value another manager owns is a conflict unless forced;
what a manager no longer applies, and nobody else owns, goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandbox.engine.apiserver.patching.fields import (
    FieldPath,
    from_fields_v1,
    in_order,
    inside,
    part,
    shown,
    to_fields_v1,
    values,
)
from sandbox.engine.apiserver.patching.merge_patch import is_same
from sandbox.engine.apiserver.patching.structure import Field, field
from sandbox.engine.apiserver.status import Status
from sandbox.engine.cluster.objects import Tree

_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
#: Owns what an object had before anybody applied to it from the server's side.
CREATOR = "kubectl-create"

Managers = list[tuple[Tree, set[FieldPath]]]


def applied(
    live: Tree | None,
    configuration: Tree,
    struct: str,
    manager: str,
    force: bool = False,
    now: str = "2026-01-01T00:00:00Z",
) -> Tree | Status:
    """The object after ``configuration`` was applied to it, managedFields and all, or the conflict.

    ``live`` is None for an object that is not there yet. ``now`` is written beside what changed.
    """
    wanted = set(values(configuration, struct))
    configuration = {key: value for key, value in configuration.items() if key != "status"}
    if live is None:
        return _with(configuration, [(_entry(configuration, manager, now), wanted)])
    managers = _managers(live, struct, manager)
    own = next((held for entry, held in managers if _is_own(entry, manager)), set())
    others = [(entry, held) for entry, held in managers if not _is_own(entry, manager)]
    merged = _merge(live, configuration, Field(struct))
    before, after = values(live, struct), values(merged, struct)
    changed = {path for path, value in after.items() if path not in before or not is_same(before[path], value)}
    conflicts = [(entry, list(in_order(changed & held))) for entry, held in others]
    conflicts = [(entry, paths) for entry, paths in conflicts if paths]
    if conflicts and not force:
        return _conflict(conflicts)
    others = [(entry, held - changed) for entry, held in others]
    kept = set().union(*(held for _, held in others)) if others else set()
    gone = own - wanted - kept
    if gone:
        merged = _without(merged, gone, kept | wanted, Field(struct))
    is_new = own != wanted or bool(changed) or bool(gone) or not own
    entry = next((entry for entry, _ in managers if _is_own(entry, manager)), None)
    if entry is None or is_new:
        entry = _entry(configuration, manager, now)
    return _with(merged, [(entry, wanted), *((one, held) for one, held in others if held)])


def updated(old: Tree, new: Tree, struct: str, manager: str, now: str, subresource: str = "") -> Tree:
    """The object after a write that is no apply: the writer owns what it changed.

    Only objects that somebody applied to from the server's side keep count of their managers;
    others come back as they are.
    """
    held_entries = (old.get("metadata") or {}).get("managedFields")
    if not held_entries:
        return new
    before, after = values(old, struct), values(new, struct)
    changed = {path for path, value in after.items() if path not in before or not is_same(before[path], value)}
    lost = before.keys() - after.keys()
    if not changed and not lost:
        return _with(new, _read(held_entries))
    managers: Managers = []
    is_there = False
    for entry, held in _read(held_entries):
        is_writer = (
            entry.get("manager") == manager
            and entry.get("operation") == "Update"
            and entry.get("subresource", "") == subresource
        )
        is_there = is_there or is_writer
        rest = (held - lost) | changed if is_writer else held - lost - changed
        if rest:
            managers.append(({**entry, "time": now} if is_writer else entry, rest))
    if not is_there and changed:
        entry = {**_entry(new, manager, now), "operation": "Update"}
        managers.append(({**entry, "subresource": subresource} if subresource else entry, changed))
    return _with(new, managers)


def _entry(tree: Tree, manager: str, now: str) -> Tree:
    return {
        "manager": manager,
        "operation": "Apply",
        "apiVersion": tree.get("apiVersion", "v1"),
        "time": now,
        "fieldsType": "FieldsV1",
    }


def _is_own(entry: Tree, manager: str) -> bool:
    return entry.get("manager") == manager and entry.get("operation") == "Apply"


def _read(entries: Iterable[Tree]) -> Managers:
    return [
        ({key: value for key, value in entry.items() if key != "fieldsV1"}, from_fields_v1(entry.get("fieldsV1") or {}))
        for entry in entries
    ]


def _managers(live: Tree, struct: str, manager: str) -> Managers:
    """Who owns what. An object that kubectl applied from the client's side passes to the first
    that applies from the server's side; what was created otherwise belongs to its creator."""
    metadata = live.get("metadata") or {}
    entries = metadata.get("managedFields")
    if entries:
        return _read(entries)
    held = set(values(live, struct))
    if _LAST_APPLIED in (metadata.get("annotations") or {}):
        return (
            [(_entry(live, manager, ""), held)]
            if manager == "kubectl"
            else [({**_entry(live, "kubectl-client-side-apply", ""), "operation": "Update"}, held)]
        )
    return [({**_entry(live, CREATOR, ""), "operation": "Update"}, held)]


def _with(tree: Tree, managers: Managers) -> Tree:
    entries = [{**entry, "fieldsV1": to_fields_v1(held)} for entry, held in managers]
    return {**tree, "metadata": {**(tree.get("metadata") or {}), "managedFields": entries}}


def _conflict(conflicts: list[tuple[Tree, list[FieldPath]]]) -> Status:
    count = sum(len(paths) for _, paths in conflicts)
    if count == 1:
        entry, paths = conflicts[0]
        said = f"Apply failed with 1 conflict: conflict with {_name(entry)}: {shown(paths[0])}"
    else:
        lines: list[str] = []
        for entry, paths in sorted(conflicts, key=lambda one: _name(one[0])):
            lines.append(f"conflicts with {_name(entry)}:")
            lines += [f"- {shown(path)}" for path in paths]
        said = f"Apply failed with {count} conflicts: " + "\n".join(lines)
    return Status(409, "Conflict", said)


def _name(entry: Tree) -> str:
    name = f'"{entry.get("manager", "")}"'
    if entry.get("subresource"):
        name += f' with subresource "{entry["subresource"]}"'
    if entry.get("operation") == "Update":
        name += f" using {entry.get('apiVersion')}"
        if entry.get("time"):
            name += f" at {entry['time']}"
    return name


def _merge(old: Any, new: Any, facts: Field) -> Any:
    if isinstance(old, dict) and isinstance(new, dict) and not facts.is_atomic:
        merged = dict(old)
        for key, value in new.items():
            merged[key] = _merge(old[key], value, _facts(facts, key)) if key in old else value
        return merged
    if isinstance(old, list) and isinstance(new, list) and facts.list_type == "map":
        return _merge_keyed(old, new, facts)
    if isinstance(old, list) and isinstance(new, list) and facts.list_type == "set":
        return [*old, *(one for one in new if one not in old)]
    return new


def _merge_keyed(old: list[Any], new: list[Any], facts: Field) -> list[Any]:
    """The new list's order; items that only the old one has stay in front of what stood behind them."""
    wanted = {part(item, facts): item for item in new}
    merged: list[Any] = []
    done: set[Any] = set()
    held = {part(item, facts): item for item in old}
    waiting = list(held)
    for name, item in wanted.items():
        if name in held:
            while waiting and waiting[0] != name and waiting[0] not in wanted:
                merged.append(held[waiting.pop(0)])
            if name in waiting:
                waiting.remove(name)
            merged.append(_merge(held[name], item, Field(facts.struct)))
        else:
            merged.append(item)
        done.add(name)
    return [*merged, *(held[name] for name in waiting if name not in done)]


def _facts(facts: Field, name: str) -> Field:
    return inside(facts, name) if facts.is_map else field(facts.struct, name)


def _without(tree: Any, gone: set[FieldPath], kept: set[FieldPath], facts: Field, path: FieldPath = ()) -> Any:
    """The tree without the fields of ``gone``; what that empties goes too, unless somebody keeps it."""
    if isinstance(tree, dict) and not facts.is_atomic:
        rest: Tree = {}
        for key, value in tree.items():
            at = (*path, ("f", key))
            if at in gone:
                continue
            less = _without(value, gone, kept, _facts(facts, key), at)
            if less in ({}, []) and value not in ({}, []) and not any(one[: len(at)] == at for one in kept):
                continue
            rest[key] = less
        return rest
    if isinstance(tree, list) and facts.list_type == "map":
        items = []
        for item in tree:
            at = (*path, part(item, facts))
            if at in gone and not any(one[: len(at)] == at for one in kept):
                continue
            items.append(_without(item, gone, kept, Field(facts.struct), at))
        return items
    if isinstance(tree, list) and facts.list_type == "set":
        return [one for one in tree if (*path, ("v", one)) not in gone]
    return tree
