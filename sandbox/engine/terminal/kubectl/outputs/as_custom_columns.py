"""``-o custom-columns=NAME:.metadata.name,…`` (``k8s.io/kubectl/pkg/cmd/get/customcolumn.go``, v1.37)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.problems import NotModelled
from sandbox.engine.terminal.kubectl import go_values, jsonpath, tables
from sandbox.engine.terminal.kubectl.command import Call
from sandbox.engine.terminal.kubectl.failures import Failure


class Column(NamedTuple):
    """A column's header and the template of its cells."""

    header: str
    template: jsonpath.Sequence


def make(template: str, call: Call) -> Callable[[Tree], str]:
    """The printer of the columns. Raises Failure for a specification that cannot be read."""
    if not template:
        raise Failure("custom-columns format specified but no custom columns given")
    columns = []
    for part in template.split(","):
        header, colon, path = part.partition(":")
        if not colon:
            raise Failure(f"unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>")
        columns.append((header, jsonpath.relaxed(path)))
    return lambda tree: _table(columns, tree, bool(call.flags.get("no-headers")))


def make_from_file(template: str, call: Call) -> Callable[[Tree], str]:
    """There are no files here."""
    raise NotModelled("columns in files; write them behind custom-columns=")


def _table(specification: list[tuple[str, str]], tree: Tree, has_no_headers: bool) -> str:
    try:
        columns = [Column(header, jsonpath.parse(path)) for header, path in specification]
        rows = [] if has_no_headers else [[column.header for column in columns]]
        objects = tree.get("items") or () if tree.get("kind") == "List" else (tree,)
        rows += [[_cell(column, one) for column in columns] for one in objects]
    except (jsonpath.Unparsable, jsonpath.Unexecutable) as error:
        raise Failure(str(error)) from None
    return tables.table(rows)


def _cell(column: Column, tree: Tree) -> str:
    found = jsonpath.results(column.template, tree)
    values = [tables.visible(go_values.plain(value)) for values in found for value in values]
    if not found or not found[0]:
        values.insert(0, "<none>")
    return ",".join(values)
