"""JSON merge patch, RFC 7386: maps merge, null takes away, everything else is put in place."""

from __future__ import annotations

from typing import Any


def apply(tree: Any, patch: Any) -> Any:
    """The tree after the patch; neither is changed."""
    if not isinstance(patch, dict):
        return patch
    merged: dict[str, Any] = dict(tree) if isinstance(tree, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = apply(merged.get(key), value)
    return merged


def diff(old: Any, new: Any) -> dict[str, Any]:
    """The smallest patch that makes ``new`` out of ``old``; both are maps."""
    patch: dict[str, Any] = {}
    for key in sorted(set(old) | set(new)):
        if key not in new:
            patch[key] = None
        elif key not in old:
            patch[key] = new[key]
        elif isinstance(old[key], dict) and isinstance(new[key], dict):
            inside = diff(old[key], new[key])
            if inside:
                patch[key] = inside
        elif not is_same(old[key], new[key]):
            patch[key] = new[key]
    return patch


def is_same(one: Any, other: Any) -> bool:
    """Whether two plain values are equal to JSON, where 1 is not true."""
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and one.keys() == other.keys()
            and all(is_same(value, other[key]) for key, value in one.items())
        )
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(is_same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)
