import json

import pytest
from django.test import Client

from cards import actions, content
from sandbox.models import Submission
from tests.cards.test_content import CARD, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards(tmp_path) -> None:
    """25 cards of which five are tagged dns, one of these NodePort too."""
    for number in range(25):
        tags = "[dns, NodePort]" if number == 0 else "[dns]" if number < 5 else "[ClusterIP]"
        text = CARD.replace("id: card-web-refused", f"id: card-{number}").replace("[ClusterIP, selectors]", tags)
        write(tmp_path, text, f"selectors/number-{number}.md")
    actions.load(content.read(tmp_path)[0])


@pytest.mark.usefixtures("cards")
class TestCards:
    def test_a_list_comes_in_pages(self, client) -> None:
        first = client.get("/api/v1/cards/").json()
        assert (first["count"], len(first["results"]), first["previous"]) == (25, 20, None)
        assert len(client.get(first["next"]).json()["results"]) == 5
        assert len(client.get("/api/v1/cards/?page_size=25").json()["results"]) == 25
        assert client.get("/api/v1/cards/?page=9").status_code == 404

    def test_a_tag_narrows_the_list(self, client) -> None:
        assert client.get("/api/v1/cards/?tag=dns").json()["count"] == 5
        assert client.get("/api/v1/cards/?tag=dns&tag=NodePort").json()["count"] == 1
        assert client.get("/api/v1/cards/?tag=nothing").json()["count"] == 0

    @pytest.mark.parametrize("word", ["page_size=0", "page_size=101", "page_size=x", "page=0", "tags=dns", "tag=a%20b"])
    def test_what_cannot_be_asked_for_is_named(self, client, word) -> None:
        answer = client.get(f"/api/v1/cards/?{word}")
        assert (answer.status_code, list(answer.json())) == (400, [word.partition("=")[0]])

    def test_the_number_of_queries_does_not_grow_with_the_cards(self, client, django_assert_max_num_queries) -> None:
        with django_assert_max_num_queries(3):
            client.get("/api/v1/cards/?page_size=25")

    def test_a_card_has_all_that_a_learner_needs(self, client) -> None:
        card = client.get("/api/v1/cards/number-0/").json()
        assert card["tags"] == ["NodePort", "dns"]
        assert card["claims"].startswith("- connect:")
        assert card["links"][0]["url"].startswith("https://kubernetes.io/")
        assert set(card) >= {"id", "slug", "question", "answer", "manifests", "goal", "difficulty", "topic"}

    def test_a_card_that_does_not_exist_is_404(self, client) -> None:
        assert client.get("/api/v1/cards/nothing/").status_code == 404

    def test_a_submission_for_a_card_carries_out_the_cards_claims(self) -> None:
        content_ = json.dumps({"card": "number-3", "manifests": "kind: Service"})
        response = Client().post("/api/v1/submissions/", content_, content_type="application/json")
        assert response.status_code == 202
        submission = Submission.objects.get()
        assert submission.card == "card-3"
        assert submission.claims == "- connect: {from: pod/client, to: web, port: 80}\n  expect: refused\n"
