"""The four ways to change an object by a patch.

:func:`patched` is the door: it gives the tree after the patch, or the API server's refusal.
Server-side apply (``apply``) has its own, :func:`server_side.applied`, because it also keeps who
owns which field.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from sandbox.engine.api.errors import ErrorType, FieldError
from sandbox.engine.apiserver.patching import json_patch, merge_patch, strategic
from sandbox.engine.apiserver.patching.strategic import go_map
from sandbox.engine.apiserver.status import Status
from sandbox.engine.cluster.objects import Tree

PatchType = Literal["json", "merge", "strategic"]
_UNPROCESSABLE = "the server rejected our request due to an error in our request"


def patched(tree: Tree, patch: Any, patch_type: PatchType, struct: str) -> Tree | Status:
    """The tree after the patch, or the refusal of a patch that cannot be applied to it.

    ``struct`` names the tree's type in the published schema (a strategic merge goes by it). What
    comes out is neither decoded nor validated yet.
    """
    try:
        if patch_type == "json":
            result = json_patch.apply(tree, patch)
        elif not isinstance(patch, dict):
            return bad_request(
                f"json: cannot unmarshal {json_kind(patch)} into Go value of type map[string]interface {{}}"
            )
        elif patch_type == "merge":
            result = merge_patch.apply(tree, patch)
        else:
            result = strategic.apply(tree, patch, struct)
    except json_patch.NotAPatch as error:
        return bad_request(str(error))
    except json_patch.NotApplicable:
        return Status(422, "Invalid", _UNPROCESSABLE)
    except strategic.NotMergeable as error:
        return bad_request(str(error)) if error.is_bad_request else Status(500, "", str(error))
    if not isinstance(result, dict):
        return Status(422, "Invalid", _UNPROCESSABLE)
    return result


def undecodable(patch: Any, said: str) -> Status:
    """The refusal of a strategic merge patch whose result is no object of the kind any more.

    ``said`` is the decoder's text, such as ``strict decoding error: unknown field "spec.prots"``.
    """
    error = FieldError(ErrorType.INVALID, ("patch",), go_map(patch), said)
    return Status(422, "Invalid", f' "" is invalid: {error}', errors=(error,))


def bad_request(text: str) -> Status:
    return Status(400, "BadRequest", text)


def json_kind(value: Any) -> str:
    """The word that Go's JSON decoder has for a value's kind."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    for held, word in ((str, "string"), (dict, "object"), (list, "array")):
        if isinstance(value, held):
            return word
    return "number"


def to_json(value: Any) -> str:
    """A tree as Go's encoding/json writes it: sorted keys, no blanks, HTML's characters escaped."""
    text = _ENCODER.encode(value)
    for character, escaped in _ESCAPED:
        text = text.replace(character, escaped)
    return text


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
_ESCAPED = (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


__all__ = ["PatchType", "bad_request", "json_kind", "patched", "to_json", "undecodable"]
