"""``kubectl apply``: client-side by a three-way merge, or ``--server-side``.

Follows ``k8s.io/kubectl/pkg/cmd/apply`` (apply.go, patcher.go; v1.37).
"""

from __future__ import annotations

from sandbox.engine.apiserver.patching import to_json
from sandbox.engine.apiserver.patching.strategic import NotMergeable
from sandbox.engine.apiserver.patching.three_way import patch as three_way
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.problems import Problem
from sandbox.engine.terminal.kubectl import command, files, json_text, mistakes, printing
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.failures import Failure, Refused, UsageFailure, together
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.resources import Info
from sandbox.engine.terminal.kubectl.validation import level

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_MISSING = (
    "resource {name} is missing the " + LAST_APPLIED + " annotation which is required by kubectl apply. "
    "kubectl apply should only be used on resources created declaratively by either kubectl create "
    "--save-config or kubectl apply. The missing annotation will be patched automatically."
)
_CONFLICT = """
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the `--force-conflicts` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts"""


def run(call: Call) -> None:
    printing.check(call)
    if call.words:
        raise UsageFailure(f"Unexpected args: [{' '.join(call.words)}]", call.command)
    is_server_side = call.flags["server-side"]
    if call.flags["force-conflicts"] and not is_server_side:
        raise Failure("--force-conflicts only works with --server-side")
    if call.dry_run == "client" and is_server_side:
        raise Failure("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)")
    field_validation = level(call)
    if not call.flags["filename"] and not call.flags["kustomize"]:
        raise Failure("must specify one of -f and -k")
    if call.flags["prune"]:
        raise Failure("apply --prune is not modelled here")
    infos, failures = files.read(call)
    if not infos and not failures:
        raise Failure("no objects passed to apply")
    unread = together(failures)
    failures = [unread] if unread is not None else []
    for info in infos:
        try:
            if not info.name:
                _refuse_generated_name(info)
            if is_server_side:
                _server_side(call, info, field_validation)
            else:
                _client_side(call, info, field_validation)
        except Failure as failure:
            if isinstance(failure, Refused):
                call.problems.extend(mistakes.problems(failure.status, info.origin, info.about))
            failures.append(failure)
    end = together(failures)
    if end is not None:
        raise end


def _refuse_generated_name(info: Info) -> None:
    generated = (info.tree.get("metadata") or {}).get("generateName")
    if generated:
        raise Failure(f"from {generated}: cannot use generate name with apply")


def _client_side(call: Call, info: Info, field_validation: str) -> None:
    modified = with_last_applied(info.tree)
    if not info.name:
        call.problems.append(
            Problem(
                "the object has no name: metadata.name stands below metadata, indented",
                "metadata.name",
                info.origin.at(("metadata", "name")) if info.origin else None,
            )
        )
        raise Failure(
            f"error when retrieving current configuration of:\n{info}\n"
            f'from server for: "{info.source}": resource name may not be empty'
        )
    held = call.api.get(info.kind, info.namespace, info.name)
    for warning in held.warnings:
        call.warn(warning)
    if held.object is None:
        if held.status.reason != "NotFound":
            raise Refused(
                held.status,
                f'error when retrieving current configuration of:\n{info}\nfrom server for: "{info.source}"',
            )
        if call.dry_run != "client":
            reply = call.answer(
                call.api.create(
                    info.kind,
                    info.namespace,
                    modified,
                    origin=info.origin,
                    dry_run=call.dry_run == "server",
                    field_validation=field_validation,
                ),
                f'error when creating "{info.source}"',
            )
            modified = reply.object.tree if reply.object is not None else modified
        printing.operation(call, info, "created", modified)
        return
    if call.dry_run == "client":
        printing.operation(call, info, "configured", modified)
        return
    if LAST_APPLIED not in held.object.annotations:
        call.complain("Warning: " + _MISSING.format(name=info.object_name))
    made = _patch(call, info, held.object, modified)
    changed: Object = held.object
    if made:
        reply = call.answer(
            call.api.patch(
                info.kind,
                info.namespace,
                info.name,
                made,
                "strategic",
                field_manager="kubectl-client-side-apply",
                origin=info.origin,
                dry_run=call.dry_run == "server",
                field_validation=field_validation,
            ),
            f'error when applying patch:\n{to_json(made)}\nto:\n{info}\nfor: "{info.source}": '
            f'error when patching "{info.source}"',
        )
        changed = reply.object or changed
    elif call.dry_run == "none" and info.origin is not None:
        call.state.reread(held.object, info.origin)
    if changed.is_terminating:
        call.complain(f"Warning: Detected changes to resource {info.name} which is currently being deleted.")
    printing.operation(call, info, "configured" if made or call.flags.get("output") else "unchanged", changed.tree)


