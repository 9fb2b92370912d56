"""The terminal: a shell line in, what the real programs print out."""

from sandbox.engine.terminal.completion import Completion, completions
from sandbox.engine.terminal.output import Output
from sandbox.engine.terminal.shell import Shell
from sandbox.engine.terminal.suggestion import Suggestion

__all__ = ["Completion", "Output", "Shell", "Suggestion", "completions"]
