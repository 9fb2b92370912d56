"""What is wrong with the fields of each kind, and what a card keeps of them."""

from __future__ import annotations

from functools import partial

import pytest
import yaml

from cards import content, kinds
from cards.content import CardFile
from sandbox.content import ContentProblem
from sandbox.engine import judge
from sandbox.engine.render import plain
from tests.cards.test_content import CARD, write

PREDICT = """\
kind: predict
run: 1
options:
- {says: It is answered, expect: answered}
- {says: It is refused, expect: refused}
"""
MYTH = PREDICT.replace("kind: predict", "kind: myth\nstatement: It waits").replace(
    "expect: answered}", "expect: answered, taught: true}"
)
COMMAND = """\
kind: command
commands: [kubectl get pods, kubectl get services]
shows: {exit: 0}
before:
- delete: pod/web
"""
FIELD = """\
kind: field
blanks:
- {at: "kind: Service", fill: Pod}
"""


def card(tmp_path, fields: str, **changed: str) -> CardFile | list[ContentProblem]:
    text = CARD.replace("goal:\n", f"{fields}goal:\n")
    if changed.get("without_goal"):
        text = text.replace("goal:\n  - connect: {from: pod/client, to: web, port: 80}\n    expect: answered\n", "")
        text = text.replace("---\nNo pod", f"{fields}---\nNo pod")
    return content.parse(write(tmp_path, text))


def whole(tmp_path, fields: str) -> CardFile:
    found = card(tmp_path, fields)
    assert isinstance(found, CardFile), found
    return found


def test_card_that_says_nothing_is_a_question_with_its_answer(tmp_path) -> None:
    found = whole(tmp_path, "")
    assert (found.kind, found.ask) == ("answer", {})


def test_claim_that_is_asked_about_is_carried_out_once_for_each_option(tmp_path) -> None:
    found = whole(tmp_path, PREDICT)
    steps = yaml.safe_load(found.ask["claims"])
    assert found.ask["options"] == ["It is answered", "It is refused"]
    assert [step["expect"] for step in steps] == ["answered", "refused"]
    assert {step["connect"]["to"] for step in steps} == {"web"}


def test_steps_before_are_carried_out_once_and_expect_nothing(tmp_path) -> None:
    found = whole(tmp_path, PREDICT.replace("run: 1", "run: [{delete: pod/web}, {endpoints: web}]"))
    steps = yaml.safe_load(found.ask["claims"])
    assert [sorted(set(step) - {"claim", "expect"}) for step in steps] == [["delete"], ["endpoints"], ["endpoints"]]
    assert "expect" not in steps[0]


def test_commands_are_carried_out_in_order_after_the_steps_before(tmp_path) -> None:
    steps = yaml.safe_load(whole(tmp_path, COMMAND).ask["claims"])
    assert [step.get("kubectl") for step in steps] == [None, "get pods", "get services"]


def test_blank_takes_the_value_out_and_leaves_its_key(tmp_path) -> None:
    found = whole(tmp_path, FIELD)
    assert kinds.field.with_blanks(found.asked) == "apiVersion: v1\nkind: ___\n"
    assert kinds.field.filled(found.asked, ["Pod"]) == "apiVersion: v1\nkind: Pod\n"
    assert kinds.field.values(found.asked, "apiVersion: v1\nkind: Secret\n") == ["Secret"]
    assert kinds.field.values(found.asked, "apiVersion: v2\nkind: Secret\n") == []


@pytest.mark.parametrize("said", [[], [""], ["a", "b"], ["a\nb"], ["x" * 201]])
def test_what_fills_no_blank_is_no_answer(tmp_path, said) -> None:
    with pytest.raises(kinds.NotAnAnswer):
        kinds.field.filled(whole(tmp_path, FIELD).asked, said)


def test_changed_kind_is_a_changed_card(tmp_path) -> None:
    hashes = {whole(tmp_path, fields).content_hash for fields in ("", PREDICT, MYTH, "kind: repair\n")}
    assert len(hashes) == 4


