import json

import pytest
from django.test import Client

from cards import actions, content
from cards.models import Card
from sandbox.models import Proof, Submission
from tests.cards import proved
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
        assert answer.status_code == 400
        assert [name.partition(".")[0] for name in answer.json()] == [word.partition("=")[0]]

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


@pytest.mark.parametrize(
    ("slug", "right", "wrong"),
    [
        ("nobody-home-means-waiting", ["2"], ["1"]),
        ("hairpin", ["3"], ["1"]),
        ("three-ports", ["27"], ["18"]),
        ("see-the-unready-too", ["3"], ["2"]),
    ],
)
class TestAnswers:
    def test_an_answer_is_judged_by_the_proof(self, client, slug, right, wrong) -> None:
        proved.load(slug)
        found = answer(client, slug, right).json()
        assert (found["right"], found["right_answer"]) == (True, right)
        assert found["explanation"].endswith(".")
        other = answer(client, slug, wrong).json()
        assert (other["right"], other["right_answer"]) == (False, right)

    def test_what_is_asked_does_not_tell_what_is_right(self, client, slug, right, wrong) -> None:
        proved.load(slug)
        card = client.get(f"/api/v1/cards/{slug}/").json()
        assert {right[0], wrong[0]} <= {choice["value"] for choice in card["ask"]["choices"]}
        assert set(card["ask"]) == {"legend", "statement", "choices", "is_order", "manifests"}
        assert all(set(choice) == {"value", "text"} for choice in card["ask"]["choices"])
        assert (card["ask"]["statement"] != "") == (card["kind"] == "myth")

    def test_what_is_no_answer_is_named(self, client, slug, right, wrong) -> None:
        proved.load(slug)
        for said in ([], ["99"], [*right, *wrong], [7], "2", ["x" * 300]):
            response = answer(client, slug, said)
            assert response.status_code == 400
            assert {name.partition(".")[0] for name in response.json()} == {"answer"}


def answer(client, slug, said):
    return client.post(f"/api/v1/cards/{slug}/answers/", {"answer": said}, content_type="application/json")


def test_the_causes_of_a_judged_answer_have_their_lines(client) -> None:
    proved.load("three-ports")
    found = answer(client, "three-ports", ["27"]).json()["because"]
    assert found[0]["line"] == 27
    assert set(found[0]) == {"object", "field", "text", "line"}


@pytest.mark.parametrize(
    ("slug", "said"),
    [("connection-refused", "with its goal"), ("external-name-cut-short", "goal"), ("clusterip", "your own words")],
)
def test_cards_that_are_not_answered_by_picking_say_how_they_are(client, slug, said) -> None:
    proved.load(slug)
    response = answer(client, slug, ["1"])
    assert response.status_code == 400
    assert said in response.json()["answer"][0]


def test_an_answer_waits_for_the_proof(client) -> None:
    proved.load("hairpin")
    Proof.objects.all().delete()
    assert answer(client, "hairpin", ["1"]).status_code == 503
    assert answer(client, "nothing", ["1"]).status_code == 404


def test_the_list_is_narrowed_by_kind(client) -> None:
    proved.load("hairpin", "three-ports")
    assert [card["slug"] for card in client.get("/api/v1/cards/?kind=fault").json()["results"]] == ["three-ports"]
    for kind in ("riddle", ""):
        assert client.get(f"/api/v1/cards/?kind={kind}").status_code == 400
