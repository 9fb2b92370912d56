"""``Cluster``: a running cluster with a terminal, the way a program uses the engine."""

from __future__ import annotations

from sandbox.engine.running import RunningCluster
from sandbox.engine.terminal import Completion, Output, Shell, completions


class Cluster(RunningCluster):
    """A cluster to apply manifests to and to ask questions of.

    >>> cluster = Cluster()
    >>> cluster.kubectl("create namespace shop").stdout
    'namespace/shop created\\n'
    """

    def apply(self, text: str) -> Output:
        """``kubectl apply -f -``; controllers have caught up when it returns."""
        return self.run("kubectl apply -f -", text)

    def kubectl(self, words: str, stdin: str | None = None) -> Output:
        """Any other kubectl command line, without the word kubectl."""
        return self.run(f"kubectl {words}", stdin)

    def run(self, command_line: str, stdin: str | None = None, source: str = "manifests") -> Output:
        """A command line of the terminal; controllers have caught up when it returns.

        ``source`` is the name that places in its standard input carry.
        """
        output = Shell(self, source).run(command_line, stdin)
        self.settle()
        return output

    def completions(self, line: str) -> Completion:
        """What Tab offers at the end of an unfinished command line."""
        return completions(self, line)
