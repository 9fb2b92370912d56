"""Go's ``text/template`` as far as people use it with kubectl."""

from __future__ import annotations

from sandbox.engine.terminal.kubectl.go_template.execute import Unexecutable, executed
from sandbox.engine.terminal.kubectl.go_template.parse import Unparsable, parse

__all__ = ["Unexecutable", "Unparsable", "executed", "parse"]
