"""A shell over one cluster: ``Shell(cluster).run("kubectl get svc")``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine.terminal import commandline, kubectl
from sandbox.engine.terminal.output import Output

if TYPE_CHECKING:
    from sandbox.engine.running import RunningCluster


class Shell:
    """Runs one command line after the other on a cluster.

    ``source`` is the name that places in standard input carry.
    """

    def __init__(self, cluster: RunningCluster, source: str = "manifests") -> None:
        self.cluster = cluster
        self.source = source

    def run(self, command_line: str, stdin: str | None = None) -> Output:
        """What the command prints, with its exit code. Never raises for what a learner can type.

        ``stdin`` is the standard input; a here-document in the line takes its place.
        """
        try:
            line = commandline.parse(command_line)
        except commandline.Unparsable as error:
            return Output(2, "", f"sh: {error}\n", is_refused=True)
        if not line.words:
            return Output()
        name, *words = line.words
        given = line.stdin if line.stdin is not None else stdin
        if name in ("kubectl", "k"):
            return kubectl.run(self.cluster, words, given, self.source)
        return Output(
            127,
            "",
            f"sh: {name}: command not found (programs in a pod are run by `kubectl exec POD -- {name} ...`)\n",
            is_refused=True,
        )
