"""Carry claims out and say which of them hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sandbox.engine.claims.claim import Carried, Step
from sandbox.engine.claims.expectation import matches
from sandbox.engine.claims.grammar import Claims
from sandbox.engine.claims.grammar import parse as parse_claims
from sandbox.engine.claims.kinds import BY_NAME
from sandbox.engine.claims.symbols import Symbols
from sandbox.engine.claims.words import once, sentence
from sandbox.engine.cluster.shape import ProxyMode, Shape
from sandbox.engine.frozen import frozen
from sandbox.engine.problems import Problem
from sandbox.engine.running import RunningCluster
from sandbox.engine.terminal import Output, Shell

#: So many of the fields that an expectation names are told in the summary.
_MOST_TOLD = 3


@frozen
class Judged:
    """One step with what it gave; ``holds`` is None where nothing was expected."""

    step: Step
    title: str
    expected: object
    carried: Carried
    holds: bool | None


@frozen
class Verdict:
    """What became of a submission.

    ``output`` is what applying the manifests printed. ``problems`` are the mistakes in manifests
    or claims; where there are any the claims were not carried out and ``is_refused`` is true.
    """

    shape: Shape
    output: Output | None
    problems: tuple[Problem, ...]
    judged: tuple[Judged, ...]
    is_refused: bool

    @property
    def holds(self) -> bool | None:
        """Whether every claim with an expectation holds; None where there was none."""
        known = [one.holds for one in self.judged if one.holds is not None]
        return all(known) if known and not self.is_refused else None


def carry_out(shell: Shell, step: Step, symbols: Symbols) -> Judged:
    """One step, with its symbols put in, and whether what was seen is what was expected."""
    kind = BY_NAME[step.kind]
    symbols.refresh()
    value = symbols.inward(step.value)
    carried = kind.carry_out(shell, value)
    symbols.refresh()
    expected = symbols.inward(step.expect) if step.expect is not None else None
    holds = matches(carried.observation, expected) if expected is not None else None
    if expected is not None and kind.explain is not None:
        about = kind.explain(shell, value, expected)
        summary = " ".join((carried.summary, *(sentence(one.text) for one in about[:_MOST_TOLD])))
        carried = replace(carried, summary=summary, because=once([*about, *carried.because]))
    return Judged(step, step.sentence or kind.title(value), expected, carried, holds)


def judge(
    manifests: str, claims: str | Claims = "", *, mode: ProxyMode = "nftables", is_dual_stack: bool = False
) -> Verdict:
    """Apply ``manifests`` to an empty cluster and carry ``claims`` out, in order.

    Manifests that kubectl or the API server does not accept, and claims that are no claims, give
    a refused verdict with every problem at its place. Raises nothing but
    :class:`~sandbox.engine.problems.EngineError`.
    """
    shape = Shape(proxy_mode=mode, is_dual_stack=is_dual_stack)
    wanted = parse_claims(claims) if isinstance(claims, str) else claims
    cluster = RunningCluster(shape)
    shell = Shell(cluster)
    output: Output | None = None
    if manifests.strip():
        output = shell.run("kubectl apply -f -", manifests)
        if output.exit != 0:
            problems = output.problems or (Problem(output.stderr.strip(), "", None),)
            return Verdict(shape, output, (*problems, *wanted.problems), (), True)
        cluster.settle()
    found = _judged(cluster, wanted, manifests)
    problems = found.problems if found.is_refused or output is None else tuple(output.problems)
    return replace(found, output=output, problems=problems)


def judge_on(cluster: RunningCluster, claims: str | Claims) -> Verdict:
    """Carry ``claims`` out on a fork of a cluster that runs already, which stays as it is."""
    return _judged(cluster.fork(), parse_claims(claims) if isinstance(claims, str) else claims)


def _judged(cluster: RunningCluster, wanted: Claims, manifests: str = "") -> Verdict:
    if wanted.problems:
        return Verdict(cluster.state.shape, None, wanted.problems, (), True)
    shell = Shell(cluster, "claims")  # what a step applies stands in the text of the claims
    written = manifests + "\n" + "\n".join(str(step.value) for step in wanted.steps)
    symbols = Symbols(cluster.state, written)
    judged: Sequence[Judged] = [carry_out(shell, step, symbols) for step in wanted.steps]
    return Verdict(cluster.state.shape, None, (), tuple(judged), False)
