"""What the subcommands of ``kubectl create`` share: their flags, their name, sending the object."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.terminal.kubectl import command, printing
from sandbox.engine.terminal.kubectl.command import Call
from sandbox.engine.terminal.kubectl.commands.apply import with_last_applied
from sandbox.engine.terminal.kubectl.failures import Failure, Refused
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.resources import Info, kind_named
from sandbox.engine.terminal.kubectl.validation import level

FLAGS: tuple[Flag, ...] = (
    *command.PRINTING,
    command.DRY_RUN,
    command.VALIDATE,
    command.FIELD_MANAGER,
    Flag("save-config", "bool"),
)


def name(call: Call) -> str:
    """The only argument. Raises Failure."""
    if len(call.words) != 1:
        raise call.usage(f"exactly one NAME is required, got {len(call.words)}")
    return call.words[0]


def require(call: Call, flag: str) -> None:
    """Raises Failure where a flag is missing that the command cannot do without."""
    if flag not in call.flags.given:
        raise Failure(f'required flag(s) "{flag}" not set')


def send(call: Call, tree: Tree, said: str = "") -> None:
    """Create the object and print it. ``said`` begins the message of a refusal that kubectl rewords
    (``failed to create configmap: ``). Raises Failure."""
    printing.check(call)
    kind = kind_named(tree["kind"])
    field_validation = level(call)
    metadata = tree["metadata"]
    if kind.is_namespaced and (call.is_namespace_given or call.dry_run != "client"):
        tree = {**tree, "metadata": {**metadata, "namespace": call.namespace}}
    if call.flags.get("save-config"):
        tree = with_last_applied(tree)
    info = Info(kind, call.namespace if kind.is_namespaced else "", metadata["name"], tree)
    if call.dry_run != "client":
        sent = {key: value for key, value in tree.items() if key != "status"}
        try:
            reply = call.answer(
                call.api.create(
                    kind, info.namespace, sent, dry_run=call.dry_run == "server", field_validation=field_validation
                )
            )
        except Refused as failure:
            if said:
                raise Failure(f"{said}{failure.status.message}") from None
            raise
        if reply.object is not None:
            info.tree = reply.object.tree
    printing.operation(call, info, "created")
