"""The chart leads to the right end: for each fault the answers of its own cluster are followed, question by question."""

from __future__ import annotations

import pytest
import yaml

from cards.troubleshooting import chart as charts
from cards.troubleshooting import markdown
from cards.troubleshooting.chart import Chart, End, put, read
from sandbox.engine import judge

FOUND = read()
assert isinstance(FOUND, Chart), FOUND
CHART: Chart = FOUND
ENDS = list(CHART.ends.values())


def walk(end: End, mode: str) -> list[str]:
    """The chart walked with what the commands say in the end's cluster; each question has exactly one answer there."""
    here, way = CHART.root.id, []
    while here in CHART.questions:
        way.append(here)
        question = CHART.questions[here]
        step = put(question.step, end.words)
        claims = [{**step, "expect": answer.expect} for answer in question.answers]
        verdict = judge(end.manifests, yaml.safe_dump(claims, sort_keys=False), mode=mode)  # type: ignore[arg-type]
        right = [answer for answer, claim in zip(question.answers, verdict.judged, strict=True) if claim.holds]
        assert len(right) == 1, f"{here}: {[answer.says for answer in right]}"
        here = right[0].to
    return [*way, here]


@pytest.mark.parametrize("mode", ["nftables", "iptables"])
@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.id)
def test_walking_the_chart_in_a_cluster_with_the_fault_arrives_at_the_fault(end, mode):
    assert walk(end, mode) == [*(question.id for question, _ in CHART.way_to(end.id)), end.id]


@pytest.mark.parametrize("mode", ["nftables", "iptables"])
@pytest.mark.parametrize("claimed", list(charts.claimed()), ids=lambda one: one.name)
def test_what_is_claimed_of_each_end_holds(claimed, mode):
    verdict = judge(claimed.manifests, claimed.claims, mode=mode)
    assert verdict.holds
    assert verdict.judged[-1].holds is not False


def test_faults_are_told_apart_from_what_is_well():
    """Where the chart says that nothing is wrong the connection is answered, and only there and behind open doors."""
    for end in ENDS:
        verdict = judge(end.manifests, CHART.claims_of(end))
        outcome = verdict.judged[-1].carried.observation["outcome"]
        if end.is_well:
            assert outcome == "answered"
        elif end.id not in ("not-opened", "balancer-pending", "port-unlisted", "dns-silent"):
            assert outcome != "answered", end.id


def test_there_is_a_repair_and_a_cluster_for_every_end():
    assert len(ENDS) >= 20
    assert len({end.manifests for end in ENDS}) == len(ENDS)


def test_cards_that_are_named_exist():
    from cards import content

    slugs = {card.slug for card in content.read()[0]}
    assert {end.card for end in ENDS if end.card} <= slugs


def mistake(tmp_path, was: str, becomes: str) -> list[str]:
    folder = tmp_path / "charts"
    folder.mkdir()
    path = folder / "troubleshooting.yaml"
    text = charts.FILE.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes, 1), encoding="utf-8")
    found = read(path)
    assert isinstance(found, list)
    return [problem.message for problem in found]


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ("to: dns-silent", "to: nowhere", "an answer leads to nowhere, which there is not"),
        ("to: dns-silent", "to: dns-policy", "dns-policy is reached by 2 answers, and has to be by one"),
        ("to: dns-silent", "to: resolves", "an answer leads back to the first question, resolves"),
        ("- id: dns-silent", "- id: dns-policy", "dns-policy is there 2 times"),
        ("  repair:", "  mend:", "ends has to be a list of {id, fault, repair, manifests}"),
    ],
)
def test_a_mistake_in_the_tree_is_said(tmp_path, was, becomes, message):
    assert any(message in one for one in mistake(tmp_path, was, becomes))


def test_markdown_has_every_question_and_every_end():
    text = markdown.written(CHART)
    for question in CHART.questions.values():
        assert text.count(f"**{question.ask}** `{question.command}`") == 1
    for end in ENDS:
        assert text.count(f"**{end.fault}.**") == 1
