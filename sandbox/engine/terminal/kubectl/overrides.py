"""``--overrides`` and ``--override-type``: what the command line puts over a generated object.

Follows ``k8s.io/kubectl/pkg/cmd/util/override_options.go`` (v1.37).
"""

from __future__ import annotations

from sandbox.engine.apiserver.patching import patched
from sandbox.engine.apiserver.status import Status
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.terminal.kubectl import json_text
from sandbox.engine.terminal.kubectl.command import Call
from sandbox.engine.terminal.kubectl.failures import Failure

TYPES = ("merge", "strategic", "json")


def applied(call: Call, tree: Tree, struct: str) -> Tree:
    """The object with the overrides applied, if there are any. Raises Failure."""
    kind, text = call.flags["override-type"], call.flags["overrides"]
    if not text:
        return tree
    if kind not in TYPES:
        raise Failure(f"invalid override type: {kind}")
    try:
        overrides = json_text.read(text)
    except ValueError as error:
        raise Failure(str(error)) from None
    result = patched(tree, overrides, kind, struct)
    if isinstance(result, Status):
        raise Failure(result.message)
    return result
