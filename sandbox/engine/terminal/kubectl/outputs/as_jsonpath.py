"""``-o jsonpath=…`` and ``-o jsonpath-as-json=…`` (``cli-runtime/pkg/printers/jsonpath.go``, v1.37)."""

from __future__ import annotations

import re
from collections.abc import Callable

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.problems import NotModelled
from sandbox.engine.terminal.kubectl import go_values, jsonpath
from sandbox.engine.terminal.kubectl.command import Call
from sandbox.engine.terminal.kubectl.failures import Failure
from sandbox.engine.terminal.kubectl.outputs.managed_fields import with_managed_fields

#: Templates that come across managedFields.
_LOOKS_DEEP = re.compile(r"managedFields|\.\.|\.metadata\s*}|metadata\.\*|{\s*[@$]?\s*}|items(\[[^]]*\])?\s*}")

NO_TEMPLATE = "template format specified but no template given"


def make(template: str, call: Call) -> Callable[[Tree], str]:
    """The printer of ``-o jsonpath``. Raises Failure for a template that cannot be read."""
    return _made(template, call, False)


def make_json(template: str, call: Call) -> Callable[[Tree], str]:
    """The printer of ``-o jsonpath-as-json``: what was found, as a list."""
    return _made(template, call, True)


def make_from_file(template: str, call: Call) -> Callable[[Tree], str]:
    """There are no files here."""
    raise NotModelled("templates in files; write the template behind jsonpath=")


def _made(template: str, call: Call, as_json: bool) -> Callable[[Tree], str]:
    if not template:
        raise Failure(NO_TEMPLATE)
    try:
        parsed = jsonpath.parse(template)
    except jsonpath.Unparsable as error:
        raise Failure(f"error parsing jsonpath {template}, {error}") from None

    def render(tree: Tree) -> str:
        if _LOOKS_DEEP.search(template):
            tree = with_managed_fields(tree, call.state)
        try:
            return jsonpath.printed(parsed, tree, as_json=as_json)
        except jsonpath.Unexecutable as error:
            raise Failure(
                f"error executing jsonpath {go_values.quoted(template)}: Error executing template: {error}. "
                "Printing more information for debugging the template:\n"
                f"\ttemplate was:\n\t\t{template}\n"
                "\tobject given to jsonpath engine was:\n"
                f"\t\t{go_values.syntax(with_managed_fields(tree, call.state))}\n\n\n"
            ) from None

    return render
