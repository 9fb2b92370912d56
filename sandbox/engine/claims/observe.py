"""Carry out cases of the corpus and write the engine's own observations beside them.

The format is the recordings' (``tests/corpus/README.md``), with every pick of chance named.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from sandbox.engine.claims.claim import Step
from sandbox.engine.claims.grammar import from_tree
from sandbox.engine.claims.judge import carry_out
from sandbox.engine.claims.kinds import BY_NAME
from sandbox.engine.claims.masks import masked
from sandbox.engine.claims.rows import in_order_of_symbols
from sandbox.engine.claims.symbols import Symbols
from sandbox.engine.cluster.shape import ProxyMode, Shape
from sandbox.engine.running import RunningCluster
from sandbox.engine.terminal import Shell

MODES: tuple[ProxyMode, ...] = ("nftables", "iptables")

#: Steps whose outcome depends on the proxy mode: a case without any has one run, ``any``.
_TRAFFIC = ("connect", "ping")


def touches_traffic(steps: Iterable[Step]) -> bool:
    """Whether a run in each proxy mode is needed."""
    return any(step.kind in _TRAFFIC or _is_program(step) for step in steps)


def _is_program(step: Step) -> bool:
    """Whether a program in a pod is run."""
    return step.kind == "kubectl" and str(step.value).startswith("exec ")


def run(steps: Iterable[Step], written: str, shape: Shape) -> list[dict[str, Any]]:
    """One run: the entry of each step that is recorded, symbols in the place of chance."""
    cluster = RunningCluster(shape)
    shell = Shell(cluster)
    symbols = Symbols(cluster.state, written)
    entries = []
    for step in steps:
        judged = carry_out(shell, step, symbols)
        kind = BY_NAME[step.kind]
        if kind.is_recorded:
            seen = {
                key: value
                for key, value in judged.carried.observation.items()
                if kind.recorded is None or key in kind.recorded
            }
            entry = symbols.outward(masked(seen, is_program=_is_program(step)))
            if "stdout" in entry:
                entry["stdout"] = in_order_of_symbols(entry["stdout"])
            entries.append(entry)
    return entries


def observe(case: str, text: str) -> dict[str, Any]:
    """The engine's observation of one case, given its name (``traffic/x``) and its text."""
    tree = yaml.load(text, Loader=yaml.CSafeLoader)
    claims = from_tree(tree["steps"])
    if claims.problems:
        raise ValueError("; ".join(f"{problem.field}: {problem.message}" for problem in claims.problems))
    is_dual = "dualstack" in case
    names = MODES if touches_traffic(claims.steps) else ("any",)
    shapes = [Shape(proxy_mode=mode, is_dual_stack=is_dual) for mode in MODES]
    runs = {name: {"steps": run(claims.steps, text, shape)} for name, shape in zip(names, shapes, strict=False)}
    return {"case": case, "kubernetes": shapes[0].kubernetes, "coredns": shapes[0].coredns, "runs": runs}


def cases(folder: Path, only: str = "*") -> Iterator[tuple[str, Path]]:
    """The cases below a folder, as (name, path), in order."""
    for path in sorted(folder.glob("*/*.yaml")):
        name = f"{path.parent.name}/{path.stem}"
        if fnmatch(name, only):
            yield name, path


def observe_all(folder: Path, out: Path, only: str = "*") -> int:
    """Observe every case below ``folder`` and write it below ``out``; gives how many failed.

    A case at which the engine breaks is reported with its traceback and has no file.
    """
    failed = 0
    for name, path in cases(folder, only):
        try:
            found = observe(name, path.read_text())
        except Exception:  # one broken case must not keep the others from being looked at
            failed += 1
            print(f"{name}\n{traceback.format_exc()}", file=sys.stderr)
            continue
        target = out / f"{name}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(found, indent=1) + "\n")
    return failed
