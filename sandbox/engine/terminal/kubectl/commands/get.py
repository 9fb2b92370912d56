"""``kubectl get``: tables, and objects in every other format.

Follows ``k8s.io/kubectl/pkg/cmd/get/get.go`` and ``cli-runtime/pkg/printers/tableprinter.go`` (v1.37):
the API server answers each request with a table of its own, and kubectl puts them one below the other.
"""

from __future__ import annotations

from sandbox.engine.api.kind import Kind
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.problems import NotModelled
from sandbox.engine.terminal.kubectl import command, files, outputs, sorting, tables, wording
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.failures import Failure, Refused, together
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.printers import View, printer
from sandbox.engine.terminal.kubectl.resources import kind_word
from sandbox.engine.terminal.kubectl.selection import Answer, Selection, select

_NO_TYPE = (
    'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of '
    "supported "
    "resources.\n"
)
_USAGE = (
    'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that '
    "resource "
    "(e.g. kubectl explain pods)."
)


def run(call: Call) -> None:
    flags = call.flags
    _check(call)
    chosen = (
        from_files(call) if flags["filename"] else select(call, call.words, ignores_missing=flags["ignore-not-found"])
    )
    call.shown.extend(obj for _, obj in chosen.objects)
    if flags["output"] in ("", "wide") and not flags["template"]:
        _print_tables(call, chosen)
    else:
        _print_generic(call, chosen)


def _check(call: Call) -> None:
    """What is wrong before anything is asked. Raises Failure, or NotModelled."""
    flags = call.flags
    for name in ("watch", "watch-only", "output-watch-events"):
        if flags[name]:
            raise NotModelled(f"--{name}; look again with another `kubectl get`")
    for name in ("raw", "subresource", "kustomize"):
        if flags[name]:
            raise NotModelled(f"--{name}")
    if not call.words and not flags["filename"]:
        call.complain(_NO_TYPE)
        raise call.usage(_USAGE)
    if flags["show-labels"] and flags["output"] not in ("", "wide"):
        raise Failure(f"--show-labels option cannot be used with {flags['output']} printer")


def from_files(call: Call) -> Selection:
    """The live objects that the manifests name."""
    if call.words:
        raise Failure("when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well")
    infos, failures = files.read(call)
    found = Selection(failures=list(failures), is_single=len(infos) == 1)
    for info in infos:
        reply = call.api.get(info.kind, info.namespace, info.name)
        for warning in reply.warnings:
            call.warn(warning)
        if reply.object is not None:
            found.answers.append(Answer(info.kind, [reply.object], False))
        elif not call.flags["ignore-not-found"]:
            found.failures.append(Refused(reply.status))
    return found


def _print_tables(call: Call, chosen: Selection) -> None:
    flags = call.flags
    answers = chosen.answers
    if flags["sort-by"] and len(answers) > 1:
        # kubectl sorts the tables themselves here, which have no fields but these
        answers = sorting.by_field(answers, flags["sort-by"], lambda answer: _table_tree(call, answer))
    has_kinds = flags["show-kind"] or len({answer.kind.name for answer in answers}) > 1
    blocks: list[str] = []
    position = 0
    while position < len(answers):
        kind = answers[position].kind
        objects: list[Object] = []
        while position < len(answers) and answers[position].kind is kind:
            objects.extend(_sorted_rows(call, answers[position].objects))
            position += 1
        if objects:
            blocks.append(_table(call, kind, objects, has_kinds))
    call.stdout.append(("" if flags["no-headers"] else "\n").join(blocks))
    if not blocks and not flags["ignore-not-found"] and not chosen.failures:
        is_namespaced = not flags["all-namespaces"] and all(answer.kind.is_namespaced for answer in answers)
        call.complain(f"No resources found in {call.namespace} namespace." if is_namespaced else "No resources found")
    _end(chosen.failures)


