"""What a writing command prints of an object: ``service/web created``, or the object itself with ``-o``."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.terminal.kubectl.command import Call
from sandbox.engine.terminal.kubectl.failures import Failure
from sandbox.engine.terminal.kubectl.resources import Info

_NEVER_SHOWN = ("managedFields",)


def operation(call: Call, info: Info, word: str, tree: Tree | None = None) -> None:
    """Print that ``word`` was done to the object (``created``), with the dry run's mark."""
    output = call.flags.get("output") or ""
    if output == "":
        mark = {"client": " (dry run)", "server": " (server dry run)"}.get(call.dry_run, "")
        call.print(f"{info.title} {word}{mark}")
    elif output == "name":
        call.print(info.title)
    else:
        structured(call, tree if tree is not None else info.tree, output)


def structured(call: Call, tree: Tree, output: str) -> None:
    """Print an object as YAML or JSON. Raises Failure for an output that there is not."""
    from sandbox.engine.terminal.kubectl.printers import as_json, as_yaml
    metadata = tree.get("metadata") or {}
    if not call.flags.get("show-managed-fields") and "managedFields" in metadata:
        tree = {**tree, "metadata": {key: value for key, value in metadata.items() if key not in _NEVER_SHOWN}}
    if output == "yaml":
        call.stdout.append(as_yaml.to_text(tree))
    elif output == "json":
        call.stdout.append(as_json.to_text(tree))
    else:
        raise Failure(f'unable to match a printer suitable for the output format "{output}", allowed formats are: '
                      "go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,"
                      "templatefile,yaml")
