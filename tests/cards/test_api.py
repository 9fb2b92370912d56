import json

import pytest
from django.test import Client

from cards import actions, content
from cards.models import Card
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
        assert (len(first["results"]), first["previous"]) == (20, None)
        rest = client.get(first["next"]).json()
        assert (len(rest["results"]), rest["next"]) == (5, None)
        assert {card["id"] for card in first["results"] + rest["results"]} == {f"card-{n}" for n in range(25)}
        assert client.get(rest["previous"]).json()["results"] == first["results"]
        assert len(client.get("/api/v1/cards/?page_size=25").json()["results"]) == 25

    def test_a_card_that_goes_meanwhile_hides_no_other(self, client) -> None:
        in_pages, address = [], "/api/v1/cards/?page_size=10"
        while address:
            page = client.get(address).json()
            in_pages += [card["id"] for card in page["results"]]
            address = page["next"]
            Card.objects.filter(id=in_pages[0]).update(is_retired=True)
        assert len(in_pages) == len(set(in_pages)) == 25

    @pytest.mark.parametrize("cursor", ["9", "%00", "bz0x", "cj0xJnA9%2FwA%3D", "é"])
    def test_a_cursor_that_is_none_of_ours_is_refused_and_harmless(self, client, cursor) -> None:
        assert client.get(f"/api/v1/cards/?cursor={cursor}").status_code in (200, 400, 404)

    def test_a_tag_narrows_the_list(self, client) -> None:
        def found(words: str) -> int:
            return len(client.get(f"/api/v1/cards/?page_size=100&{words}").json()["results"])

        assert (found("tag=dns"), found("tag=dns&tag=NodePort"), found("tag=nothing")) == (5, 1, 0)

    @pytest.mark.parametrize("word", ["page_size=0", "page_size=101", "page_size=x", "page=2", "tags=dns", "tag=a%20b"])
    def test_what_cannot_be_asked_for_is_named(self, client, word) -> None:
        answer = client.get(f"/api/v1/cards/?{word}")
        assert (answer.status_code, list(answer.json())) == (400, [word.partition("=")[0]])

    def test_the_number_of_queries_does_not_grow_with_the_cards(self, client, django_assert_max_num_queries) -> None:
        with django_assert_max_num_queries(4):
            client.get("/api/v1/cards/?page_size=25")

    def test_a_card_has_all_that_a_learner_needs(self, client) -> None:
        card = client.get("/api/v1/cards/number-0/").json()
        assert card["tags"] == ["NodePort", "dns"]
        assert card["claims"].startswith("- connect:")
        assert card["links"][0]["url"].startswith("https://kubernetes.io/")
        assert set(card) >= {"id", "slug", "question", "answer", "manifests", "goal", "difficulty", "topic"}

    @pytest.mark.parametrize("address", ["/api/v1/cards/", "/api/v1/cards/number-0/"])
    def test_what_the_client_has_is_not_sent_again(self, client, address) -> None:
        first = client.get(address)
        tag = first.headers["ETag"]
        assert tag.startswith('"')
        assert first.headers["Cache-Control"] == "private, no-cache"
        for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = client.get(address, headers={"If-None-Match": known})
            assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        assert client.head(address, headers={"If-None-Match": tag}).status_code == 304
        assert client.get(address, headers={"If-None-Match": '"other"'}).json() == first.json()
        Card.objects.filter(slug="number-0").update(content_hash="changed")
        changed = client.get(address, headers={"If-None-Match": tag})
        assert changed.status_code == 200
        assert changed.headers["ETag"] != tag

    def test_another_page_has_another_tag(self, client) -> None:
        addresses = ["/api/v1/cards/", "/api/v1/cards/?page_size=5", "/api/v1/cards/?tag=dns"]
        assert len({client.get(address).headers["ETag"] for address in addresses}) == 3

    def test_there_is_no_tag_of_what_there_is_not(self, client) -> None:
        answer = client.get("/api/v1/cards/nothing/", headers={"If-None-Match": "*"})
        assert (answer.status_code, answer.has_header("ETag")) == (404, False)

    def test_a_card_that_does_not_exist_is_404(self, client) -> None:
        assert client.get("/api/v1/cards/nothing/").status_code == 404

    def test_a_submission_for_a_card_carries_out_the_cards_claims(self) -> None:
        content_ = json.dumps({"card": "number-3", "manifests": "kind: Service"})
        response = Client().post("/api/v1/submissions/", content_, content_type="application/json")
        assert response.status_code == 202
        submission = Submission.objects.get()
        assert submission.card == "card-3"
        assert submission.claims == "- connect: {from: pod/client, to: web, port: 80}\n  expect: refused\n"
