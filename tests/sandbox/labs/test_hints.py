"""Hints come from the verdict, and every command in them and in the texts can be typed."""

import re

import pytest

from sandbox.engine import Cluster, judge_on
from sandbox.engine.render import plain
from sandbox.engine.terminal import Shell
from sandbox.labs import content, hints
from sandbox.labs.content import LabFile, Step

LABS = content.read()[0]
BY_SLUG = {lab.slug: lab for lab in LABS}
CASES = [(lab, number) for lab in LABS for number in range(len(lab.steps))]
COMMAND = re.compile(r"`(kubectl [^`]+)`")


def reached(lab: LabFile, number: int) -> tuple[Cluster, Step]:
    """The cluster in front of a step."""
    cluster = Cluster()
    cluster.run("kubectl apply -f -", lab.manifests, "command 1")
    for step in lab.steps[:number]:
        for line in step.solution:
            cluster.run(line)
            cluster.advance(3)
    return cluster, lab.steps[number]


def drawn(slug: str, step_id: str) -> list[hints.Hint]:
    lab = BY_SLUG[slug]
    cluster, step = reached(lab, [step.id for step in lab.steps].index(step_id))
    return hints.drawn(plain.verdict(judge_on(cluster, step.checks)), list(step.solution))


@pytest.mark.parametrize(("lab", "number"), CASES, ids=lambda value: getattr(value, "slug", value))
def test_hints_lead_from_words_to_the_solution_by_commands_that_work(lab: LabFile, number: int) -> None:
    cluster, step = reached(lab, number)
    found = hints.drawn(plain.verdict(judge_on(cluster, step.checks)), list(step.solution))
    assert 3 <= len(found) <= 4
    assert found[0].title == "In words"
    assert found[-1].commands == list(step.solution)
    assert "{" not in found[0].text
    for hint in found[:-1]:
        for command in hint.commands:
            output = cluster.run(command)
            assert output.exit == 0, f"{command}\n{output.stderr}"


@pytest.mark.parametrize(("lab", "number"), CASES, ids=lambda value: getattr(value, "slug", value))
def test_every_command_of_a_text_is_one_that_the_terminal_knows(lab: LabFile, number: int) -> None:
    cluster, step = reached(lab, number)
    for command in COMMAND.findall(step.text):
        if command in {"kubectl expose", "kubectl create service clusterip"}:
            continue  # named, not typed
        output = Shell(cluster.fork()).run(command)
        assert output.exit != 127, command
        assert "unknown" not in output.stderr, f"{command}\n{output.stderr}"


def test_the_field_and_its_line_are_named() -> None:
    found = drawn("nobody-answers", "find-a-pod")
    assert "`spec.selector.app` of Service web" in found[1].text
    assert found[2].text == "The Service selects app: wbe. It is line 42 of what command 1 applied."
    assert found[2].commands == ["kubectl get svc web -o jsonpath='{.spec.selector.app}'"]


@pytest.mark.parametrize(
    ("slug", "step", "said"),
    [
        ("nobody-answers", "find-both", "Never by web-1"),
        ("the-database-moves-in", "only-the-new-one", "It should not be old-machines/mainframe"),
        ("who-is-calling", "keep-the-address", "It sees the caller as 10.244.1.1"),
    ],
)
def test_what_differs_is_said_where_the_connection_is_answered_all_the_same(slug: str, step: str, said: str) -> None:
    assert said in drawn(slug, step)[0].text


@pytest.mark.parametrize(
    ("slug", "step", "field"),
    [
        ("open-to-the-outside", "close-the-metrics", "`spec.ports[0].nodePort` of Service metrics"),
        ("who-is-calling", "keep-the-address", "`spec.externalTrafficPolicy` of Service web"),
        ("always-the-same-pod", "stay-with-one", "`spec.sessionAffinity` of Service shop"),
        ("the-wrong-door", "the-port-by-its-name", "`spec.ports[0].targetPort` of Service api"),
        ("never-ready", "mend-the-probe", "readinessProbe.httpGet.port` of Pod web-"),
        ("a-pod-that-cannot-ask", "whom-it-asks", "`spec.dnsPolicy` of Pod client"),
        ("a-service-of-your-own", "make-the-service", "There is no Service web"),
    ],
)
def test_the_deciding_field_is_named(slug: str, step: str, field: str) -> None:
    assert field in drawn(slug, step)[1].text


def test_without_a_check_there_is_nothing_to_draw_from() -> None:
    assert [hint.title for hint in hints.drawn(None, ["kubectl get svc"])] == ["The solution"]
