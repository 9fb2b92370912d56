"""``-o``: an object or a list printed by anything but a table.

A format is a line in :data:`FORMATS`: its name and what makes the text of a tree, given what stands
behind ``=``. Formats with ``=`` may also take it from ``--template``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.terminal.kubectl.command import Call
from sandbox.engine.terminal.kubectl.failures import Failure
from sandbox.engine.terminal.kubectl.outputs import (
    as_custom_columns,
    as_go_template,
    as_json,
    as_jsonpath,
    as_kyaml,
    as_name,
    as_yaml,
)
from sandbox.engine.terminal.kubectl.outputs.managed_fields import with_managed_fields

#: The text of a tree (an object, or a List).
Render = Callable[[Tree], str]


class Format(NamedTuple):
    """``make`` gets the template (empty without one) and the call, and may raise Failure."""

    make: Callable[[str, Call], Render]
    takes_template: bool = False
    shows_managed_fields: bool = False


FORMATS: dict[str, Format] = {
    "custom-columns": Format(as_custom_columns.make, True, True),
    "custom-columns-file": Format(as_custom_columns.make_from_file, True, True),
    "go-template": Format(as_go_template.make, True, True),
    "go-template-file": Format(as_go_template.make_from_file, True, True),
    "json": Format(as_json.make),
    "jsonpath": Format(as_jsonpath.make, True, True),
    "jsonpath-as-json": Format(as_jsonpath.make_json, True, True),
    "jsonpath-file": Format(as_jsonpath.make_from_file, True, True),
    "kyaml": Format(as_kyaml.make),
    "name": Format(as_name.make, False, True),
    "template": Format(as_go_template.make, True, True),
    "templatefile": Format(as_go_template.make_from_file, True, True),
    "wide": Format(as_json.make),
    "yaml": Format(as_yaml.make),
}
#: What only ``get`` knows: tables.
TABLES = ("custom-columns", "custom-columns-file", "wide")
_ANY_CASE = ("json", "kyaml", "name", "yaml")


def renderer(call: Call, output: str, *, knows_tables: bool = False) -> Render:
    """What prints a tree in the format that ``-o`` names. Raises Failure where there is no such format."""
    name, has_template, template = output.partition("=")
    given = call.flags.get("template") or ""
    if not output and given:
        name, template = "go-template", given
    if name.lower() in _ANY_CASE and not has_template:
        name = name.lower()
    found = FORMATS.get(name)
    if found is None or (has_template and not found.takes_template) or (name in TABLES and not knows_tables):
        allowed = ",".join(sorted(one for one in FORMATS if knows_tables or one not in TABLES))
        raise Failure(
            f'unable to match a printer suitable for the output format "{output}", allowed formats are: {allowed}'
        )
    render = found.make(template or given, call)
    if found.shows_managed_fields:
        return render
    if call.flags.get("show-managed-fields"):
        return lambda tree: render(with_managed_fields(tree, call.state))
    return lambda tree: render(without_managed_fields(tree))


def without_managed_fields(tree: Tree) -> Tree:
    """The object or List with no ``metadata.managedFields``."""
    if tree.get("kind") == "List":
        return {**tree, "items": [without_managed_fields(item) for item in tree.get("items") or ()]}
    metadata = tree.get("metadata") or {}
    if "managedFields" not in metadata:
        return tree
    return {**tree, "metadata": {key: value for key, value in metadata.items() if key != "managedFields"}}


__all__ = ["FORMATS", "Format", "Render", "renderer", "without_managed_fields"]