@pytest.mark.parametrize(
    ("fields", "at", "said"),
    [
        ("kind: riddle\n", "kind:", "one of answer, predict"),
        ("run: 1\n", "run:", "no field 'run' in a card"),
        (PREDICT + "walk: 1\n", "walk:", "no field 'walk' in a card of kind predict"),
        (PREDICT.replace("run: 1", "run: 7"), "run:", "no 7"),
        (PREDICT.replace("run: 1", "run: true"), "run:", "run has to be"),
        (PREDICT.replace("run: 1", "run: [{endpoints: web, expect: {}}]"), "run:", "stands in the options"),
        (PREDICT.replace("run: 1\n", ""), "", "run is missing"),
        (PREDICT.replace("refused, expect: refused", "answered, expect: refused"), "options:", "the same says"),
        (PREDICT.replace("expect: refused", "expect: answered"), "options:", "the same expect"),
        (PREDICT.replace("- {says: It is refused, expect: refused}\n", ""), "options:", "offer 2 to 6"),
        (PREDICT.replace("refused}", "refused, taught: true}"), "options:", "a list of {says, expect}"),
        (MYTH.replace(", taught: true", ""), "options:", "one of the options is what is taught"),
        (MYTH.replace("statement: It waits\n", ""), "", "statement is missing"),
        (COMMAND.replace("kubectl get services", "kubectl get pods"), "commands:", "the same"),
        (COMMAND.replace("kubectl get services", "rm -rf"), "commands:", "begin with kubectl"),
        ("kind: fault\nseen_in: 4\n", "seen_in:", "no claim of that number"),
        ("kind: fault\ncauses: 9\n", "causes:", "a number from 1 to 3"),
        ("kind: order\nwalk: 5\n", "walk:", "there are 1 claims"),
        (FIELD.replace("Service", "Deployment"), "blanks:", "stands in the manifests 0 times"),
        (FIELD.replace('"kind: Service"', "Service"), "blanks:", "blanks has to be"),
    ],
)
def test_mistake_in_the_fields_of_a_kind_is_a_problem_with_its_line(tmp_path, fields, at, said) -> None:
    problems = card(tmp_path, fields)
    assert isinstance(problems, list), "nothing is wrong with it"
    lines = CARD.replace("goal:\n", f"{fields}goal:\n").splitlines()
    line = next(number for number, one in enumerate(lines, start=1) if one.startswith(at)) if at else 1
    assert any(problem.line == line and said in problem.message for problem in problems), problems


@pytest.mark.parametrize("kind", ["repair", "fault", FIELD.removeprefix("kind: ").rstrip()])
def test_kind_that_is_about_a_goal_needs_one(tmp_path, kind) -> None:
    problems = card(tmp_path, f"kind: {kind}\n", without_goal="yes")
    assert isinstance(problems, list)
    assert any("needs a goal" in problem.message for problem in problems)


def test_run_that_knows_the_answer_is_among_what_the_content_claims(tmp_path, monkeypatch) -> None:
    write(tmp_path, CARD.replace("goal:\n", f"{PREDICT}goal:\n"))
    found = content.read(tmp_path)
    monkeypatch.setattr(content, "read", lambda: found)
    names = {one.name.rpartition("/")[2]: one for one in content.claimed()}
    assert set(names) == {"web-refused", "goal", "asked"}
    assert names["asked"].is_expected is False
    assert names["asked"].claims == found[0][0].ask["claims"]


def test_every_kind_words_what_it_asks_and_never_the_answer() -> None:
    for found in content.read()[0]:
        kind = kinds.BY_NAME[found.kind]
        if kind.question is None:
            continue
        proof = plain.verdict(judge(*kind.run(found.asked)))
        question = kind.question(found.asked, partial(dict, proof))
        assert question is not None
        assert question.legend
        assert question.is_order == (found.kind == "order")
        assert kind.template.startswith("cards/asks/")
