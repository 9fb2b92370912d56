"""Every lab is carried out as a learner would: broken before each step's commands, whole after them."""

from __future__ import annotations

from typing import Literal

import pytest

from sandbox.engine import Cluster, Verdict, judge, judge_on
from sandbox.engine.cluster.shape import Shape
from sandbox.labs import content
from sandbox.labs.content import LabFile, Step

LABS, PROBLEMS = content.read()
Mode = Literal["nftables", "iptables"]
MODES: tuple[Mode, ...] = ("nftables", "iptables")


def slug(lab: LabFile) -> str:
    return lab.slug


def begun(lab: LabFile, mode: Mode = "nftables") -> Cluster:
    """The cluster as a learner meets it."""
    cluster = Cluster(Shape(proxy_mode=mode))
    applied = cluster.apply(lab.manifests)
    assert applied.exit == 0, applied.stderr
    return cluster


def solve(cluster: Cluster, step: Step) -> None:
    for line in step.solution:
        cluster.advance(5)  # nobody types at once
        output = cluster.run(line)
        assert output.exit == 0, f"{line}\n{output.stderr}"
    cluster.advance(5)


def failures(verdict: Verdict) -> list[str]:
    assert not verdict.problems, verdict.problems
    return [
        f"{one.title}: expected {one.expected}, observed {one.carried.observation}"
        for one in verdict.judged
        if one.holds is not True
    ]


def test_nothing_is_wrong_with_the_files() -> None:
    assert not PROBLEMS
    assert len(LABS) >= 14


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("lab", LABS, ids=slug)
def test_no_step_is_passed_at_the_start(lab: LabFile, mode: Mode) -> None:
    cluster = begun(lab, mode)
    assert [step.id for step in lab.steps if not failures(judge_on(cluster, step.checks))] == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("lab", LABS, ids=slug)
def test_each_step_is_passed_by_its_own_commands_and_not_before(lab: LabFile, mode: Mode) -> None:
    cluster = begun(lab, mode)
    for step in lab.steps:
        assert failures(judge_on(cluster, step.checks)), f"{step.id} holds before it is done"
        solve(cluster, step)
        assert failures(judge_on(cluster, step.checks)) == [], step.id


@pytest.mark.parametrize("lab", LABS, ids=slug)
def test_what_is_exported_holds_as_one_run(lab: LabFile) -> None:
    claimed = {one.name: one for one in content.claimed()}
    whole = claimed[f"labs/{lab.slug}"]
    verdict = judge(whole.manifests, whole.claims)
    assert [one.title for one in verdict.judged if one.step.kind == "kubectl" and one.carried.observation["exit"]] == []
    assert [one.title for one in verdict.judged if one.holds is False] == []
    assert verdict.holds
    start = claimed.get(f"labs/{lab.slug}/start")
    if start is not None:
        assert not start.is_expected
        assert judge(start.manifests, start.claims).holds is False