def _table_tree(call: Call, answer: Answer) -> Tree:
    version = str(call.state.version) if answer.is_list else answer.objects[0].metadata.get("resourceVersion", "")
    return {"apiVersion": "meta.k8s.io/v1", "kind": "Table", "metadata": {"resourceVersion": version}}


def _sorted_rows(call: Call, objects: list[Object]) -> list[Object]:
    """The rows of one table in order; none at all where no row has the field: kubectl does not say why."""
    path = call.flags["sort-by"]
    if not path or len(objects) < 2:
        return objects
    try:
        return sorting.by_field(objects, path, lambda obj: obj.tree)
    except Failure:
        return []


def _table(call: Call, kind: Kind, objects: list[Object], has_kinds: bool) -> str:
    flags = call.flags
    made = printer(kind.name)
    view = View(call.state.now)
    has_namespace = bool(flags["all-namespaces"]) and kind.is_namespaced
    labels: list[str] = flags["label-columns"]
    header = [
        *(["NAMESPACE"] if has_namespace else []),
        *(column.name.upper() for column in made.columns),
        *(label.rsplit("/", 1)[-1].upper() for label in labels),
        *(["LABELS"] if flags["show-labels"] else []),
    ]
    shown = [True] * has_namespace + [flags["output"] == "wide" or not column.is_wide for column in made.columns]
    shown += [True] * (len(header) - len(shown))
    rows = [] if flags["no-headers"] else [header]
    for obj in objects:
        cells = made.cells(obj, view)
        if has_kinds:
            cells[0] = f"{kind_word(kind)}/{cells[0]}"
        cells = [*([obj.namespace] if has_namespace else []), *cells, *(obj.labels.get(label, "") for label in labels)]
        if flags["show-labels"]:
            cells.append(wording.labels_text(obj.labels))
        rows.append([_cell(cell) for cell in cells])
    return tables.table([cell for cell, is_shown in zip(row, shown, strict=False) if is_shown] for row in rows)


def _cell(text: str) -> str:
    """A cell's first line."""
    first = text.splitlines()[0] if text else ""
    return tables.visible(first) + ("..." if len(first) < len(text) else "")


def _print_generic(call: Call, chosen: Selection) -> None:
    if chosen.is_single and chosen.failures:
        _end(chosen.failures)
    objects = [obj.tree for _, obj in chosen.objects]
    if not objects and call.flags["ignore-not-found"]:
        _end(chosen.failures)
        return
    render = outputs.renderer(call, call.flags["output"], knows_tables=True)
    failures = list(chosen.failures)
    try:
        if chosen.is_single and len(objects) == 1:
            call.stdout.append(render(objects[0]))
        else:
            if call.flags["sort-by"] and objects:
                objects = sorting.by_field(objects, call.flags["sort-by"], lambda tree: tree)
            call.stdout.append(render(listed(objects)))
    except Failure as failure:
        failures.append(failure)
    _end(failures)


def listed(objects: list[Tree]) -> Tree:
    """Several objects as kubectl wraps them."""
    return {"apiVersion": "v1", "items": objects, "kind": "List", "metadata": {"resourceVersion": ""}}


def _end(failures: list[Failure]) -> None:
    failure = together(failures)
    if failure is not None:
        raise failure


COMMAND = Command(
    "get",
    run,
    (
        command.SELECTOR,
        Flag("field-selector", default=""),
        command.ALL_NAMESPACES,
        *command.FILES,
        *command.PRINTING,
        Flag("sort-by", default=""),
        Flag("no-headers", "bool"),
        Flag("show-kind", "bool"),
        Flag("show-labels", "bool"),
        Flag("label-columns", "strings", "L"),
        Flag("ignore-not-found", "bool"),
        Flag("watch", "bool", "w"),
        Flag("watch-only", "bool"),
        Flag("output-watch-events", "bool"),
        Flag("chunk-size", "int", default=500),
        Flag("raw", default=""),
        Flag("subresource", default=""),
        Flag("server-print", "bool", default=True),
    ),
)
