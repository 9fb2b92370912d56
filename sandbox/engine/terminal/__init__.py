"""The terminal: a shell line in, what the real programs print out."""

from sandbox.engine.terminal.output import Output
from sandbox.engine.terminal.shell import Shell

__all__ = ["Output", "Shell"]
