"""Ways from sheets and diagrams: all of them lead to something that there is."""

import pytest

from cards.diagrams import content as diagrams
from cards.sheets import onward
from quizzes.content import FOLDER as QUIZZES
from sandbox.labs import onward as lab_onward
from sandbox.labs.content import FOLDER as LABS
from tests.cards.sheets.conftest import CARDS, SHEETS


def test_every_sheet_leads_to_a_quiz_to_cards_to_labs_and_to_diagrams_that_there_are() -> None:
    assert set(onward.ONWARD) == {sheet.slug for sheet in SHEETS}
    there = {one.slug for one in diagrams.published()}
    topics = {card.topic for card in CARDS}
    for found in onward.ONWARD.values():
        assert (QUIZZES / f"{found.quiz}.yaml").is_file()
        assert not found.topic or found.topic in topics
        assert all((LABS / f"{lab}.md").is_file() for lab in found.labs)
        assert there.issuperset(found.diagrams)


def test_every_diagram_of_a_kind_of_service_leads_to_its_sheet() -> None:
    assert [sheet for sheet, _, _ in onward.from_diagram("node-port")] == ["types"]
    assert [sheet for sheet, _, _ in onward.from_diagram("cluster-ip")] == ["foundations", "types", "kube-proxy"]


def test_topics_of_labs_lead_to_sheets_each_once() -> None:
    slugs = {sheet.slug for sheet in SHEETS}
    assert slugs.issuperset(lab_onward.SHEETS.values())
    assert list(lab_onward.sheets_on(["DNS", "dnsPolicy", "rollout", "ports"])) == [("DNS", "dns"), ("ports", "ports")]


@pytest.mark.django_db
def test_a_sheet_leaves_out_what_is_not_loaded(client) -> None:
    assert [group.title for group in onward.from_sheet("types")] == ["Answer", "Study", "See it"]
    assert onward.from_sheet("nothing") == []