def _patch(call: Call, info: Info, held: Object, modified: Tree) -> Tree:
    applied = held.annotations.get(LAST_APPLIED, "")
    try:
        return three_way(_original(applied), modified, held.tree, info.kind.struct)
    except NotMergeable as error:
        # It is tried by the server's two descriptions of its types, and then by kubectl's own.
        for described in ("openapi v3 spec", "openapi spec"):
            call.complain(f"warning: error calculating patch from {described}: {error}")
        raise Failure(
            f'error when applying patch:\n\nto:\n{info}\nfor: "{info.source}": error when patching '
            f'"{info.source}": creating patch with:\noriginal:\n{applied}\nmodified:\n{to_json(modified)}\n'
            f"\ncurrent:\n{to_json(held.tree)}\n\nfor:: {error}"
        ) from None


def _original(applied: str) -> Tree:
    """What was applied last. Raises NotMergeable where the annotation holds no object."""
    try:
        tree = json_text.read(applied) if applied else {}
    except ValueError:
        tree = []
    if not isinstance(tree, dict | None):
        raise NotMergeable("invalid JSON document")
    return tree or {}


def with_last_applied(tree: Tree) -> Tree:
    """The tree with itself in the annotation that a later apply compares with."""
    metadata = tree.get("metadata") or {}
    annotations = {key: value for key, value in (metadata.get("annotations") or {}).items() if key != LAST_APPLIED}
    bare = {**tree, "metadata": {**metadata, "annotations": annotations}}
    return {**tree, "metadata": {**metadata, "annotations": {**annotations, LAST_APPLIED: to_json(bare) + "\n"}}}


def _server_side(call: Call, info: Info, field_validation: str) -> None:
    manager = call.flags["field-manager"] or "kubectl"
    if not info.name:
        raise Failure("name is required")
    try:
        reply = call.answer(
            call.api.patch(
                info.kind,
                info.namespace,
                info.name,
                info.tree,
                "apply",
                field_manager=manager,
                force=call.flags["force-conflicts"],
                origin=info.origin,
                dry_run=call.dry_run == "server",
                field_validation=field_validation,
            )
        )
    except Refused as failure:
        if failure.status.reason == "Conflict":
            raise Failure(failure.status.message + _CONFLICT) from None
        raise
    printing.operation(call, info, "serverside-applied", reply.object.tree if reply.object is not None else None)


COMMAND = Command(
    "apply",
    run,
    (
        *command.FILES,
        *command.PRINTING,
        command.DRY_RUN,
        command.SELECTOR,
        command.VALIDATE,
        command.FIELD_MANAGER,
        Flag("server-side", "bool"),
        Flag("force-conflicts", "bool"),
        Flag("all", "bool"),
        Flag("prune", "bool"),
        Flag("overwrite", "bool", default=True),
        Flag("openapi-patch", "bool", default=True),
        Flag("force", "bool"),
        Flag("wait", "bool"),
        Flag("timeout", "duration", default="0s"),
        Flag("grace-period", "int", default=-1),
        Flag("cascade", default="background", bare="background"),
        Flag("record", "bool"),
        Flag("prune-allowlist", "array"),
        Flag("subresource", default=""),
    ),
)
