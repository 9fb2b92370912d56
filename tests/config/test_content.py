import pytest
from django.core.management import CommandError, call_command

from cards import content as card_files
from cards.models import Card
from config import content
from sandbox import limits, proofs
from sandbox.content import Claimed, ContentRoom
from sandbox.models import Proof
from tests.cards.test_actions import load
from tests.cards.test_content import CARD, write

PODLESS = """\
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80}]}}
  ---
  {apiVersion: v1, kind: Pod, metadata: {name: client}, spec: {containers: [{name: app, image: "example/app:1"}]}}
"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A room of cards that lies in a folder of the test's own."""

    def claimed():
        for card in card_files.read(tmp_path)[0]:
            yield Claimed(f"cards/{card.topic}/{card.slug}", card.question, card.manifests, card.claims)

    room = ContentRoom("cards", lambda: card_files.read(tmp_path)[1], lambda: f"{load(tmp_path).created} new", claimed)
    monkeypatch.setattr(content, "ROOMS", (room,))
    return tmp_path


def test_content_is_loaded_and_carried_out_once(folder, capsys) -> None:
    write(folder, CARD)
    call_command("load_content")
    assert capsys.readouterr().out == "1 new\n1 runs on the engine\n"
    call_command("load_content")
    assert capsys.readouterr().out == "0 new\n0 runs on the engine\n"


def test_nothing_is_loaded_where_there_is_a_mistake(folder) -> None:
    write(folder, CARD)
    write(folder, "nothing", "dns/other.md")
    with pytest.raises(CommandError, match=r"dns/other.md:1: begin with"):
        call_command("load_content")
    assert not Card.objects.exists()


def test_a_proof_is_the_verdict_of_the_engine(folder) -> None:
    write(folder, CARD.replace("apiVersion: v1\n  kind: Service\n", PODLESS))
    call_command("load_content")
    card = Card.objects.get()
    found = proofs.verdict_on(card.manifests, card.claims)
    assert found is not None
    assert found["holds"] is True
    assert found["claims"][0]["trace"]["kind"] == "connection"
    assert proofs.verdict_on(card.manifests, "- endpoints: web") is None


def test_proofs_of_content_that_is_gone_are_forgotten_and_those_of_another_engine_are_made_anew(folder) -> None:
    written = write(folder, CARD)
    call_command("load_content")
    Proof.objects.update(engine="another")
    assert proofs.carry_out(content.claimed()) == 1
    written.unlink()
    call_command("load_content")
    assert not Proof.objects.exists()


def test_content_that_the_engine_cannot_come_to_an_end_with_is_named(folder, monkeypatch) -> None:
    monkeypatch.setattr(limits, "CPU_SECONDS", 0)
    write(folder, CARD)
    with pytest.raises(CommandError, match=r"^cards/[a-z-]+/[a-z-]+: "):
        call_command("load_content")


def test_every_name_of_content_is_there_once() -> None:
    names = [one.name for one in content.claimed()]
    assert len(names) == len(set(names)) > 150
