"""JSON patch, RFC 6902: a list of operations, all of them or none.

The details are those of evanphx/json-patch v4, which the API server uses: ``remove`` and ``move``
need what they name to be there, ``replace`` and ``copy`` in a map only the map (what is missing is
null); an index may not lie behind the end of its list.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from sandbox.engine.apiserver.patching.merge_patch import is_same


class NotApplicable(ValueError):
    """An operation that the tree does not allow: the patch as a whole does nothing."""


class NotAPatch(ValueError):
    """No list of operations at all."""


#: Operations of one patch that the API server takes.
LIMIT = 10_000


def apply(tree: Any, operations: Any) -> Any:
    """A new tree with the operations done in order. Raises NotApplicable, NotAPatch."""
    if not isinstance(operations, list) or not all(isinstance(one, dict) for one in operations):
        raise NotAPatch("json: cannot unmarshal object into Go value of type jsonpatch.Patch")
    if len(operations) > LIMIT:
        raise NotApplicable(f"The allowed maximum operations in a JSON patch is {LIMIT}, got {len(operations)}")
    holder = {"": deepcopy(tree)}
    for operation in operations:
        _do(holder, operation)
    return holder[""]


def _do(holder: dict[str, Any], operation: dict[str, Any]) -> None:
    verb, path = operation.get("op"), _path(operation.get("path"))
    if verb == "add":
        _add(holder, path, deepcopy(_value(operation)))
    elif verb == "remove":
        _take(holder, path)
    elif verb == "replace":
        _get(holder, path)
        _put(holder, path, deepcopy(_value(operation)))
    elif verb == "move":
        source = _path(operation.get("from"))
        if path[: len(source)] == source and path != source:
            raise NotApplicable("a value cannot move into itself")
        _add(holder, path, _take(holder, source))
    elif verb == "copy":
        _add(holder, path, deepcopy(_get(holder, _path(operation.get("from")))))
    elif verb == "test":
        if not is_same(_get(holder, path), operation.get("value")):
            raise NotApplicable(f"testing value {operation.get('path')} failed")
    else:
        raise NotApplicable(f"Unexpected kind: {verb}")


def _value(operation: dict[str, Any]) -> Any:
    if "value" not in operation:
        raise NotApplicable("missing value")
    return operation["value"]


def _path(pointer: Any) -> tuple[str, ...]:
    """A JSON pointer's parts (RFC 6901), with the holder in front."""
    if not isinstance(pointer, str) or (pointer and not pointer.startswith("/")):
        raise NotApplicable(f"invalid path {pointer}")
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/"))


def _index(part: str, length: int, is_new: bool) -> int:
    if is_new and part == "-":
        return length
    digits = part[1:] if part.startswith("-") else part
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        raise NotApplicable(f"no index: {part}")
    index = int(part)
    if index < 0:
        index += length + (1 if is_new else 0)
    if index < 0 or index > length or (index == length and not is_new):
        raise NotApplicable(f"index out of bounds: {part}")
    return index


def _find(holder: Any, path: tuple[str, ...]) -> Any:
    found = holder
    for part in path:
        if isinstance(found, dict) and part in found:
            found = found[part]
        elif isinstance(found, list):
            found = found[_index(part, len(found), False)]
        else:
            raise NotApplicable(f"missing path: {part}")
    return found


def _get(holder: Any, path: tuple[str, ...]) -> Any:
    """What is at the path, None for a key that its map does not have."""
    parent = _find(holder, path[:-1])
    return parent.get(path[-1]) if isinstance(parent, dict) else _find(holder, path)


def _put(holder: Any, path: tuple[str, ...], value: Any) -> None:
    parent = _find(holder, path[:-1])
    if isinstance(parent, list):
        parent[_index(path[-1], len(parent), False)] = value
    else:
        parent[path[-1]] = value


def _add(holder: Any, path: tuple[str, ...], value: Any) -> None:
    parent = _find(holder, path[:-1])
    if isinstance(parent, list):
        parent.insert(_index(path[-1], len(parent), True), value)
    elif isinstance(parent, dict):
        parent[path[-1]] = value
    else:
        raise NotApplicable(f"missing container: {'/'.join(path)}")


def _take(holder: Any, path: tuple[str, ...]) -> Any:
    found = _find(holder, path)
    parent = _find(holder, path[:-1])
    if isinstance(parent, list):
        del parent[_index(path[-1], len(parent), False)]
    else:
        del parent[path[-1]]
    return found
