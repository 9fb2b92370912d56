"""What a card asks and how it is answered, as a browser without any script sees it."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cards.models import Card
from cards.studying.models import Review
from sandbox import runner
from sandbox.models import Proof, State, Submission
from tests.cards import proved

pytestmark = pytest.mark.django_db

MYTH = "nobody-home-means-waiting"
FAULT = "three-ports"
ORDER = "home-by-the-cluster-ip"
FIELD = "external-name-cut-short"
COMMAND = "see-the-unready-too"
REPAIR = "connection-refused"


def text(client, path: str) -> str:
    return html.unescape(client.get(path).content.decode())


def outcome(page: str) -> str:
    found = re.search(r'id="outcome".*?<p>(.*?)</p>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


def suggested(page: str) -> list[str]:
    return re.findall(r'is-suggested" name="rating" autofocus data-suggested value="(\d)"', page)


def test_myth_shows_the_statement_and_does_not_tell(client):
    proved.load(MYTH)
    page = text(client, f"/cards/{MYTH}/")
    assert "While no pod is ready, a call of the Service hangs until the timeout." in page
    assert len(re.findall(r'type="radio" name="said"', page)) == 3
    assert "Inside the cluster the connection is refused" not in page  # what the card claims
    assert 'id="outcome"' not in page
    assert "<details>" in page


def test_prediction_is_answered_with_the_run_that_decides(client):
    proved.load(MYTH)
    right = text(client, f"/cards/{MYTH}/?said=2")
    assert outcome(right) == "Right. The connection is refused, because no pod matches app: web."
    assert "<details open>" in right
    assert "Inside the cluster the connection is refused" in right
    assert 'class="pictures"' in right
    wrong = text(client, f"/cards/{MYTH}/?said=1")
    assert outcome(wrong).startswith("Not quite. So it is taught, and so it is not. The client is refused at once.")
    assert outcome(text(client, f"/cards/{MYTH}/?said=3")).startswith("Not quite. The client is refused at once.")


@pytest.mark.parametrize("said", ["said=9", "said=", "said=1&said=2", "said=x", "said=%00"])
def test_what_is_no_answer_is_asked_again(client, said):
    proved.load(MYTH)
    page = text(client, f"/cards/{MYTH}/?{said}")
    assert "Pick one of the answers." in page
    assert 'name="said"' in page


def test_without_a_proof_the_card_says_so_and_stands(client):
    proved.load(MYTH, ORDER)
    Proof.objects.all().delete()
    assert "has not been made yet" in text(client, f"/cards/{MYTH}/?said=1")
    assert client.get(f"/cards/{ORDER}/").status_code == 200


def test_line_at_fault_is_the_one_that_the_verdict_names(client):
    proved.load(FAULT)
    assert text(client, f"/cards/{FAULT}/").count('type="radio" name="said"') == 25  # lines that say something
    assert outcome(text(client, f"/cards/{FAULT}/?said=27")).startswith("Right. Line 27: The Service sends traffic to")
    beside = outcome(text(client, f"/cards/{FAULT}/?said=18"))
    assert beside.startswith("Not quite. It is line 27:")
    assert "Line 18 plays a part in it" in beside
    assert "plays a part" not in outcome(text(client, f"/cards/{FAULT}/?said=1"))


def test_steps_are_ordered_by_their_numbers(client):
    proved.load(ORDER)
    page = text(client, f"/cards/{ORDER}/")
    shown = re.findall(r'<span class="step-words">(.*?)</span>', page)
    assert len(shown) == 7
    answer = client.post(
        f"/api/v1/cards/{ORDER}/answers/", {"answer": list("0123456")}, content_type="application/json"
    )
    right = answer.json()["right_answer"]
    said = "&".join(f"said={step}:{place}" for place, step in enumerate(right, start=1))
    assert outcome(text(client, f"/cards/{ORDER}/?{said}")).startswith("Right. The connection is answered")
    worse = said.replace(f"{right[0]}:1", f"{right[0]}:2").replace(f"{right[1]}:2", f"{right[1]}:1")
    page = text(client, f"/cards/{ORDER}/?{worse}")
    assert outcome(page).startswith("Not quite. Step 1 is another one: Pod default/web-0 asks DNS")
    assert page.count("you put it at") == 2
    assert "place of its own" in text(client, f"/cards/{ORDER}/?{said.replace(':2', ':1')}")


def test_command_is_right_that_shows_it(client):
    proved.load(COMMAND)
    assert "shows it." in outcome(text(client, f"/cards/{COMMAND}/?said=3"))
    page = text(client, f"/cards/{COMMAND}/?said=2")
    assert "does not show it" in outcome(page)
    assert "kubectl get endpointslices" in page


def test_field_is_filled_in_and_carried_out_against_the_goal(client):
    [card] = proved.load(FIELD)
    page = text(client, f"/cards/{FIELD}/")
    assert page.count('name="fill"') == 1
    assert "externalName: ___" in page
    assert "externalName: web.shop\n" not in page
    response = client.post(f"/cards/{FIELD}/", {"aim": "goal", "fill": "web.shop.svc.cluster.local"})
    made = Submission.objects.get()
    assert (made.claims, made.card) == (card.goal, card.id)
    assert "externalName: web.shop.svc.cluster.local\n" in made.manifests
    assert 'value="web.shop.svc.cluster.local"' in text(client, response["Location"])


@pytest.mark.parametrize("fills", [[""], ["a", "b"], ["a\nb"]])
def test_field_that_is_left_empty_is_not_submitted(client, fills):
    proved.load(FIELD)
    response = client.post(f"/cards/{FIELD}/", {"aim": "goal", "fill": fills})
    assert response.status_code == 422
    assert not Submission.objects.exists()


def test_list_is_narrowed_by_kind_and_says_each_cards_kind(client):
    proved.load(MYTH, FAULT, ORDER)
    page = text(client, "/cards/?kind=fault")
    assert re.findall(r'class="card-link" href="/cards/([^/]+)/', page) == [FAULT]
    assert ">find the fault</span>" in page
    assert "No card answers to that" in text(client, "/cards/?kind=riddle")


def test_answering_takes_a_bounded_number_of_queries(client):
    proved.load(MYTH, ORDER)
    for slug, said in ((MYTH, "said=2"), (ORDER, "said=0:1")):
        with CaptureQueriesContext(connection) as done:
            client.get(f"/cards/{slug}/?{said}")
        assert len(done) <= 2


def test_session_offers_the_rating_that_fits_and_forces_none(client):
    proved.load(MYTH)
    assert suggested(text(client, f"/study/card/{MYTH}/?answer=1")) == []
    right = text(client, f"/study/card/{MYTH}/?said=2")
    assert suggested(right) == ["3"]
    assert "so Good fits" in right
    assert right.count('name="rating"') == 4
    assert "kube-proxy lays a rule that" in right  # the answer is there with the outcome
    assert suggested(text(client, f"/study/card/{MYTH}/?said=1")) == ["1"]
    fields = dict(re.findall(r'type="hidden" name="(client_id|reviews|shown)" value="([^"]*)"', right))
    client.post(f"/study/card/{MYTH}/rate/", fields | {"rating": "1"})
    assert Review.objects.get().rating == 1


def test_session_ahead_of_time_goes_on_after_an_answer(client):
    proved.load(MYTH)
    assert 'name="ahead" value="1"' in text(client, f"/study/card/{MYTH}/?ahead=1")
    assert 'name="ahead" value="1"' in text(client, f"/study/card/{MYTH}/?ahead=1&said=2")


def test_repair_in_a_session_fits_good_at_the_first_try_and_hard_later(client):
    [card] = proved.load(REPAIR)

    def repair(manifests: str) -> str:
        where = client.post(f"/study/card/{REPAIR}/", {"aim": "goal", "manifests": manifests})["Location"]
        made = Submission.objects.get(permalink=where.split("/")[-2])
        judged = runner.judge(made.manifests, made.claims)
        Submission.objects.filter(pk=made.pk).update(state=State.DONE, verdict_json=judged.verdict_json)
        return text(client, f"{where}?answer=1")

    assert suggested(repair(card.manifests)) == ["1"]
    assert suggested(repair(card.manifests.replace("wbe", "web"))) == ["2"]
    Submission.objects.all().delete()
    assert suggested(repair(card.manifests.replace("wbe", "web"))) == ["3"]


def test_goal_is_what_is_checked_first_on_a_card_to_repair(client):
    proved.load(REPAIR)
    page = text(client, f"/cards/{REPAIR}/")
    assert re.search(r'value="goal" checked', page)
    assert Card.objects.get().kind == "repair"
