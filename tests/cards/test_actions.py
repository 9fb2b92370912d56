import pytest

from cards import actions, content
from cards.models import Card, Tag
from tests.cards.test_content import CARD, write

pytestmark = pytest.mark.django_db

OTHER = CARD.replace("id: card-web-refused", "id: card-other").replace("[ClusterIP, selectors]", "[dns]")


def load(folder) -> actions.Loaded:
    cards, problems = content.read(folder)
    assert problems == []
    return actions.load(cards)


def test_files_become_rows(tmp_path) -> None:
    write(tmp_path, CARD)
    assert load(tmp_path) == actions.Loaded(created=1, updated=0, unchanged=0, retired=0)
    card = Card.objects.get(slug="web-refused")
    assert [tag.name for tag in card.tags.all()] == ["ClusterIP", "selectors"]
    assert card.claim_steps[0]["expect"] == "refused"
    assert card.goal_steps[0]["expect"] == "answered"


def test_loading_again_changes_nothing(tmp_path) -> None:
    write(tmp_path, CARD)
    write(tmp_path, OTHER, "dns/other.md")
    load(tmp_path)
    before = list(Card.objects.values())
    assert load(tmp_path) == actions.Loaded(created=0, updated=0, unchanged=2, retired=0)
    assert list(Card.objects.values()) == before


def test_a_changed_file_changes_its_row(tmp_path) -> None:
    write(tmp_path, CARD)
    load(tmp_path)
    write(tmp_path, CARD.replace("Why is", "Wherefore is").replace("[ClusterIP, selectors]", "[dns]"))
    assert load(tmp_path).updated == 1
    card = Card.objects.get()
    assert card.question.startswith("Wherefore")
    assert [tag.name for tag in Tag.objects.all()] == ["dns"]


def test_a_card_keeps_its_row_when_its_file_moves(tmp_path) -> None:
    write(tmp_path, CARD).unlink()
    write(tmp_path, CARD)
    load(tmp_path)
    (tmp_path / "selectors/web-refused.md").unlink()
    write(tmp_path, CARD, "dns/moved.md")
    assert load(tmp_path).updated == 1
    assert Card.objects.get(pk="card-web-refused").slug == "moved"


def test_two_cards_may_swap_their_files(tmp_path) -> None:
    write(tmp_path, CARD)
    write(tmp_path, OTHER, "dns/other.md")
    load(tmp_path)
    write(tmp_path, OTHER)
    write(tmp_path, CARD, "dns/other.md")
    assert load(tmp_path).updated == 2
    assert Card.objects.get(slug="other").pk == "card-web-refused"


def test_a_card_whose_file_is_gone_is_retired_and_comes_back(tmp_path) -> None:
    path = write(tmp_path, CARD)
    load(tmp_path)
    path.unlink()
    assert load(tmp_path).retired == 1
    assert actions.exercise("web-refused") is None
    assert load(tmp_path) == actions.Loaded(0, 0, 0, 0)
    write(tmp_path, CARD)
    load(tmp_path)
    assert Card.objects.filter(is_retired=False).count() == Card.objects.count() == 1
