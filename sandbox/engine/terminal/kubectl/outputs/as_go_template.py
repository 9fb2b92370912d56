"""``-o go-template=…``: the part of Go's ``text/template`` that people use with kubectl.

Fields, variables, pipelines, ``if``, ``with``, ``range``, ``else``, ``end`` and the built-in functions;
named templates are not modelled.
"""

from __future__ import annotations

from collections.abc import Callable

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.problems import NotModelled
from sandbox.engine.terminal.kubectl import go_template, go_values
from sandbox.engine.terminal.kubectl.command import Call
from sandbox.engine.terminal.kubectl.failures import Failure
from sandbox.engine.terminal.kubectl.outputs.as_jsonpath import NO_TEMPLATE


def make(template: str, call: Call) -> Callable[[Tree], str]:
    """The printer of a template. Raises Failure for one that cannot be read."""
    if not template:
        raise Failure(NO_TEMPLATE)
    try:
        parsed = go_template.parse(template)
    except go_template.Unparsable as error:
        raise Failure(f"error parsing template {template}, template: output:{error}") from None

    def render(tree: Tree) -> str:
        try:
            return go_template.executed(parsed, tree)
        except go_template.Unexecutable as error:
            raise Failure(f"error executing template {go_values.quoted(template)}: template: output:{error}") from None

    return render


def make_from_file(template: str, call: Call) -> Callable[[Tree], str]:
    """There are no files here."""
    raise NotModelled("templates in files; write the template behind go-template=")
