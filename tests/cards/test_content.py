import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from cards import content
from cards.content import CardFile

CARD = """\
---
id: card-web-refused
question: Why is the connection refused?
tags: [ClusterIP, selectors]
difficulty: 1
links:
- {title: Service, url: "https://kubernetes.io/docs/concepts/services-networking/service/"}
manifests: |
  apiVersion: v1
  kind: Service
claims:
# what curl says
- connect: {from: pod/client, to: web, port: 80}
  expect: refused
goal:
  - connect: {from: pod/client, to: web, port: 80}
    expect: answered
---
No pod matches the selector.

---
A line of dashes in the answer is a line of dashes.
"""


def write(folder: Path, text: str, name: str = "selectors/web-refused.md") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_card_is_read_from_its_file(tmp_path) -> None:
    card = content.parse(write(tmp_path, CARD))
    assert isinstance(card, CardFile)
    assert (card.id, card.slug, card.topic) == ("card-web-refused", "web-refused", "selectors")
    assert card.tags == ("ClusterIP", "selectors")
    assert card.manifests == "apiVersion: v1\nkind: Service\n"
    assert card.answer.endswith("is a line of dashes.\n")


def test_claims_stay_as_their_author_laid_them_out(tmp_path) -> None:
    card = content.parse(write(tmp_path, CARD))
    assert isinstance(card, CardFile)
    assert card.claims == "- connect: {from: pod/client, to: web, port: 80}\n  expect: refused\n"
    assert card.goal == "- connect: {from: pod/client, to: web, port: 80}\n  expect: answered\n"


def test_claims_in_one_line_become_a_list_of_lines(tmp_path) -> None:
    text = CARD.replace("goal:\n  - connect: {from: pod/client, to: web, port: 80}\n    expect: answered\n", "")
    text = text.replace(
        "claims:\n# what curl says\n- connect: {from: pod/client, to: web, port: 80}\n  expect: refused\n",
        "claims: [{ping: {from: pod/client, to: web}, expect: {outcome: reply}}]\n",
    )
    card = content.parse(write(tmp_path, text))
    assert isinstance(card, CardFile)
    assert card.claims.startswith("- ping:\n")
    assert card.goal == ""


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("difficulty: 1", "difficulty: 4", 5, "1, 2 or 3"),
        ("difficulty: 1", "difficulty: true", 5, "1, 2 or 3"),
        ("tags: [ClusterIP, selectors]", "tags: ClusterIP", 4, "a list of words"),
        ("https://", "http://", 6, "https"),
        ("question: Why is the connection refused?", "question: ''", 3, "question"),
        ("question: Why", "quesiton: Why", 3, "no field 'quesiton'"),
        ("id: card-web-refused\n", "", 1, "id is missing"),
        ("id: card-web-refused", "id: Web Refused", 2, "a stable id"),
        ("tags: [", "tags: ]", 4, "no YAML"),
        ("---\nid", "id", 1, "begin with a line ---"),
        (
            "manifests: |\n  apiVersion: v1\n  kind: Service",
            "manifests: {kind: Service}",
            8,
            "the YAML that the learner",
        ),
    ],
)
def test_a_mistake_is_a_problem_with_its_line(tmp_path, old, new, line, said) -> None:
    problems = content.parse(write(tmp_path, CARD.replace(old, new, 1)))
    assert isinstance(problems, list)
    assert any(problem.line == line and said in problem.message for problem in problems), problems


def test_all_mistakes_of_all_files_are_collected(tmp_path) -> None:
    write(tmp_path, CARD.replace("difficulty: 1", "difficulty: 9").replace("tags: [ClusterIP, selectors]", "tags: []"))
    write(tmp_path, "no card", "dns/other.md")
    cards, problems = content.read(tmp_path)
    assert cards == []
    assert len(problems) == 3


def test_an_id_belongs_to_one_file(tmp_path) -> None:
    write(tmp_path, CARD)
    write(tmp_path, CARD, "dns/other.md")
    _, problems = content.read(tmp_path)
    assert [problem.path.name for problem in problems] == ["other.md", "web-refused.md"]


def test_cheat_sheets_are_no_cards(tmp_path) -> None:
    write(tmp_path, "anything", "sheets/dns.md")
    assert content.read(tmp_path) == ([], [])


def test_the_sites_own_content_has_no_mistakes() -> None:
    assert content.read()[1] == []


OWN = content.read()[0]
OFFICIAL = {"kubernetes.io", "coredns.io", "github.com"}
TOPICS = {
    "affinity",
    "best-practices",
    "dns",
    "endpoints",
    "foundations",
    "interview",
    "kube-proxy",
    "myths",
    "ports",
    "traffic-policy",
    "troubleshooting",
    "types",
}


def prose(card: CardFile) -> str:
    """The answer without its tables and without marks."""
    lines = [line for line in card.answer.splitlines() if not line.startswith("|")]
    return " ".join(lines).replace("*", "").replace("`", "")


def own(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(name, OWN, ids=lambda card: card.slug)


def test_there_is_a_card_for_each_interview_question_and_each_kind_of_service() -> None:
    assert {card.slug for card in OWN if card.topic == "types"} >= {
        "clusterip",
        "nodeport",
        "loadbalancer",
        "externalname",
        "headless",
    }
    assert len([card for card in OWN if card.topic == "interview"]) >= 8
    assert {card.topic for card in OWN} == TOPICS


def test_no_question_is_asked_twice() -> None:
    questions = [card.question for card in OWN]
    assert sorted(set(questions)) == sorted(questions)


@own("card")
def test_the_question_is_a_question_of_one_breath(card: CardFile) -> None:
    assert "?" in card.question or card.question.endswith(".")
    assert 20 <= len(card.question) <= 150
    assert "\n" not in card.question


@own("card")
def test_the_answer_is_short_and_begins_with_its_point(card: CardFile) -> None:
    assert 80 <= len(prose(card).split()) <= 200
    assert card.answer.startswith("**")
    assert max(len(line) for line in card.answer.splitlines()) <= 120


@own("card")
def test_the_answer_keeps_its_voice(card: CardFile) -> None:
    assert "!" not in prose(card)
    assert not re.search(r"\b(simply|easily|obviously|leverage|seamless\w*)\b", prose(card), re.IGNORECASE)
    assert not re.search(r"[\U0001F000-\U0001FAFF\u2705\u2600-\u27BF]", card.answer)


@own("card")
def test_the_yaml_fits_on_a_page(card: CardFile) -> None:
    lines = card.manifests.splitlines()
    assert 15 <= len(lines) <= 50
    assert max(len(line) for line in lines) <= 90
    assert all(yaml.safe_load_all(card.manifests))


@own("card")
def test_links_lead_to_official_documentation(card: CardFile) -> None:
    assert 1 <= len(card.links) <= 4
    for link in card.links:
        url = urlsplit(link["url"])
        assert url.hostname in OFFICIAL
        assert url.hostname != "github.com" or url.path.startswith("/kubernetes/")


@own("card")
def test_ids_say_that_they_are_cards(card: CardFile) -> None:
    assert card.id.startswith("card-")
