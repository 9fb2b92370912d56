"""What a kubectl command is, and one call of it.

A command is one file in ``commands/`` that offers ``COMMAND`` and one line in
:data:`kubectl.COMMANDS`. Its ``run`` prints by the call's methods and raises a
:class:`~failures.Failure` where kubectl ends with an error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.engine.apiserver.status import Reply
from sandbox.engine.problems import Problem
from sandbox.engine.terminal.kubectl.failures import Failure, Refused, UsageFailure
from sandbox.engine.terminal.kubectl.flags import Flag, Flags
from sandbox.engine.traces import Answer, Connection, Ping, Resolution

if TYPE_CHECKING:
    from sandbox.engine.cluster.objects import Object
    from sandbox.engine.cluster.state import State
    from sandbox.engine.running import RunningCluster


@dataclass(slots=True)
class Call:
    """One call of a command: what it was given, and what it has printed so far.

    ``words`` are the arguments without flags, ``dash`` how many of them stood in front of
    ``--`` (None without one). ``command`` is its name with ``kubectl`` in front. ``source`` is the
    name that the places in standard input carry.
    """

    cluster: RunningCluster
    command: str
    words: list[str]
    flags: Flags
    stdin: str | None = None
    dash: int | None = None
    source: str = "manifests"
    stdout: list[str] = field(default_factory=list)
    stderr: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    shown: list[Object] = field(default_factory=list)
    traces: list[Connection | Resolution | Ping | Answer] = field(default_factory=list)
    exit: int = 0
    _warned: set[str] = field(default_factory=set)

    @property
    def state(self) -> State:
        return self.cluster.state

    @property
    def api(self) -> Any:
        return self.cluster.api

    @property
    def namespace(self) -> str:
        """The namespace of this call: ``-n``, else ``default``."""
        return self.flags.get("namespace") or "default"

    @property
    def is_namespace_given(self) -> bool:
        return bool(self.flags.get("namespace"))

    def print(self, line: str) -> None:
        """One line on standard output."""
        self.stdout.append(f"{line}\n")

    def complain(self, line: str) -> None:
        """One line on standard error."""
        self.stderr.append(f"{line}\n")

    def warn(self, text: str) -> None:
        """A warning of the API server: said once however often it comes."""
        if text not in self._warned:
            self._warned.add(text)
            self.stderr.append(f"Warning: {text}\n")

    def answer(self, reply: Reply, doing: str = "") -> Reply:
        """Take note of an API server's answer, and print its warnings.

        Raises Refused where it is a refusal; ``doing`` is what kubectl puts in front of the text.
        """
        self.replies.append(reply)
        for warning in reply.warnings:
            self.warn(warning)
        if reply.status is not None:
            raise Refused(reply.status, doing)
        return reply

    def usage(self, text: str) -> Failure:
        """The failure for a wrong way to call this command."""
        return UsageFailure(text, self.command)

    @property
    def dry_run(self) -> str:
        """``none``, ``client`` or ``server``. Raises Failure for another word."""
        value = self.flags.get("dry-run") or "none"
        if value in ("none", "client", "server"):
            return str(value)
        if value in ("true", "unchanged", "false"):
            raise Failure(f'Invalid dry-run value ({value}). Must be "none", "server", or "client".')
        raise Failure(f'Invalid dry-run value ({value}). Must be "none", "server", or "client".')


@dataclass(frozen=True, slots=True)
class Command:
    """A kubectl command: its flags besides the global ones, and what it does."""

    name: str
    run: Callable[[Call], None]
    flags: Sequence[Flag] = ()
    aliases: Sequence[str] = ()
    subcommands: Sequence[Command] = ()


#: Flags that many commands share.
DRY_RUN = Flag("dry-run", default="none", bare="unchanged")
OUTPUT = Flag("output", "string", "o", "")
FILENAME = Flag("filename", "strings", "f")
SELECTOR = Flag("selector", "string", "l", "")
FIELD_MANAGER = Flag("field-manager", default="")
VALIDATE = Flag("validate", default="strict", bare="strict")
ALL_NAMESPACES = Flag("all-namespaces", "bool", "A", False)
PRINTING: tuple[Flag, ...] = (
    OUTPUT,
    Flag("template", default=""),
    Flag("show-managed-fields", "bool"),
    Flag("allow-missing-template-keys", "bool", default=True),
)
FILES: tuple[Flag, ...] = (FILENAME, Flag("recursive", "bool", "R"), Flag("kustomize", "string", "k", ""))

#: What label and annotate take.
MARKING = (
    Flag("overwrite", "bool"),
    Flag("list", "bool"),
    Flag("local", "bool"),
    Flag("all", "bool"),
    Flag("resource-version", default=""),
    Flag("field-selector", default=""),
    Flag("record", "bool"),
    SELECTOR,
    *FILES,
    *PRINTING,
    DRY_RUN,
    FIELD_MANAGER,
    ALL_NAMESPACES,
)
