"""The programs that pods have. One more is a file here and a line in :data:`PROGRAMS`."""

from __future__ import annotations

from importlib import import_module

from sandbox.engine.terminal.programs.program import Environment, Program

#: A program's name and the module of this package that plays it (imported when first used).
PROGRAMS: dict[str, str] = {
    "cat": "cat",
    "curl": "curl",
    "dig": "dig",
    "getent": "getent",
    "host": "host",
    "hostname": "hostname",
    "nc": "nc",
    "nslookup": "nslookup",
    "ping": "ping",
    "wget": "wget",
}


def program(name: str) -> Program | None:
    """The program of that name (``/usr/bin/curl`` is ``curl``), None where a pod has none."""
    module = PROGRAMS.get(name.rsplit("/", 1)[-1])
    if module is None:
        return None
    found: Program = import_module(f"sandbox.engine.terminal.programs.{module}").run
    return found


__all__ = ["PROGRAMS", "Environment", "Program", "program"]
