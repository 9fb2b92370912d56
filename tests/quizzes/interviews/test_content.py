"""The spoken questions: their files are right, and every point is proved in both modes of kube-proxy.

What cards claim for a point is carried out in `tests/cards/test_claims.py`; here it is looked up that they do claim it.
"""

from __future__ import annotations

import pytest
import yaml

from cards import content as card_content
from quizzes.interviews import actions, content
from quizzes.interviews.content import SpokenFile
from quizzes.interviews.models import SpokenQuestion
from sandbox.content import Claimed
from tests.quizzes.engine import judge

CARDS = {card.slug: card for card in card_content.read()[0]}
QUESTIONS, PROBLEMS = content.read()
MODES = ("nftables", "iptables")

FILE = """\
id: spoken-one
question: What is it?
topic: endpoints
level: junior
minutes: 2
answer: It is this.
manifests: |
  kind: Service
points:
- {say: One, card: connection-refused, runs: [1]}
- {say: Two, card: connection-refused, runs: [2, 3]}
- {say: Three, card: connection-refused, runs: [5]}
- say: Four
  claims:
  - object: service/web
    expect: {object.kind: Service}
follow_ups:
- {ask: And then?, answer: Then that.}
links:
- {title: Service, url: "https://kubernetes.io/docs/concepts/services-networking/service/"}
"""


def parsed(tmp_path, text: str) -> SpokenFile | list[str]:
    path = tmp_path / "content" / "one.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    found = content.parse(path, CARDS)
    return found if isinstance(found, SpokenFile) else [f"{problem.line}: {problem.message}" for problem in found]


def test_files_have_no_problems() -> None:
    assert not PROBLEMS


def test_there_are_questions_of_every_level_on_every_topic() -> None:
    assert len(QUESTIONS) >= 24
    topics = {card.topic for card in CARDS.values()} - {"interview", "myths"}
    assert {one.topic for one in QUESTIONS} == topics
    for level in (1, 2, 3):
        of_level = [one for one in QUESTIONS if one.level == level]
        assert sum(one.minutes for one in of_level) >= 20
        assert len({one.topic for one in of_level}) >= 8


def test_every_point_that_a_card_shows_names_a_card_and_claims_that_expect_something() -> None:
    for one in QUESTIONS:
        for point in one.points:
            if "card" in point:
                steps = yaml.safe_load(CARDS[point["card"]].claims)
                assert all("expect" in steps[number - 1] for number in point["runs"]), one.slug


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("one", list(content.claimed()), ids=lambda one: one.name)
def test_claims_of_points_hold(one: Claimed, mode: str) -> None:
    assert one.name.startswith("interviews/")
    assert judge(one.manifests, one.claims, mode)["holds"] is True


def test_a_file_becomes_a_question(tmp_path) -> None:
    one = parsed(tmp_path, FILE)
    assert isinstance(one, SpokenFile)
    assert (one.slug, one.level, one.minutes, len(one.points)) == ("one", 1, 2.0, 4)
    assert one.points[3]["manifests"] == "kind: Service\n"


@pytest.mark.parametrize(
    ("written", "instead", "line", "said"),
    [
        ("card: connection-refused, runs: [1]", "card: nowhere, runs: [1]", 10, "there is no card 'nowhere'"),
        ("runs: [5]", "runs: [99]", 12, "claim 99 of connection-refused is none"),
        ("level: junior", "level: chief", 4, "level has to be one of junior, middle, senior"),
        ("topic: endpoints", "topic: cooking", 3, "no card has the topic 'cooking'"),
        ("- {say: Two, card: connection-refused, runs: [2, 3]}\n", "", 9, "4 to 7 points"),
        ("manifests: |\n  kind: Service\n", "", 11, "claims need manifests"),
        ("    expect: {object.kind: Service}\n", "", 9, "claims with expect"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, written, instead, line, said) -> None:
    assert written in FILE
    found = parsed(tmp_path, FILE.replace(written, instead))
    assert isinstance(found, list)
    assert any(one.startswith(f"{line}: ") and said in one for one in found), found


@pytest.mark.django_db
def test_rows_follow_files_and_what_is_gone_is_retired() -> None:
    assert actions.load(QUESTIONS) == len(QUESTIONS)
    assert actions.load(QUESTIONS) == 0
    assert actions.load(QUESTIONS[1:]) == 0
    assert SpokenQuestion.objects.get(is_retired=True).pk == QUESTIONS[0].id
    assert actions.load(QUESTIONS) == 1
    assert not SpokenQuestion.objects.filter(is_retired=True).exists()
