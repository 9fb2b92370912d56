"""kubectl: the command line of Kubernetes, over a cluster of the engine.

One more command is a file in ``commands/`` and a line in :data:`COMMANDS`.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from sandbox.engine.problems import NotModelled
from sandbox.engine.terminal.kubectl import flags as flag_words
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.failures import Failure
from sandbox.engine.terminal.kubectl.suggestions import similar
from sandbox.engine.terminal.output import Output

if TYPE_CHECKING:
    from sandbox.engine.running import RunningCluster

#: A command's name and its module in ``commands`` (imported when first used).
COMMANDS: dict[str, str] = {
    "annotate": "annotate",
    "api-resources": "api_resources",
    "api-versions": "api_versions",
    "apply": "apply",
    "auth": "auth",
    "cluster-info": "cluster_info",
    "create": "create",
    "delete": "delete",
    "describe": "describe",
    "exec": "exec",
    "explain": "explain",
    "expose": "expose",
    "get": "get",
    "label": "label",
    "patch": "patch",
    "replace": "replace",
    "rollout": "rollout",
    "run": "run",
    "scale": "scale",
    "set": "set",
    "taint": "taint",
    "top": "top",
    "version": "version",
    "wait": "wait",
}

#: All of kubectl's commands in the order of its help, which is the order of its suggestions.
ORDER = (
    "create",
    "expose",
    "run",
    "set",
    "explain",
    "get",
    "edit",
    "delete",
    "rollout",
    "scale",
    "autoscale",
    "certificate",
    "cluster-info",
    "top",
    "cordon",
    "uncordon",
    "drain",
    "taint",
    "describe",
    "logs",
    "attach",
    "exec",
    "port-forward",
    "proxy",
    "cp",
    "auth",
    "debug",
    "events",
    "diff",
    "apply",
    "patch",
    "replace",
    "wait",
    "kustomize",
    "label",
    "annotate",
    "completion",
    "config",
    "plugin",
    "version",
    "api-versions",
    "api-resources",
    "options",
    "help",
)
#: Of these, what a cluster without kubelets and without a person at an editor does not play.
NOT_MODELLED = tuple(name for name in ORDER if name not in COMMANDS)


def find(name: str) -> Command | None:
    """The command of that name, None where it is not there."""
    module = COMMANDS.get(name)
    if module is None:
        return None
    try:
        found: Command = import_module(f"sandbox.engine.terminal.kubectl.commands.{module}").COMMAND
    except ModuleNotFoundError as error:
        if error.name is None or not error.name.endswith(f"commands.{module}"):
            raise
        return None
    return found


def run(cluster: RunningCluster, words: list[str], stdin: str | None = None, source: str = "manifests") -> Output:
    """One kubectl command line (without ``kubectl``), as the real one ends.

    ``source`` is the name that the places in ``stdin`` carry.
    """
    try:
        call, chosen = _call(cluster, words, stdin)
        call.source = source
    except Failure as failure:
        return Output(failure.exit, "", failure.shown(), is_refused=True)
    is_refused = True
    try:
        chosen.run(call)
        is_refused = False
    except Failure as failure:
        call.stderr.append(failure.shown())
        call.exit = failure.exit
    except NotModelled as missing:
        call.complain(f"error: not modelled here: {missing}")
        call.exit = 1
    return Output(
        call.exit,
        "".join(call.stdout),
        "".join(call.stderr),
        tuple(call.problems),
        tuple(call.replies),
        is_refused,
        tuple(call.shown),
        tuple(call.traces),
    )


def _call(cluster: RunningCluster, words: list[str], stdin: str | None) -> tuple[Call, Command]:
    """The command that the words name, ready to run. Raises Failure."""
    rest, globals_in_front = _past_global_flags(words)
    if not rest:
        raise Failure("a kubectl command is expected, such as `kubectl get services`")
    name, *rest = rest
    chosen = find(name)
    if chosen is None:
        if name in NOT_MODELLED or name in COMMANDS:
            raise Failure(f"kubectl {name} is not modelled here")
        raise Failure(_unknown(name, "kubectl", ORDER))
    title = f"kubectl {chosen.name}"
    while chosen.subcommands:
        at = _first_word(rest, chosen)
        if at is None:
            break
        below = next((one for one in chosen.subcommands if rest[at] == one.name or rest[at] in one.aliases), None)
        if below is None:
            break
        rest = rest[:at] + rest[at + 1 :]
        chosen, title = below, f"{title} {below.name}"
    arguments, flags, dash = flag_words.parse([*globals_in_front, *rest], [*flag_words.GLOBAL, *chosen.flags], title)
    if flags.get("help"):
        raise Failure(f"the help of {title} is not modelled here; see https://kubernetes.io/docs/reference/kubectl/")
    return Call(cluster, title, arguments, flags, stdin, dash), chosen


def _first_word(words: list[str], chosen: Command) -> int | None:
    """Where the first word stands that is neither a flag nor a flag's value."""
    skips = False
    for at, word in enumerate(words):
        if skips:
            skips = False
        elif not word.startswith("-"):
            return at
        else:
            skips = any(
                flag.type != "bool" and flag.bare is None and word in (f"--{flag.name}", f"-{flag.short}")
                for flag in (*flag_words.GLOBAL, *chosen.flags)
            )
    return None


def _past_global_flags(words: list[str]) -> tuple[list[str], list[str]]:
    """``-n shop get svc``: flags may stand in front of the command."""
    with_value = {
        "-n",
        "--namespace",
        "--context",
        "--kubeconfig",
        "--cluster",
        "--user",
        "-s",
        "--server",
        "--request-timeout",
        "-v",
        "--as",
    }
    position = 0
    while position < len(words) and words[position].startswith("-") and words[position] != "--":
        position += 2 if words[position] in with_value else 1
    return words[position:], words[:position]


def _unknown(name: str, parent: str, known: Iterable[str]) -> str:
    said = f'unknown command "{name}" for "{parent}"'
    near = similar(name, known)
    if near:
        said += "\n\nDid you mean this?\n" + "".join(f"\t{one}\n" for one in near)
    return said


__all__ = ["COMMANDS", "find", "run"]
